"""How much a mail or a calendar may say to a person: what she chose, never louder than her communities allow."""

from __future__ import annotations

from enum import Enum

from palabre.communities.risk import Mail, Protection, protection_of
from palabre.communities.rules.standing import standing
from palabre.people.choices import MailChoice
from palabre.people.models import Person


class Voice(Enum):
    """No mail; only « New activity » and a link; neutral words and the hour; and what it is about."""

    NONE = 0
    BARE = 1
    DISCREET = 2
    CONTENT = 3


def voice_for(person: Person | None, *, about: str | None = None) -> Voice:
    """The quietest of what she chose, what her communities ask for, and what `about` does: the risk of the community
    that the mail comes from. An address without an account chose nothing."""
    asked = [protection_of(about)] if about else []
    asked += [standing(person).protection()] if person else []
    if person and person.mail == MailChoice.NONE:
        return Voice.NONE
    if any(is_bare(one) for one in asked):
        return Voice.BARE
    wants_content = person is not None and person.mail == MailChoice.CONTENT
    return Voice.CONTENT if wants_content and all(map(_lets_content, asked)) else Voice.DISCREET


def is_bare(protection: Protection) -> bool:
    """Where even the hour of a meeting says too much."""
    return protection.mail == Mail.DISCREET_OR_NONE


def calendar_says_titles(person: Person) -> bool:
    """She chose it, and no community of hers forbids it."""
    return person.calendar_words and _lets_content(standing(person).protection())


def _lets_content(protection: Protection) -> bool:
    return protection.mail == Mail.CONTENT_BY_CHOICE
