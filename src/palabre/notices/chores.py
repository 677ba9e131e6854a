"""What the worker goes round. Each may be repeated, interrupted, and run twice at once."""

from __future__ import annotations

from palabre.notices.actions import forget_old, read_outbox, send_waiting_mail
from palabre.notices.actions.leaving import ROUND
from palabre.notices.actions.reading import BATCH

ROUNDS = 20


def read_journal() -> None:
    """Read until nothing is left, or for a good while."""
    for _ in range(ROUNDS):
        if read_outbox() < BATCH:
            return


def send_mail() -> None:
    """Send while whole rounds leave."""
    for _ in range(ROUNDS):
        if send_waiting_mail() < ROUND:
            return


def purge() -> None:
    forget_old()
