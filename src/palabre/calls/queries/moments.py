"""When a call opens and closes, said by the clocks that the call itself states (INV-11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from palabre.calls.models import Call
from palabre.kit.dates import hour, local_moment, moment, zone_name


@dataclass(frozen=True, slots=True)
class Moments:
    """`opens` and `closes` in words, by the clocks of `zone`; the closing by world time too (`closes_utc`)."""

    opens: str
    closes: str
    zone: str
    closes_utc: str
    opens_at: datetime
    closes_at: datetime


def moments(call: Call) -> Moments:
    """In the language of the page. Nothing is asked of the database."""
    place = ZoneInfo(call.zone)
    opens, closes = call.opens_at.astimezone(place), call.closes_at.astimezone(place)
    return Moments(
        opens=moment(opens, zone=place),
        closes=moment(closes, zone=place) + _which(closes),
        zone=zone_name(call.zone),
        closes_utc=_by_world_time(closes),
        opens_at=opens,
        closes_at=closes,
    )


def moment_with_offset(at: datetime, zone: str) -> str:
    """A moment for a mail: by how far its clocks are from world time, never by the name of a city."""
    there = at.astimezone(ZoneInfo(zone))
    minutes = int((there.utcoffset() or timedelta()).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    offset = f"{'+' if minutes >= 0 else '−'}{hours}" + (f":{rest:02}" if rest else "")
    return f"{moment(there, zone=ZoneInfo(zone))} (UTC{offset if minutes else ''})"


def _by_world_time(at: datetime) -> str:
    """The hour in UTC, with its day where that is another one."""
    there = at.astimezone(UTC)
    return hour(there) if there.date() == at.date() else moment(there, zone=UTC)


def _which(at: datetime) -> str:
    """An hour that the clocks show twice is the later one, and says so."""
    return f" ({at.tzname()})" if is_shown_twice(at) else ""


def is_shown_twice(at: datetime) -> bool:
    """Whether the clocks of its zone show this hour twice on that day."""
    first, second = at.replace(fold=0), at.replace(fold=1)
    gap = second.astimezone(UTC) - first.astimezone(UTC)
    return gap > timedelta(0)


def closing_moment(day: date, at: time, zone: str) -> datetime:
    """The moment, in UTC, of a closing hour; where the clocks show it twice, the later one. Raises NoSuchTime."""
    local_moment(day, at, zone)
    return datetime.combine(day, at, tzinfo=ZoneInfo(zone)).replace(fold=1).astimezone(UTC)
