"""Which clocks a meeting is read on: those of its place, or those of the reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from palabre.kit.dates import known_zone, span, zone_name
from palabre.meetings.choices import Mode
from palabre.meetings.models import Meeting


@dataclass(frozen=True, slots=True)
class Clocks:
    """`line` says from when to when in `zone`; `elsewhere` says it again on the other clocks, when they differ."""

    zone: str
    line: str
    elsewhere: str
    start: datetime

    @property
    def zone_name(self) -> str:
        return zone_name(self.zone)


def clocks(meeting: Meeting, reader_zone: str, language: str | None = None) -> Clocks:
    """In person, the clocks of the place come first; otherwise the reader's own."""
    mine = reader_zone if known_zone(reader_zone) else meeting.zone
    place, reader = ZoneInfo(meeting.zone), ZoneInfo(mine)
    same = meeting.starts_at.astimezone(place).utcoffset() == meeting.starts_at.astimezone(reader).utcoffset()
    first, second = (meeting.zone, mine) if same or meeting.mode == Mode.IN_PERSON else (mine, meeting.zone)
    elsewhere = "" if same else span(meeting.starts_at, meeting.ends_at, language, second)
    return Clocks(
        zone=first,
        line=span(meeting.starts_at, meeting.ends_at, language, first),
        elsewhere=_("%(when)s in %(zone)s") % {"when": elsewhere, "zone": zone_name(second)} if elsewhere else "",
        start=meeting.starts_at.astimezone(ZoneInfo(first)).replace(tzinfo=None),
    )
