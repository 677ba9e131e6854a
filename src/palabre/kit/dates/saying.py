"""Days, hours and spans as a sentence says them, in French or English.

`lang` is `fr` or `en`; without it, the language of the page being written. Hours come in the zone that is
given, else in the reader's (Django's current time zone).
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from babel.dates import format_timedelta
from django.utils import timezone

from palabre.kit.dates.names import language, locale, names

NBSP = "\u00a0"


def _number(day: date, lang: str) -> str:
    """The day of the month; French says 1er."""
    return "1er" if lang == "fr" and day.day == 1 else str(day.day)


def long_date(day: date, lang: str | None = None) -> str:
    """`jeudi 26 novembre 2026`, `Thursday 26 November 2026`."""
    lang = language(lang)
    said = names(lang)
    return f"{said.days[day.weekday()]} {_number(day, lang)} {said.months[day.month - 1]} {day.year}"


def short_date(day: date, lang: str | None = None) -> str:
    """`26 nov. 2026`, `26 Nov 2026`."""
    lang = language(lang)
    return f"{_number(day, lang)} {names(lang).short_months[day.month - 1]} {day.year}"


def month_name(month: date, lang: str | None = None) -> str:
    """`novembre 2026`, `November 2026`."""
    return f"{names(language(lang)).months[month.month - 1]} {month.year}"


def short_month(month: date, lang: str | None = None) -> str:
    """`nov.`, `Nov`: the head of a column."""
    return names(language(lang)).short_months[month.month - 1]


def hour(at: time | datetime, lang: str | None = None) -> str:
    """`9 h 00` with non-breaking spaces, `9:00`. A moment is said as it stands: bring it to its zone."""
    if language(lang) == "fr":
        return f"{at.hour}{NBSP}h{NBSP}{at.minute:02}"
    return f"{at.hour}:{at.minute:02}"


def moment(at: datetime, lang: str | None = None, zone: str | tzinfo | None = None) -> str:
    """`jeudi 26 novembre 2026 à 9 h 00`, `Thursday 26 November 2026 at 9:00`."""
    at = _there(at, zone)
    link = "à" if language(lang) == "fr" else "at"
    return f"{long_date(at, lang)} {link} {hour(at, lang)}"


def span(start: datetime, end: datetime | None, lang: str | None = None, zone: str | tzinfo | None = None) -> str:
    """From when to when, the day said once if it is the same; only the start if `end` is None."""
    if end is None:
        return moment(start, lang, zone)
    start, end = _there(start, zone), _there(end, zone)
    french = language(lang) == "fr"
    if start.date() == end.date():
        hours = f"de {hour(start, lang)} à {hour(end, lang)}" if french else f"{hour(start, lang)} to {hour(end, lang)}"
        return f"{long_date(start, lang)}, {hours}"
    if french:
        return f"du {moment(start, lang, zone)} au {moment(end, lang, zone)}"
    return f"{moment(start, lang, zone)} to {moment(end, lang, zone)}"


def days_from(today: date, due: date, lang: str | None = None) -> str:
    """How far a due day is: `en retard de 4 jours`, `aujourd’hui`, `demain`, `dans 3 jours`."""
    french = language(lang) == "fr"
    days = (due - today).days
    if days < -1:
        return f"en retard de {-days}{NBSP}jours" if french else f"{-days} days late"
    near = {
        -1: ("en retard d’un jour", "1 day late"),
        0: ("aujourd’hui", "today"),
        1: ("demain", "tomorrow"),
    }
    if days in near:
        return near[days][0 if french else 1]
    return f"dans {days}{NBSP}jours" if french else f"in {days} days"


def ago(at: datetime, now: datetime | None = None, lang: str | None = None) -> str:
    """How long since: `à l’instant`, `il y a 5 minutes`; or, of a moment to come, `dans 2 heures`."""
    lang = language(lang)
    passed = (now or timezone.now()) - at
    if abs(passed) < timedelta(minutes=1):
        return "à l’instant" if lang == "fr" else "just now"
    said = format_timedelta(-passed, add_direction=True, locale=locale(lang), threshold=1)
    return re.sub(r"(?<=\d) ", NBSP, said) if lang == "fr" else said


def _there(at: datetime, zone: str | tzinfo | None) -> datetime:
    """The same moment by the clocks of a zone."""
    if zone is None:
        return timezone.localtime(at)
    return at.astimezone(ZoneInfo(zone) if isinstance(zone, str) else zone)
