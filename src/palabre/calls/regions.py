"""The part of the world of a country, as a call balances its cohort: broad, so that a country tells of nobody.

After the macro regions of the United Nations (M49), with the Caribbean, the Middle East and South Asia by themselves.
"""

from __future__ import annotations

from functools import cache

from django.db import models
from django.utils.translation import gettext_lazy as _


class Region(models.TextChoices):
    WEST_AFRICA = "west_africa", _("West Africa")
    CENTRAL_AFRICA = "central_africa", _("Central Africa")
    EAST_AFRICA = "east_africa", _("East Africa")
    SOUTHERN_AFRICA = "southern_africa", _("Southern Africa")
    MIDDLE_EAST = "middle_east", _("North Africa and the Middle East")
    SOUTH_ASIA = "south_asia", _("South Asia")
    EAST_ASIA = "east_asia", _("East and South-East Asia")
    CENTRAL_ASIA = "central_asia", _("Central Asia and the Caucasus")
    CARIBBEAN = "caribbean", _("Caribbean")
    LATIN_AMERICA = "latin_america", _("Latin America")
    NORTH_AMERICA = "north_america", _("North America")
    EUROPE = "europe", _("Europe")
    OCEANIA = "oceania", _("Oceania")
    ELSEWHERE = "elsewhere", _("elsewhere, or not said")


COUNTRIES: dict[Region, str] = {
    Region.WEST_AFRICA: "BJ BF CV CI GM GH GN GW LR ML MR NE NG SH SN SL TG",
    Region.CENTRAL_AFRICA: "AO CM CF TD CG CD GQ GA ST",
    Region.EAST_AFRICA: "BI KM DJ ER ET KE MG MW MU YT MZ RE RW SC SO SS TZ UG ZM ZW IO",
    Region.SOUTHERN_AFRICA: "BW SZ LS NA ZA",
    Region.MIDDLE_EAST: "DZ EG LY MA SD TN EH BH IQ IR IL JO KW LB OM PS QA SA SY TR AE YE",
    Region.SOUTH_ASIA: "AF BD BT IN MV NP PK LK",
    Region.EAST_ASIA: "BN KH CN HK MO KP KR ID JP LA MY MN MM PH SG TW TH TL VN",
    Region.CENTRAL_ASIA: "AM AZ GE KZ KG TJ TM UZ",
    Region.CARIBBEAN: "AI AG AW BS BB BQ VG KY CU CW DM DO GD GP HT JM MQ MS PR BL KN LC MF VC SX TT TC VI",
    Region.LATIN_AMERICA: "AR BZ BO BR CL CO CR EC SV FK GF GT GY HN MX NI PA PY PE SR UY VE",
    Region.NORTH_AMERICA: "BM CA GL PM US",
    Region.EUROPE: "AX AL AD AT BY BE BA BG HR CY CZ DK EE FO FI FR DE GI GR GG HU IS IE IM IT JE XK LV LI LT LU MT "
    "MD MC ME NL MK NO PL PT RO RU SM RS SK SI ES SJ SE CH UA GB VA",
    Region.OCEANIA: "AS AU CK FJ PF GU KI MH FM NR NC NZ NU NF MP PW PG PN WS SB TK TO TV VU WF",
}


@cache
def _table() -> dict[str, Region]:
    return {code: region for region, codes in COUNTRIES.items() for code in codes.split()}


def region_of(country: str) -> Region:
    """Two letters (ISO 3166-1) → a region; what is empty or unknown is elsewhere."""
    return _table().get(country, Region.ELSEWHERE)


def countries_in(region: str) -> list[str]:
    """The countries of a region, for a query; none where nothing was said."""
    return COUNTRIES[Region(region)].split() if region in COUNTRIES else []
