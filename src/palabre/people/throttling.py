"""Slowing down whoever guesses passwords, without letting a stranger lock an account (SR-06)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.core.cache import cache

from palabre.kit.ids import digest
from palabre.kit.throttle import allow


class Step(NamedTuple):
    """After more than `failures` within `window` seconds, the next attempt waits `pause` seconds."""

    failures: int
    window: int
    pause: int


ACCOUNT = (Step(4, 300, 30), Step(9, 1800, 300), Step(19, 21_600, 3600))
SOURCE = (Step(19, 300, 30), Step(59, 3600, 600))
DEVICE = (Step(9, 300, 30), Step(29, 3600, 300))
# links that open a place: addresses that were never given out
GUESS = (Step(9, 300, 30), Step(29, 3600, 600), Step(99, 86_400, 3600))


class Attempt(NamedTuple):
    """Who tries: the account that is named, where from (hashed), and the device if the account knows it."""

    email: str
    source: str
    device: str = ""

    def counted(self) -> Iterable[tuple[str, tuple[Step, ...]]]:
        """A device that the account knows is counted by itself: strangers who fail elsewhere do not slow it."""
        if self.device:
            return [(f"device {self.device}", DEVICE)]
        return [(f"account {self.email.casefold()}", ACCOUNT), (f"source {self.source}", SOURCE)]

    def for_factor(self, public_id: str) -> Attempt:
        """The same hands at the second factor: counted apart from the password."""
        return self._replace(email=f"factor {public_id}")


def may_try(attempt: Attempt) -> bool:
    return not any(cache.get_many([_shut(key) for key, _steps in attempt.counted()]))


def note_failure(attempt: Attempt) -> None:
    """Count one more; past a step, shut for its pause."""
    for key, steps in attempt.counted():
        _count(key, steps)


def may_open_link(source: str) -> bool:
    """Whether a link that opens a place is looked at; not for a while after many that nobody ever gave out."""
    return not cache.get(_shut(f"guess {source}"))


def note_guess(source: str) -> None:
    """Somebody opened an address that was never given out."""
    _count(f"guess {source}", GUESS)


def may_ask_to_join(email: str, source: str) -> tuple[bool, bool]:
    """Three mails an hour for one address; from one source a whole room full of people, a hundred an hour.

    The source is counted first: whoever has used hers up fills the cache with no more addresses.
    """
    by_source = allow(f"people join from {source}", 100, 3600)
    return by_source and allow(f"people join {email.casefold()}", 3, 3600), by_source


def _count(key: str, steps: tuple[Step, ...]) -> None:
    full = [step for step in steps if not allow(f"people {key}", step.failures, step.window)]
    if full:
        cache.set(_shut(key), 1, timeout=full[-1].pause)


def may_ask_link(email: str, source: str) -> bool:
    """Three mails an hour for one address, thirty from one source."""
    return allow(f"people link from {source}", 30, 3600) and allow(f"people link {email.casefold()}", 3, 3600)


def _shut(key: str) -> str:
    return f"people:shut:{digest(key)}"
