"""The meeting of a check-in: found and shown by the room of meetings above (`queries/check_in_links.py`)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from palabre.communities.models import Community
from palabre.people.models import Person

Finder = Callable[[Community, date], int | None]
Shower = Callable[[Person, int], str]
_FINDERS: list[Finder] = []
_SHOWERS: list[Shower] = []


def finds(finder: Finder) -> Finder:
    """`@finds`: the key of the meeting that is planned for a check-in on this day, or None."""
    _FINDERS.append(finder)
    return finder


def shows(shower: Shower) -> Shower:
    """`@shows`: the address of that meeting for this reader; empty where she does not see it."""
    _SHOWERS.append(shower)
    return shower


def meeting_on(community: Community, day: date) -> int | None:
    return next((key for finder in _FINDERS if (key := finder(community, day)) is not None), None)


def address_of(reader: Person, meeting_id: int | None) -> str:
    if meeting_id is None:
        return ""
    return next((url for shower in _SHOWERS if (url := shower(reader, meeting_id))), "")
