"""One square for each country, none over another."""

from __future__ import annotations

import pytest

from palabre.kit.countries import country_choices
from palabre.kit.tiles import COLUMNS, LINES, TILES


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_country_has_its_square(lang: str) -> None:
    assert {code for code, _name in country_choices(lang)} <= set(TILES)


def test_no_two_squares_overlap() -> None:
    assert len(set(TILES.values())) == len(TILES) > 240
    assert all(0 <= x < COLUMNS and 0 <= y < LINES for x, y in TILES.values())


@pytest.mark.parametrize(
    ("west", "east"), [("US", "FR"), ("SN", "ML"), ("ML", "NE"), ("BR", "SN"), ("IN", "VN"), ("CD", "KE")]
)
def test_west_stands_left_of_east(west: str, east: str) -> None:
    assert TILES[west][0] < TILES[east][0]


@pytest.mark.parametrize(("north", "south"), [("NO", "IT"), ("FR", "ML"), ("ML", "ZA"), ("US", "MX"), ("MX", "CL")])
def test_north_stands_above_south(north: str, south: str) -> None:
    assert TILES[north][1] < TILES[south][1]
