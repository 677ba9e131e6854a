"""From rows of cells to named values: finding the line of headers, checking each line."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from palabre.kit.dates.names import folded
from palabre.kit.text import clean

Text = str | Promise
Columns = Mapping[str, Sequence[Text]]
Row = tuple[int, list[str]]

HEADER_WITHIN = 20  # a filled sheet may have a title, a place and a date above its headers
LONGEST_CELL = 2_000
MOST_ERRORS = 100

_NO_HEADERS = _("The line with the column names was not found. Expected: {expected}. Found: {found}.")
_NOTHING = _("This sheet is empty.")
_MISSING = _("A column is missing: {missing}. Found: {found}.")
_TWICE = _("Two columns have the same name. Keep one.")
_FORMULA = _("This cell holds a formula. Write its result instead.")
_LONG = _("This cell is too long: at most 2,000 characters.")
_TOO_MANY = _("This sheet has more than {most} lines. Send it in several parts.")


@dataclass(frozen=True, slots=True)
class SheetError:
    """What is wrong and where: `line` as the sheet counts (None: the whole file), `column` as it names it."""

    line: int | None
    column: str
    sentence: Text


class BadSheet(Exception):
    """A sheet that cannot be read on; carries the error to show."""

    def __init__(self, sentence: Text, line: int | None = None, column: str = "") -> None:
        super().__init__(str(sentence))
        self.error = SheetError(line, column, sentence)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number in the sheet, and a value (maybe empty) for each column that was asked for."""

    number: int
    values: dict[str, str]


@dataclass(slots=True)
class Table:
    """What was read. `headers` are the keys found, in the sheet's order; `ignored` the other names.

    A line with an error is in `errors` and not in `lines`.
    """

    headers: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    errors: list[SheetError] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Header:
    """Where the line of names is, and which place in a row holds which key."""

    number: int
    cells: list[str]
    places: dict[int, str]


def too_many(most: int) -> Text:
    """The sentence for a sheet with more than `most` lines."""
    return format_lazy(_TOO_MANY, most=most)


def is_formula(cell: str) -> bool:
    """Whether a sheet program would compute this cell; a dash, a number or a telephone number is none."""
    cell = cell.strip().translate({0xFF1D: "=", 0xFF0B: "+", 0xFF0D: "-", 0xFF20: "@"})
    if cell[:1] in {"=", "@"}:
        return True
    return cell[:1] in {"+", "-"} and not re.fullmatch(r"[+-][\d\s().,/-]*|-\s+[^=@+|!]*", cell)


def build(rows: Iterable[Row], columns: Columns, required: Collection[str], most: int) -> Table:
    """The table in these rows. Raises `BadSheet` when nothing of it can be used."""
    filled = [row for row in rows if any(row[1])]
    header = _find_header(filled[:HEADER_WITHIN], columns, required)
    table = Table(headers=list(header.places.values()))
    table.ignored = [cell for place, cell in enumerate(header.cells) if cell and place not in header.places]
    data = [row for row in filled if row[0] > header.number]
    if len(data) > most:
        raise BadSheet(too_many(most))
    for number, cells in data:
        _add_line(table, header, columns, number, cells)
    return table


def _add_line(table: Table, header: Header, columns: Columns, number: int, cells: list[str]) -> None:
    values, wrong = dict.fromkeys(columns, ""), []
    for place, key in header.places.items():
        cell = cells[place] if place < len(cells) else ""
        if is_formula(cell):
            wrong.append(SheetError(number, header.cells[place], _FORMULA))
        elif len(cell) > LONGEST_CELL:
            wrong.append(SheetError(number, header.cells[place], _LONG))
        values[key] = clean(_unquoted(cell))
    if wrong:
        table.errors.extend(wrong[: MOST_ERRORS - len(table.errors)])
    elif any(values.values()):
        table.lines.append(Line(number, values))


def _unquoted(cell: str) -> str:
    """Without the apostrophe that our own CSV puts before `+` and `-`, when what follows is harmless."""
    return cell[1:] if cell[:2] in {"'+", "'-"} and not is_formula(cell[1:]) else cell


def _find_header(rows: Sequence[Row], columns: Columns, required: Collection[str]) -> Header:
    if not rows:
        raise BadSheet(_NOTHING)
    headers = [Header(number, [clean(cell) for cell in cells], find_names(cells, columns)) for number, cells in rows]
    best = max(headers, key=lambda header: len(set(header.places.values())))
    if not best.places:
        found = ", ".join(cell for cell in headers[0].cells if cell)
        raise BadSheet(format_lazy(_NO_HEADERS, expected=_labels(columns, columns), found=found[:300]))
    if len(set(best.places.values())) < len(best.places):
        raise BadSheet(_TWICE, best.number)
    if missing := [key for key in columns if key in required and key not in best.places.values()]:
        found = ", ".join(cell for cell in best.cells if cell)
        raise BadSheet(format_lazy(_MISSING, missing=_labels(columns, missing), found=found[:300]), best.number)
    return best


def find_names(cells: Sequence[str], columns: Columns) -> dict[int, str]:
    """The key of each place whose cell is a known name."""
    names = {_key(str(name)): key for key, synonyms in columns.items() for name in synonyms}
    places: dict[int, str] = {}
    for place, cell in enumerate(cells):
        # a bilingual sheet says `Nom / Name`
        for name in (cell, *re.split(r"[/\n|]", cell)):
            if _key(name) in names:
                places[place] = names[_key(name)]
                break
    return places


def _key(name: str) -> str:
    return " ".join(re.findall(r"\w+", folded(name)))


def _labels(columns: Columns, keys: Iterable[str]) -> str:
    """Each column by its first synonym: the word for the reader."""
    return ", ".join(str(columns[key][0]) for key in keys)
