"""PDF: pages stay as they are; names, dates and programs do not."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

from palabre.files.checks import refuse
from palabre.files.strip.pictures_inside import Undecipherable, bare_jpeg
from palabre.kit.verdict import Refused

MOST_PAGES = 500
MOST_OBJECTS = 60_000

_UNREADABLE = _("This PDF cannot be opened. Print it to a new PDF, and send that one.")
_LOCKED = _("This PDF is protected by a password. Print it to a new PDF, and send that one.")
_ACTIVE = _("This PDF holds a program or an attached file. Print it to a new PDF, and send that one.")
_TOO_LONG = _("This PDF is too long: at most 500 pages. Send it in several parts.")

_ACTIVE_KEYS = {"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/AF", "/XFA", "/RichMediaContent", "/Collection"}
_ACTIVE_ACTIONS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/Rendition", "/Sound", "/Movie"}
_TELLING_KEYS = ("/Metadata", "/PieceInfo", "/LastModified", "/CreatorInfo")
_TELLING_OF_NOTES = ("/T", "/M", "/CreationDate", "/NM")


def clean_pdf(data: bytes) -> bytes:
    """The PDF without Info, XMP, note authors, or EXIF in its photographs. Raises `Refused`."""
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted:
            raise refuse(_LOCKED)
        if len(reader.pages) > MOST_PAGES or int(reader.trailer.get("/Size", 0)) > MOST_OBJECTS:
            raise refuse(_TOO_LONG)
        return _written(PdfWriter(clone_from=reader))
    except Refused:
        raise
    except Exception:  # a broken PDF makes pypdf raise almost anything
        raise refuse(_UNREADABLE) from None


def _written(writer: PdfWriter) -> bytes:
    for thing in _dictionaries(writer):
        _check(thing)
        _bare(thing)
    writer.metadata = None
    writer.xmp_metadata = None
    writer._ID = None  # made from the date and the path of the first file
    writer.compress_identical_objects(remove_duplicates=False, remove_unreferenced=True)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def _dictionaries(writer: PdfWriter) -> Iterator[DictionaryObject]:
    """Every dictionary of the document, those inside others too."""
    waiting: list[Any] = list(writer._objects)
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, DictionaryObject):
            yield thing
            waiting.extend(thing.values())
        elif isinstance(thing, ArrayObject):
            waiting.extend(thing)


def _check(thing: DictionaryObject) -> None:
    if not _ACTIVE_KEYS.isdisjoint(thing) or thing.get("/S") in _ACTIVE_ACTIONS:
        raise refuse(_ACTIVE)


def _bare(thing: DictionaryObject) -> None:
    for key in _TELLING_KEYS:
        thing.pop(key, None)
    if "/Rect" in thing and thing.get("/Subtype") != "/Widget":
        for key in _TELLING_OF_NOTES:
            thing.pop(key, None)
    if isinstance(thing, StreamObject) and thing.get("/Filter") in ("/DCTDecode", ["/DCTDecode"]):
        try:
            thing._data = bare_jpeg(thing._data)
        except Undecipherable:
            return
