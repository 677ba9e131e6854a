"""The clocks of places: which zones there are, and which times they skip."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from palabre.kit.dates.names import folded, language, locale
from palabre.kit.dates.saying import hour

# The parts of the world as the locale data numbers them, and the zones or countries that lie there.
_PARTS = {
    "002": {"Africa"},
    "019": {"America", "BM", "FK", "GS"},
    "142": {"Asia", "MV"},
    "150": {"Europe", "ES", "FO", "IS", "PT", "SJ"},
    "009": {"Australia", "Pacific", "CC", "CX", "AU"},
    "AQ": {"AQ"},
}
_BRACKETS = re.compile(r"\s*[\[(]([^\])]+)[\])]$")
_ISLANDS = "002"  # whatever else lies in the Atlantic and the Indian Ocean


class NoSuchTime(ValueError):
    """The clocks of that place skip this time on that day; `after` is the first time they show again."""

    def __init__(self, after: time) -> None:
        self.after = after
        self.sentence: str | Promise = format_lazy(
            _("This time does not exist on that day: the clocks go forward. Choose {after} or later."),
            after=_LazyHour(after),
        )
        super().__init__(f"skipped; next is {after:%H:%M}")


class _LazyHour:
    """An hour that is said only when the sentence around it is, in the language of that moment."""

    def __init__(self, at: time) -> None:
        self.at = at

    def __str__(self) -> str:
        return hour(self.at)


def local_moment(day: date, at: time, zone: str | ZoneInfo) -> datetime:
    """The moment, in UTC, when the clocks of a zone show this day and time; the first if they show it twice.

    Raises `NoSuchTime`, and `zoneinfo.ZoneInfoNotFoundError` or ValueError for a name that is no zone.
    """
    place = ZoneInfo(zone) if isinstance(zone, str) else zone
    wall = datetime.combine(day, at.replace(tzinfo=None, fold=0))
    found = wall.replace(tzinfo=place).astimezone(UTC)
    if found.astimezone(place).replace(tzinfo=None) != wall:
        raise NoSuchTime(_end_of_gap(wall, place))
    return found


def _end_of_gap(wall: datetime, place: ZoneInfo) -> time:
    """The first whole minute after `wall` that the clocks do show."""
    while True:
        wall = wall.replace(second=0, microsecond=0) + timedelta(minutes=1)
        if wall.replace(tzinfo=place).astimezone(UTC).astimezone(place).replace(tzinfo=None) == wall:
            return wall.time()


def known_zone(name: str) -> bool:
    """Whether `name` is one of the zones that are offered."""
    return name == "UTC" or name in _countries()


def zone_name(zone: str, lang: str | None = None) -> str:
    """`Bamako (Mali)`: the city and its country as the reader says them."""
    if zone not in _countries():
        return zone
    lang = language(lang)
    country = _plain(locale(lang).territories.get(_countries()[zone], ""))
    city = get_timezone_location(zone, locale=locale(lang), return_city=True).rpartition("/")[2]
    city = _plain(city.removesuffix(f" ({country})"))
    return f"{city} ({country})" if country and country != city else city


def _plain(name: str) -> str:
    """`Knox [Indiana]` and `Center (Dakota du Nord)` are said as `Knox, Indiana`: what follows has parentheses too."""
    return _BRACKETS.sub(r", \1", name)


@cache
def _countries() -> dict[str, str]:
    """Each zone that the tz database still counts, with the two letters of its country."""
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return {row[2]: row[0] for row in rows}


def zones_of(country: str) -> list[str]:
    """The zones of one country (two letters), by name; most have one."""
    return sorted(zone for zone, where in _countries().items() if where == country)


def _part(zone: str, country: str) -> str:
    """The part of the world where a zone lies."""
    ocean = zone.partition("/")[0]
    for key in (country, ocean):
        for part, here in _PARTS.items():
            if key in here:
                return part
    return _ISLANDS


@cache
def _choices(lang: str) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    groups: dict[str, list[tuple[str, str]]] = {part: [] for part in _PARTS}
    for zone, country in _countries().items():
        groups[_part(zone, country)].append((zone, zone_name(zone, lang)))
    said = locale(lang).territories
    return (
        *((said[part], tuple(sorted(places, key=lambda place: folded(place[1])))) for part, places in groups.items()),
        ("UTC", (("UTC", "UTC"),)),
    )


def zone_choices(lang: str | None = None, first: str = "") -> list[tuple[str, list[tuple[str, str]]]]:
    """Zones for a select, by part of the world, sorted as the reader says them: (part, [(zone, city)]).

    The zone `first` stands before all others, and its part of the world before the other parts.
    """
    parts = [(part, sorted(places, key=lambda place: place[0] != first)) for part, places in _choices(language(lang))]
    return sorted(parts, key=lambda part: part[1][0][0] != first)
