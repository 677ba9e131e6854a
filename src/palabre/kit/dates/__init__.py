"""Days and hours: said and read in French and English, and set in a place's own time."""

from palabre.kit.dates.names import folded
from palabre.kit.dates.reading import Unreadable, parse_day, parse_hour
from palabre.kit.dates.saying import ago, days_from, hour, long_date, moment, short_date, span
from palabre.kit.dates.zones import NoSuchTime, known_zone, local_moment, zone_choices, zone_name

__all__ = [
    "NoSuchTime",
    "Unreadable",
    "ago",
    "days_from",
    "folded",
    "hour",
    "known_zone",
    "local_moment",
    "long_date",
    "moment",
    "parse_day",
    "parse_hour",
    "short_date",
    "span",
    "zone_choices",
    "zone_name",
]
