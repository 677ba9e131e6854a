"""When a meeting returns: the hour on the clocks of the place stays, whatever summer time does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import MONTHLY, rrule, weekday
from django.utils.translation import gettext as _

from palabre.kit.dates import NoSuchTime, hour, local_moment, long_date
from palabre.meetings.actions.frame import When, refuse
from palabre.meetings.choices import Rhythm

AT_MOST = 60


def days_of(rhythm: str, first: date) -> Iterator[date]:
    """The days of a rhythm from the first one on, without end.

    The fifth weekday of a month is its last one; the 29th, 30th and 31st fall back to the last day of short months.
    """
    start = datetime.combine(first, time())
    if rhythm == Rhythm.MONTHLY_DAY:
        nth = (first.day - 1) // 7 + 1
        found = rrule(MONTHLY, dtstart=start, byweekday=weekday(first.weekday(), -1 if nth == 5 else nth))
    else:
        months = 6 if rhythm == Rhythm.HALF_YEARLY else 1
        days = range(min(first.day, 28), first.day + 1)
        found = rrule(MONTHLY, dtstart=start, interval=months, bymonthday=days, bysetpos=-1)
    return (moment.date() for moment in found)


def moments_until(when: When, rhythm: str, until: date) -> list[When]:
    """The meetings of a series up to a day, the first included. Raises `Refused` for none, or more than sixty."""
    days: list[date] = []
    for day in islice(days_of(rhythm, _local(when)[0].date()), AT_MOST + 1):
        if day > until:
            break
        days.append(day)
    if len(days) > AT_MOST:
        too_many = _("A series holds %(number)s meetings at most. Choose an earlier last day.")
        refuse(too_many % {"number": AT_MOST}, "until")
    if len(days) < 2:
        refuse(_("Until that day there would be only one meeting. Choose a later day, or do not repeat it."), "until")
    return [shifted(when, day) for day in days]


def next_moments(when: When, rhythm: str, number: int) -> list[When]:
    """So many meetings of a rhythm, beginning with this one."""
    return [shifted(when, day) for day in islice(days_of(rhythm, _local(when)[0].date()), number)]


def shifted(when: When, day: date) -> When:
    """The same hours on the clocks of the place, on another day. Raises `Refused` for an hour that day skips."""
    start, end = _local(when)
    if day == start.date():
        return when
    last = date.fromordinal(day.toordinal() + (end.date() - start.date()).days)
    return When(
        starts_at=_moment(day, start.time(), when.zone, "start"),
        ends_at=_moment(last, end.time(), when.zone, "end"),
        zone=when.zone,
    )


def _local(when: When) -> tuple[datetime, datetime]:
    zone = ZoneInfo(when.zone)
    return when.starts_at.astimezone(zone), when.ends_at.astimezone(zone)


def _moment(day: date, at: time, zone: str, field: str) -> datetime:
    try:
        return local_moment(day, at, zone)
    except NoSuchTime as skipped:
        told = {"day": long_date(day), "after": hour(skipped.after)}
        skips = _("On %(day)s this time does not exist: the clocks go forward. Choose %(after)s or later.")
        refuse(skips % told, field)
