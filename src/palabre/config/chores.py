"""What the worker goes round: short functions that may be repeated, interrupted and run twice at once."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from django.db import close_old_connections
from django.utils.module_loading import import_string

log = logging.getLogger("palabre.worker")


@dataclass(frozen=True)
class Chore:
    """A dotted function without arguments, and how many seconds to leave between two calls."""

    name: str
    every: int


CHORES = (
    Chore("palabre.config.folding.fold_log", 60),
    Chore("palabre.notices.chores.read_journal", 3),
    Chore("palabre.notices.chores.send_mail", 3),
    Chore("palabre.meetings.chores.send_reminders", 60),
    Chore("palabre.commitments.chores.remind_owners", 600),
    Chore("palabre.people.chores.forget_sessions", 3600),
    Chore("palabre.journal.chores.purge", 3600),
    Chore("palabre.notices.chores.purge", 3600),
    Chore("palabre.files.chores.sweep", 3600),
)


def do_chore(chore: Chore) -> bool:
    """One call of one chore. A failure is logged by its type and a reference, never by its words; False then."""
    close_old_connections()
    try:
        function: Callable[[], object] = import_string(chore.name)
        function()
    except Exception as wrong:  # (a failing chore must not stop the others)
        log.error("chore %s failed: %s, reference %s", chore.name, type(wrong).__name__, secrets.token_hex(4))
        return False
    return True
