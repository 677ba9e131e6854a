"""The processes of `palabre run`: one that watches, one that serves pages with its workers, one that does chores."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable
from typing import NoReturn

PR_SET_PDEATHSIG = 1
PATIENCE = 4.0
Child = Callable[[], object]


def die_with_parent(parent: int) -> None:
    """When the parent is killed, this process ends with it, so that a restart finds its port and its turn free.

    At once, like the parent: whatever was acknowledged is in the database, and what was not is rolled back.
    """
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before the line above
        os._exit(1)


def _start(child: Child) -> int:
    parent = os.getpid()
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        die_with_parent(parent)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        child()
        code = 0
    except KeyboardInterrupt:
        code = 0
    finally:
        os._exit(code)  # nothing of the parent's may run in the child (exit handlers, buffers)


class Household:
    """Children that are started again when they die, until the household is told to stop."""

    def __init__(self, children: dict[str, Child]) -> None:
        self.children = children
        self.running: dict[int, str] = {}
        self.started: dict[str, float] = {}
        self.stopping = False

    def run(self) -> int:
        """Blocks until SIGINT or SIGTERM; 0 if every child ended in time."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        for name in self.children:
            self._launch(name)
        while not self.stopping:
            self._wait_for_one()
        return self._end()

    def _launch(self, name: str) -> None:
        self.started[name] = time.monotonic()
        self.running[_start(self.children[name])] = name

    def _stop(self, *_: object) -> None:
        self.stopping = True

    def _wait_for_one(self) -> None:
        # polling, because a signal between the test and a blocking wait would be slept through
        pid, _ = os.waitpid(-1, os.WNOHANG)
        if not pid:
            time.sleep(0.1)
            return
        name = self.running.pop(pid, None)
        if name and not self.stopping:
            if time.monotonic() - self.started[name] < 2:
                time.sleep(2)  # one that dies at once must not spin
            self._launch(name)

    def _end(self) -> int:
        for pid in self.running:
            os.kill(pid, signal.SIGTERM)
        until = time.monotonic() + PATIENCE
        while self.running and time.monotonic() < until:
            pid, _ = os.waitpid(-1, os.WNOHANG)
            self.running.pop(pid, None)
            time.sleep(0.02)
        for pid in self.running:
            os.kill(pid, signal.SIGKILL)
        return 1 if self.running else 0


def replace_self(arguments: list[str]) -> NoReturn:
    """This process starts anew under the same number, with the memory it needs and no more."""

    os.execv(sys.executable, [sys.executable, "-m", "palabre.config.cli", *arguments])
