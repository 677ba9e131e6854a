"""A look through the XML of one worksheet before anything reads its values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from palabre.kit.archives import walk_xml
from palabre.kit.sheets.table import BadSheet

WIDEST = 200
Place = tuple[int, int]

_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_TOO_WIDE = _("This sheet has more than 200 columns.")
_STRANGE = _("This sheet cannot be read. Save it anew as .xlsx, or send it as .csv.")


@dataclass(slots=True)
class Scan:
    """What was seen: computed cells as (row, column) from 1, and whether a value stands below `last_row`."""

    last_row: int
    formulas: set[Place] = field(default_factory=set)
    too_low: bool = False
    row: int = 0
    column: int = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """One element of the sheet."""
        if tag == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.column = 0
        elif tag == "c":
            self._cell(attributes.get("r", ""))
        elif tag == "f":
            self._formula(attributes.get("ref", "") if attributes.get("t") in {"array", "dataTable"} else "")
        elif tag in {"v", "is"}:
            self._value()

    def _cell(self, place: str) -> None:
        if not place:
            self.column += 1
        else:
            self.row, self.column = _numbers(place)

    def _formula(self, area: str) -> None:
        """Mark the cell; the result of an array formula fills a whole area."""
        if 1 <= self.row <= self.last_row and 1 <= self.column <= WIDEST:
            self.formulas.add((self.row, self.column))
        if area:
            self.formulas.update(_inside(area, self.last_row))

    def _value(self) -> None:
        # one value in the last corner would make a reader lay out every empty cell before it
        if self.column > WIDEST:
            raise BadSheet(_TOO_WIDE, self.row)
        self.too_low = self.too_low or self.row > self.last_row


def _numbers(place: str) -> Place:
    """`AB12` is row 12, column 28."""
    found = _PLACE.fullmatch(place.upper())
    if not found:
        raise BadSheet(_STRANGE)
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


def _inside(area: str, last_row: int) -> Iterator[Place]:
    """Every cell of `A1:C9` that could be read."""
    first, _colon, last = area.partition(":")
    (top, left), (bottom, right) = _numbers(first), _numbers(last or first)
    for row in range(max(top, 1), min(bottom, last_row) + 1):
        for column in range(left, min(right, WIDEST) + 1):
            yield row, column


def scan_sheet(sheet: bytes, *, last_row: int) -> Scan:
    """What a worksheet part holds. Raises `BadSheet` or `BadArchive`."""
    scan = Scan(last_row)
    walk_xml(sheet, scan.start)
    return scan
