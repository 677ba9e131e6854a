"""The worker: goes round the chores until it is told to stop."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time

from django.db import connections

from palabre.config.actions import beat
from palabre.config.chores import CHORES, Chore, do_chore

PAUSE = 1.0
BEAT_EVERY = 30
HEART = Chore("palabre.config.working.heartbeat", BEAT_EVERY)


def heartbeat() -> None:
    """Says that this worker is alive."""
    beat(worker=f"{socket.gethostname()[:60]}:{os.getpid()}")


def go_round(last: dict[str, float], chores: tuple[Chore, ...]) -> None:
    """Does what is due and notes when."""
    for chore in chores:
        if time.monotonic() - last.get(chore.name, -1e9) >= chore.every:
            do_chore(chore)
            last[chore.name] = time.monotonic()


def work() -> None:
    """Blocks until SIGINT or SIGTERM; the chore in hand is finished first."""
    over = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: over.set())
    last: dict[str, float] = {}
    chores = (HEART, *CHORES)
    while not over.wait(PAUSE):
        go_round(last, chores)
    connections.close_all()
