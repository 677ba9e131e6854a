"""Sheets for others to open: no cell of them ever computes anything (SR-55)."""

from __future__ import annotations

import csv as _csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from palabre.kit.text import clean

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# where a program that splits at another sign than ours would begin a cell
_INNER = re.compile(r"""([;,\t\r\n])[" \u00a0\u202f]*(?=[=+\-@\uff1d\uff0b\uff0d\uff20])""")
# a number, a telephone number, a dash before an item of a list
_HARMLESS = re.compile(r"[+-][\d\s.,]*|-\s[^=@+|!(]*")
_ENDS = {split: re.compile(f"[{split}\\r\\n]") for split in ";,\t"}
_LONGEST = 32_000  # Excel takes 32,767 signs in a cell


def csv(headers: Sequence[Any], rows: Iterable[Sequence[Any]], *, separator: str = ",") -> bytes:
    """CSV in UTF-8 with its mark, CRLF at each end. French Excel opens `;` by itself, English Excel `,`.

    Between `;` decimals have a comma, as the same Excel reads them.
    """
    comma = separator == ";"
    text = io.StringIO(newline="")
    writer = _csv.writer(text, delimiter=separator, lineterminator="\r\n")
    writer.writerow([_guarded(cell) for cell in headers])
    writer.writerows([_guarded(cell, comma=comma) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def xlsx(headers: Sequence[Any], rows: Iterable[Sequence[Any]]) -> bytes:
    """One sheet, the headers bold and in sight. Text stays text, figures and days are figures and days.

    A `datetime` is written as its clock stands: bring it to its zone first. No author, no program name.
    """
    import xlsxwriter  # noqa: PLC0415 (a tenth of a second, and only who exports pays it)

    output = io.BytesIO()
    book = xlsxwriter.Workbook(output, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 (the moment of an export says something)
    sheet = book.add_worksheet()
    forms = _forms(book)
    for place, header in enumerate(headers):
        sheet.write_string(0, place, _words(header), forms["head"])
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            _write(sheet, number, place, cell, forms)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.autofit()
    book.close()
    return output.getvalue()


def _forms(book: Any) -> dict[str, Any]:
    return {
        "head": book.add_format({"bold": True, "bottom": 1}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        # the sheet program shows such a text as it is, and keeps it a text when somebody edits it
        "quoted": book.add_format({"quote_prefix": True, "valign": "top"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "hour": book.add_format({"num_format": "hh:mm"}),
        "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
    }


def _write(sheet: Any, row: int, column: int, cell: Any, forms: dict[str, Any]) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, int | float | Decimal):
        sheet.write_number(row, column, cell)
    elif isinstance(cell, datetime):
        sheet.write_datetime(row, column, cell.replace(tzinfo=None), forms["moment"])
    elif isinstance(cell, date | time):
        sheet.write_datetime(row, column, cell, forms["day" if isinstance(cell, date) else "hour"])
    else:
        text = _words(cell)
        sheet.write_string(row, column, text, forms["quoted" if text.startswith(_STARTS) else "text"])


def _words(cell: Any) -> str:
    return clean(str(cell))[:_LONGEST]


def _guarded(cell: Any, *, comma: bool = False) -> str:
    """A cell of CSV. Words that could be taken for a formula get an apostrophe; figures do not."""
    if cell is None:
        return ""
    if isinstance(cell, float | Decimal):
        return str(cell).replace(".", ",") if comma else str(cell)
    if isinstance(cell, int | date | time):
        return str(cell)
    text = _INNER.sub(_inner, _words(cell))
    return "'" + text if text.startswith(_STARTS) else text


def _inner(found: re.Match[str]) -> str:
    """An apostrophe where a cell would begin with a formula; a telephone number or a dash in a list is none."""
    text, start = found.string, found.end()
    splits = found.group(1) if found.group(1) in _ENDS else _ENDS
    ends = (_ENDS[split].search(text, start) for split in splits)
    cells = (text[start : end.start() if end else None] for end in ends)
    return found.group() + ("" if all(_HARMLESS.fullmatch(cell) for cell in cells) else "'")
