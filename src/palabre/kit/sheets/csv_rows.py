"""The rows of a CSV text."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterator
from typing import TextIO

from django.utils.translation import gettext_lazy as _

from palabre.kit.sheets.table import HEADER_WITHIN, BadSheet, Columns, Row, find_names, too_many

_BROKEN = _("This line cannot be read. A quotation mark may be missing.")


def csv_rows(text: TextIO, columns: Columns, max_lines: int) -> list[Row]:
    """Each filled row with its number, cut by the separator under which most names are known.

    Stops with `BadSheet` as soon as there are too many.
    """
    separator = _separator(text, columns)
    rows: list[Row] = []
    for number, cells in _numbered(text, separator):
        if any(cells):
            rows.append((number, cells))
        if len(rows) > max_lines + HEADER_WITHIN:
            raise BadSheet(too_many(max_lines))
    return rows


def _separator(text: TextIO, columns: Columns) -> str:
    def worth(separator: str) -> tuple[int, int]:
        rows = [cells for _, cells in itertools.islice(_numbered(text, separator), HEADER_WITHIN)]
        return max((len(find_names(cells, columns)) for cells in rows), default=0), sum(map(len, rows))

    return max(",;\t", key=worth)


def _numbered(text: TextIO, separator: str) -> Iterator[Row]:
    """Each row with its number, as a sheet program shows it; Excel's own line `sep=;` is skipped."""
    text.seek(0)
    reader = csv.reader(text, delimiter=separator)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            told = separator.join(cells).lower()
            if number > 1 or not (told.startswith("sep=") and len(told) <= 5):
                yield number, [cell.strip() for cell in cells]
    except csv.Error:
        raise BadSheet(_BROKEN, number + 1) from None
