"""Where the invented alliance is: eighty countries in six regions; the first of each region have a national network."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Region:
    """A regional network: its name in both languages, its zone, its countries, and how many have a network."""

    fr: str
    en: str
    zone: str
    language: str
    countries: tuple[str, ...]
    national: int


def _codes(text: str) -> tuple[str, ...]:
    return tuple(text.split())


REGIONS = (
    Region(
        "Afrique", "Africa", "Africa/Dakar", "fr",
        _codes("ML SN CI BF NE TG BJ GN CM CD RW BI KE UG TZ ET ZA MZ MW ZM NG GH"), 13,
    ),
    Region(
        "Amérique latine et Caraïbes", "Latin America and the Caribbean", "America/Bogota", "en",
        _codes("MX GT HN SV NI CR CO EC PE BO CL AR UY BR HT DO"), 9,
    ),
    Region(
        "Europe", "Europe", "Europe/Brussels", "fr",
        _codes("FR BE CH ES PT IT DE NL SE NO IE GB RO RS"), 8,
    ),
    Region(
        "Moyen-Orient et Afrique du Nord", "Middle East and North Africa", "Africa/Tunis", "fr",
        _codes("MA DZ TN EG LB JO PS IQ YE TR"), 5,
    ),
    Region(
        "Amérique du Nord et Océanie", "North America and Oceania", "America/Toronto", "en",
        _codes("US CA AU NZ FJ PG"), 3,
    ),
    Region(
        "Asie du Sud et du Sud-Est", "South and South-East Asia", "Asia/Kolkata", "en",
        _codes("IN NP BD LK PK AF MM TH PH ID VN KH"), 5,
    ),
)  # fmt: skip
