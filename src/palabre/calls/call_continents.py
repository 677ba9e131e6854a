"""The South as source 003 calls it: what fills the countries of a rule (United Nations M49; ISO 3166-1)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _


class Continent(models.TextChoices):
    """Africa, Asia, Latin America and the Caribbean; the region of one applicant is another question (`regions`)."""

    AFRICA = "africa", _("Africa")
    ASIA = "asia", _("Asia")
    LATIN = "latin", _("Latin America and the Caribbean")


_CODES = {
    Continent.AFRICA: """
        DZ EG EH LY MA SD TN BI KM DJ ER ET IO KE MG MW MU YT MZ RE RW SC SO SS TZ UG ZM ZW AO CM CF TD CG CD GQ GA ST
        BW LS NA SZ ZA BJ BF CV CI GM GH GN GW LR ML MR NE NG SH SN SL TG TF
    """,
    Continent.ASIA: """
        KZ KG TJ TM UZ CN HK JP KP KR MN MO TW BN KH ID LA MM MY PH SG TH TL VN AF BD BT IN IR LK MV NP PK AE AM AZ BH
        CY GE IL IQ JO KW LB OM PS QA SA SY TR YE
    """,
    Continent.LATIN: """
        AG AI AR AW BB BL BO BQ BR BS BV BZ CL CO CR CU CW DM DO EC FK GD GF GP GS GT GY HN HT JM KN KY LC MF MQ MS MX
        NI PA PE PR PY SR SV SX TC TT UY VC VE VG VI
    """,
}
COUNTRIES: dict[str, tuple[str, ...]] = {continent.value: tuple(codes.split()) for continent, codes in _CODES.items()}


def countries_of(continents: Iterable[str]) -> tuple[str, ...]:
    """Every country of these parts of the world."""
    return tuple(code for continent in continents for code in COUNTRIES[continent])
