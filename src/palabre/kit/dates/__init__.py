"""Days and hours: said and read in French and English, and set in a place's own time."""

from palabre.kit.dates.names import folded
from palabre.kit.dates.reading import Unreadable, parse_day, parse_hour
from palabre.kit.dates.saying import ago, days_from, hour, long_date, moment, month_name, short_date, short_month, span
from palabre.kit.dates.zones import NoSuchTime, known_zone, local_moment, zone_choices, zone_name, zones_of

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
    "month_name",
    "parse_day",
    "parse_hour",
    "short_date",
    "short_month",
    "span",
    "zone_choices",
    "zone_name",
    "zones_of",
]
