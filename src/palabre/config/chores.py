"""What the worker goes round: short functions that may be repeated, interrupted and run twice at once."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import DatabaseError, close_old_connections
from django.utils.module_loading import import_string

from palabre.exchange.actions.working import note_chore

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
    Chore("palabre.charter.chores.ask_for_signatures", 600),
    Chore("palabre.money.chores.prepare_honoraria", 3600),
    Chore("palabre.decisions.chores.follow_rounds", 60),
    Chore("palabre.groups.chores.follow_groups", 60),
    Chore("palabre.calls.chores.follow_calls", 60),
    Chore("palabre.calls.actions.publishing.conclude_published", 300),
    Chore("palabre.calls.actions.conflicts.look_again", 3600),
    Chore("palabre.communities.chores.follow_life", 3600),
    Chore("palabre.communities.chores.remind_of_roles", 3600),
    Chore("palabre.communities.chores.count_countries", 86400),
    Chore("palabre.people.chores.forget_sessions", 3600),
    Chore("palabre.journal.chores.purge", 3600),
    Chore("palabre.notices.chores.purge", 3600),
    Chore("palabre.files.chores.sweep", 3600),
    Chore("palabre.exchange.chores.pack_archives", 20),
    Chore("palabre.exchange.chores.erase_people", 600),
    Chore("palabre.exchange.chores.retain", 600),
    Chore("palabre.exchange.chores.back_up", 600),
)
# a chore that goes well every three seconds is written down every five minutes
NOTED_EVERY = 300.0
_noted: dict[str, float] = {}


def do_chore(chore: Chore) -> bool:
    """One call of one chore. A failure is logged by its type and a reference, never by its words; False then."""
    close_old_connections()
    begun, error, reference = time.monotonic(), "", ""
    try:
        function: Callable[[], object] = import_string(chore.name)
        function()
    except Exception as wrong:  # (a failing chore must not stop the others)
        error, reference = type(wrong).__name__, secrets.token_hex(4)
        log.error("chore %s failed: %s, reference %s", chore.name, error, reference)
    _note(chore.name, time.monotonic() - begun, error, reference)
    return not error


def _note(name: str, seconds: float, error: str, reference: str) -> None:
    """For the keeper's page. What fails is noted at once, and so is the first time that it goes well again."""
    now = time.monotonic()
    if not error and now - _noted.get(name, -NOTED_EVERY) < NOTED_EVERY:
        return
    try:
        note_chore(name=name, seconds=seconds, error=error, reference=reference)
    except DatabaseError:  # without a database there is nothing to note it in, and the log has it
        return
    _noted[name] = 0.0 - NOTED_EVERY if error else now
