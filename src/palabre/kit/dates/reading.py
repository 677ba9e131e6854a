"""Days and hours as people type them, in French or English, whatever the language of the page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, time
from functools import cache

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from palabre.kit.dates.names import folded, names

FIRST_YEAR, LAST_YEAR = 1900, 2100

_UNCLEAR_DAY = _("This date cannot be read. Write it like this: 26 November 2026.")
_DAY_FIRST = _("Write the day first, or the month in letters: 26 November 2026.")
_NO_SUCH_DAY = _("This day is not in the calendar. Check the day and the month.")
_OTHER_WEEKDAY = _("The day of the week and the date do not agree. Correct one of the two.")
_FAR_YEAR = _("The year must lie between 1900 and 2100.")
_UNCLEAR_HOUR = _("This time cannot be read. Write it like this: 9:30.")

_ISO = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})")
_PART = re.compile(r"(\d{1,4})(?:er|ere|e|st|nd|rd|th)?(?![\w])|([^\W\d_]+)\.?|[\s,/.\-]+")
_SMALL_WORDS = {"le", "the", "of", "on", "de", "du", "ce"}
_HOUR = re.compile(
    r"(\d{1,2})(?:\s?(?:h|:|\.|heures?|hours?)\s?(?:(\d\d)(?:\s?(?:min|mn))?(?::\d\d(?:\.\d+)?)?)?|(\d\d))?"
    r"\s?(am|pm|a\.m\.|p\.m\.)?"
)
_NAMED_HOURS = {"midi": 12, "noon": 12, "minuit": 0, "midnight": 0}


class Unreadable(ValueError):
    """What was typed is no day or no hour; `sentence` says what to write instead."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


def parse_day(text: str, *, today: date | None = None) -> date:
    """A day from `26 novembre 2026`, `jeudi 26 nov.`, `November 26, 2026`, `26/11/2026` or `2026-11-26`.

    Without a year, the next such day from `today` on (by default the reader's today). In figures the day
    comes first. Raises `Unreadable`.
    """
    text = folded(text)
    if iso := _ISO.fullmatch(text):
        return _day(*(int(part) for part in iso.groups()))
    numbers, words = _parts(text)
    weekday, month = _named(words)
    if month is not None and len(numbers) in {1, 2}:
        day, year = numbers[0], numbers[1] if len(numbers) == 2 else None
    elif month is None and len(numbers) in {2, 3}:
        day, month, year = numbers[0], numbers[1], numbers[2] if len(numbers) == 3 else None
    else:
        raise Unreadable(_UNCLEAR_DAY)
    found = _next_day(day, month, today or timezone.localdate()) if year is None else _day(_full(year), month, day)
    if weekday is not None and found.weekday() != weekday:
        raise Unreadable(_OTHER_WEEKDAY)
    return found


def parse_hour(text: str) -> time:
    """An hour from `9 h 30`, `9h`, `09:30`, `9.30`, `0930`, `9:30 pm`, `midi`. Raises `Unreadable`."""
    text = folded(text)
    if text in _NAMED_HOURS:
        return time(_NAMED_HOURS[text])
    found = _HOUR.fullmatch(text)
    if not found:
        raise Unreadable(_UNCLEAR_HOUR)
    hours, minutes, half = int(found[1]), int(found[2] or found[3] or 0), (found[4] or "")[:1]
    if hours > 23 or minutes > 59 or (half and not 1 <= hours <= 12):
        raise Unreadable(_UNCLEAR_HOUR)
    return time(hours % 12 + (12 if half == "p" else 0) if half else hours, minutes)


def _parts(text: str) -> tuple[list[int], list[str]]:
    """The figures and the words, in order; anything else is refused."""
    numbers, words, place = [], [], 0
    while place < len(text):
        part = _PART.match(text, place)
        if not part:
            raise Unreadable(_UNCLEAR_DAY)
        if part[1]:
            numbers.append(int(part[1]))
        elif part[2] and part[2] not in _SMALL_WORDS:
            words.append(part[2])
        place = part.end()
    return numbers, words


def _named(words: list[str]) -> tuple[int | None, int | None]:
    """The weekday (0 is Monday) and the month that words name; `mar` is a month when no other is there."""
    months, days = _beginnings("months"), _beginnings("days")
    if len(words) == 2 and words[0] in days and words[1] in months:
        return days[words[0]], months[words[1]]
    if len(words) == 1 and words[0] in months:
        return None, months[words[0]]
    if not words or (len(words) == 1 and words[0] in days):
        return (days[words[0]] if words else None), None
    raise Unreadable(_UNCLEAR_DAY)


@cache
def _beginnings(kind: str) -> dict[str, int]:
    """Each name and each of its beginnings of three letters or more that means one thing only."""
    meanings: dict[str, set[int]] = {}
    for lang in ("fr", "en"):
        said: Iterable[str] = names(lang).months if kind == "months" else names(lang).days
        for number, name in enumerate(said, start=1 if kind == "months" else 0):
            bare = folded(name)
            for end in range(3, len(bare) + 1):
                meanings.setdefault(bare[:end], set()).add(number)
    return {beginning: numbers.pop() for beginning, numbers in meanings.items() if len(numbers) == 1}


def _full(year: int) -> int:
    """`26` is 2026."""
    return year + 2000 if year < 100 else year


def _day(year: int, month: int, day: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Unreadable(_FAR_YEAR)
    if month > 12 >= day:
        raise Unreadable(_DAY_FIRST)
    try:
        return date(year, month, day)
    except ValueError:
        raise Unreadable(_NO_SUCH_DAY) from None


def _next_day(day: int, month: int, today: date) -> date:
    """The first such day from today on; 29 February waits for its year."""
    years = range(today.year, today.year + 9)
    for year in years:
        try:
            found = _day(year, month, day)
        except Unreadable:
            if year == years[-1]:
                raise
            continue
        if found >= today:
            return found
    raise Unreadable(_NO_SUCH_DAY)
