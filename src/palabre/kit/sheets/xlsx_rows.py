"""The rows of an XLSX workbook, read only after its parts were looked through."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _
from python_calamine import CalamineWorkbook

from palabre.kit.archives import open_archive, read_member, walk_xml
from palabre.kit.sheets.table import HEADER_WITHIN, BadSheet, Row, too_many
from palabre.kit.sheets.xlsx_scan import scan_sheet

_NO_WORKBOOK = _("This file is no Excel sheet. Save it as .xlsx and send that one.")
_UNREADABLE = _("This sheet cannot be read. Save it anew as .xlsx, or send it as .csv.")
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
# what calamine needs besides the one sheet; nothing else of the file reaches it
_COMPANIONS = (
    "[Content_Types].xml",
    "_rels/.rels",
    _WORKBOOK,
    _RELATIONS,
    "xl/styles.xml",
    "xl/sharedStrings.xml",
)


def xlsx_rows(data: bytes, max_lines: int) -> list[Row]:
    """Each filled row of the first visible sheet with its number. Raises `BadSheet` or `BadArchive`."""
    archive = open_archive(data)
    if _WORKBOOK not in archive.namelist() or _RELATIONS not in archive.namelist():
        raise BadSheet(_NO_WORKBOOK)
    name, part = _first_sheet(archive)
    sheet = read_member(archive, part)
    scan = scan_sheet(sheet, last_row=max_lines + HEADER_WITHIN)
    if scan.too_low:
        raise BadSheet(too_many(max_lines))
    rows = [[_text(value) for value in row] for row in _values(_repacked(archive, part, sheet), name)]
    for row, column in scan.formulas:
        _mark(rows, row, column)
    return [(number, row) for number, row in enumerate(rows, start=1) if any(row)]


def _mark(rows: list[list[str]], row: int, column: int) -> None:
    """Put `=` where a formula stands: what the file gives as its result may be anything, it is not read."""
    rows.extend([] for _ in range(row - len(rows)))
    cells = rows[row - 1]
    cells.extend("" for _ in range(column - len(cells)))
    cells[column - 1] = "="


def _first_sheet(archive: zipfile.ZipFile) -> tuple[str, str]:
    """Name and part of the first sheet that the person sees."""
    sheets: list[tuple[str, str]] = []
    targets: dict[str, str] = {}

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet" and attributes.get("state", "visible") == "visible":
            sheets.append((attributes.get("name", ""), attributes.get("id", "")))

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship" and attributes.get("Type", "").endswith("/worksheet"):
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    walk_xml(read_member(archive, _WORKBOOK), sheet)
    walk_xml(read_member(archive, _RELATIONS), relation)
    for name, key in sheets:
        part = posixpath.normpath(posixpath.join("/xl", targets.get(key, ""))).lstrip("/")
        if key in targets and part in archive.namelist():
            return name, part
    raise BadSheet(_NO_WORKBOOK)


def _repacked(archive: zipfile.ZipFile, part: str, sheet: bytes) -> io.BytesIO:
    """The few parts that are needed, in an archive of our own making: sizes are true, names are single."""
    present = set(archive.namelist())
    small = io.BytesIO()
    with zipfile.ZipFile(small, "w", zipfile.ZIP_STORED) as ours:
        for name in _COMPANIONS:
            if name in present:
                ours.writestr(name, read_member(archive, name))
        ours.writestr(part, sheet)
    small.seek(0)
    return small


def _values(workbook: io.BytesIO, name: str) -> list[list[object]]:
    try:
        sheet = CalamineWorkbook.from_filelike(workbook).get_sheet_by_name(name)
        return [list(row) for row in sheet.to_python(skip_empty_area=False)]
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:  # a panic of the Rust reader is not an Exception
        raise BadSheet(_UNREADABLE) from None


def _text(value: object) -> str:
    """A cell as text: whole numbers without point, days and hours in ISO form."""
    for kind, say in _SAID.items():
        if type(value) is kind:
            return say(value)
    return str(value)


def _figure(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else str(value)


def _moment(value: datetime) -> str:
    return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")


def _length(value: timedelta) -> str:
    minutes = int(value.total_seconds()) // 60
    return f"{minutes // 60:02}:{minutes % 60:02}"


_SAID: dict[type, Callable[[Any], str]] = {
    bool: lambda value: "true" if value else "false",
    float: _figure,
    datetime: _moment,
    date: date.isoformat,
    time: lambda value: value.isoformat("minutes"),
    timedelta: _length,
}
