"""The map of countries: what was counted at night, small numbers hidden, in classes for the squares."""

from __future__ import annotations

from dataclasses import dataclass

from palabre.communities.choices import RiskProfile
from palabre.communities.models import Community
from palabre.kit.countries import country_name
from palabre.kit.masking import SENSITIVE, THRESHOLD, masked
from palabre.kit.tiles import SIZE, TILES

# from how many people on a square is darker
CLASSES = (5, 10, 20, 50)


@dataclass(frozen=True, slots=True)
class CountryClass:
    """Countries of one shade: `css` of its squares, the fewest and the most people, and each with its number."""

    css: str
    least: int
    most: int | None
    countries: list[tuple[str, int]]
    path: str


@dataclass(frozen=True, slots=True)
class CountryMap:
    """`rest` are the people of countries too small to be named, and those who did not say."""

    total: int
    named: int
    rest: int
    threshold: int
    classes: list[CountryClass]
    ground: str


def country_map(community: Community) -> CountryMap | None:
    """None in high risk, or before the first count. One query."""
    if community.risk == RiskProfile.HIGH:
        return None
    rows = dict(community.country_counts.values_list("country", "number"))
    if not rows:
        return None
    total, threshold = sum(rows.values()), THRESHOLD if community.risk == RiskProfile.STANDARD else SENSITIVE
    cells = {code: number for code, number in rows.items() if code}
    seen = masked(cells, total, sorted(cells), threshold=threshold)
    shown = {code: number for code, number in seen.items() if number is not None}
    classes = [_class(shown, place) for place in range(len(CLASSES))]
    ground = "".join(_square(code) for code in TILES if code not in shown)
    rest = total - sum(shown.values())
    return CountryMap(total, len(shown), rest, threshold, [one for one in classes if one.countries][::-1], ground)


def _class(shown: dict[str, int], place: int) -> CountryClass:
    least = CLASSES[place]
    most = CLASSES[place + 1] - 1 if place + 1 < len(CLASSES) else None
    codes = [code for code, number in shown.items() if number >= least and (most is None or number <= most)]
    named = sorted(((country_name(code) or code, shown[code]) for code in codes), key=lambda row: (-row[1], row[0]))
    return CountryClass(f"c{place + 1}", least, most, named, "".join(_square(code) for code in codes if code in TILES))


def _square(code: str) -> str:
    x, y = TILES[code]
    return f"M{x * SIZE} {y * SIZE}h9v9h-9z"
