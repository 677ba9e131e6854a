"""Reading a sheet that somebody sent: whatever is wrong becomes a sentence, never a crash."""

from __future__ import annotations

import io
from collections.abc import Collection
from typing import Protocol

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from palabre.kit.archives import BadArchive
from palabre.kit.sheets.csv_rows import csv_rows
from palabre.kit.sheets.table import BadSheet, Columns, Row, Table, build
from palabre.kit.sheets.xlsx_rows import xlsx_rows

MEGABYTE = 1024 * 1024

_TOO_LARGE = _("The file is larger than {megabytes} MB. Nothing was read.")
_EMPTY = _("The file is empty.")
_OTHER_KIND = _("Send the sheet as .xlsx or .csv.")
_OLD_EXCEL = _("This is an old Excel file, or one with a password. Save it as .xlsx without a password.")
_RENAMED = _("The name of this file ends in {extension}, but its content is something else. Save the sheet anew.")
_NOT_TEXT = _("This file is no sheet. Send it as .xlsx or .csv.")


class Upload(Protocol):
    """What is needed of an uploaded file."""

    @property
    def name(self) -> str | None: ...
    @property
    def size(self) -> int | None: ...
    def seek(self, offset: int, /) -> object: ...
    def read(self, size: int, /) -> bytes: ...


def read_table(
    upload: Upload,
    *,
    columns: Columns,
    max_lines: int,
    required: Collection[str] = (),
    max_bytes: int = 10 * MEGABYTE,
) -> Table:
    """The lines of a CSV (`,` `;` or tab; UTF-8, UTF-16 or Latin-1) or of the first visible sheet of an XLSX.

    `columns` gives for each key the names that it may have in the sheet, the reader's word first; case,
    accents and punctuation do not count. Raises nothing: what is wrong is in `Table.errors`.
    """
    try:
        data, extension = _content(upload, max_bytes)
        return build(_rows(data, extension, columns, max_lines), columns, required, max_lines)
    except BadSheet as bad:
        return Table(errors=[bad.error])
    except BadArchive as bad:
        return Table(errors=[BadSheet(bad.sentence).error])


def _content(upload: Upload, most: int) -> tuple[bytes, str]:
    """The bytes and the lower-case extension, when both are worth looking at."""
    too_large = format_lazy(_TOO_LARGE, megabytes=most // MEGABYTE)
    if (upload.size or 0) > most:
        raise BadSheet(too_large)
    upload.seek(0)
    data = upload.read(most + 1)
    if len(data) > most:
        raise BadSheet(too_large)
    if not data.strip():
        raise BadSheet(_EMPTY)
    return data, "." + (upload.name or "").rpartition(".")[2].lower()


def _rows(data: bytes, extension: str, columns: Columns, max_lines: int) -> list[Row]:
    if data.startswith(b"\xd0\xcf\x11\xe0") or extension == ".xls":
        raise BadSheet(_OLD_EXCEL)
    if extension not in {".xlsx", ".csv", ".txt", ".tsv"}:
        raise BadSheet(_OTHER_KIND)
    packed = data.startswith(b"PK\x03\x04")
    if packed != (extension == ".xlsx"):
        raise BadSheet(_renamed(extension))
    if packed:
        return xlsx_rows(data, max_lines)
    return csv_rows(io.StringIO(_decoded(data), newline=""), columns, max_lines)


def _renamed(extension: str) -> str | Promise:
    return format_lazy(_RENAMED, extension=extension)


def _decoded(data: bytes) -> str:
    """UTF-8 or UTF-16 if it says so, else UTF-8 if it can be, else Windows or Latin-1. Raises `BadSheet`."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in data or data.lstrip()[:5].lower() in {b"%pdf-", b"<html", b"<!doc", b"<?xml", b"<svg "}:
        raise BadSheet(_NOT_TEXT)
    else:
        encodings = ["utf-8-sig", "cp1252", "latin-1"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadSheet(_NOT_TEXT)
