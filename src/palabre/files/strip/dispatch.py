"""To each format its cleaner."""

from __future__ import annotations

from collections.abc import Callable

from palabre.files.choices import Kind
from palabre.files.formats import Format
from palabre.files.strip.cleaned import Cleaned
from palabre.files.strip.images import clean_image
from palabre.files.strip.odt import clean_odt
from palabre.files.strip.ooxml import clean_docx, clean_xlsx
from palabre.files.strip.pdf import clean_pdf
from palabre.files.strip.words import clean_csv, clean_words

_CLEANERS: dict[Kind, Callable[[bytes], bytes]] = {
    Kind.PDF: clean_pdf,
    Kind.DOCX: clean_docx,
    Kind.XLSX: clean_xlsx,
    Kind.ODT: clean_odt,
    Kind.CSV: clean_csv,
    Kind.TEXT: clean_words,
}


def strip(data: bytes, found: Format, *, longest: int) -> Cleaned:
    """The file without what it says of its makers; pictures at most `longest` pixels on their longer side.

    Raises `Refused` when that cannot be done, or when it holds programs, comments or content from elsewhere.
    """
    if found.kind == Kind.IMAGE:
        return clean_image(data, longest=longest)
    return Cleaned(_CLEANERS[found.kind](data), found)
