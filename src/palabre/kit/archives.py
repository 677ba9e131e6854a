"""Archives from outside (.xlsx, .docx, .odt), opened without trusting what they say of themselves."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from xml.parsers import expat

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MEMBERS = 1_500
UNPACKED = 60 * 1024 * 1024
# Ordinary sheets pack 5 to 60 times; a bomb packs 1,000 times. Small members may pack as they like.
RATIO, SMALL = 200, 512 * 1024
_DIRECTORY_ENTRY = b"PK\x01\x02"

_DAMAGED = _("This file is damaged and cannot be opened.")
_BOMB = _("Unpacked, this file would be far too large. It was not opened.")
_LOCKED = _("This file has a password. Take it off, then send the file again.")
_STRANGE = _("This file is not built the way such files are. Open it, save it anew, and send that one.")


class BadArchive(Exception):
    """An archive that is not opened; `sentence` says why and what to do."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


def open_archive(data: bytes) -> zipfile.ZipFile:
    """The archive, once its table of contents is found sound: few members, plain names, bounded sizes.

    Nothing is unpacked yet. Raises `BadArchive`.
    """
    if data.count(_DIRECTORY_ENTRY) > MEMBERS:
        raise BadArchive(_BOMB)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise BadArchive(_DAMAGED) from None
    members = archive.infolist()
    if len({member.filename.casefold() for member in members}) < len(members):
        raise BadArchive(_STRANGE)
    if sum(member.file_size for member in members) > UNPACKED:
        raise BadArchive(_BOMB)
    for member in members:
        _check(member)
    return archive


def _check(member: zipfile.ZipInfo) -> None:
    name = member.filename
    if member.flag_bits & 0x1:
        raise BadArchive(_LOCKED)
    if name.startswith("/") or "\\" in name or ".." in name.split("/") or any(ord(sign) < 32 for sign in name):
        raise BadArchive(_STRANGE)
    if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise BadArchive(_STRANGE)
    if member.file_size > SMALL and member.file_size > RATIO * member.compress_size:
        raise BadArchive(_BOMB)


def read_member(archive: zipfile.ZipFile, name: str) -> bytes:
    """One member, unpacked: never more than its entry announced. Raises `BadArchive`, also if absent."""
    try:
        return archive.read(name)
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError):
        raise BadArchive(_DAMAGED) from None


def walk_xml(data: bytes, start: Callable[[str, dict[str, str]], None]) -> None:
    """Call `start(tag, attributes)` for each element in order; names without namespace.

    A document type is refused: there are no entities to expand and nothing is fetched. Raises `BadArchive`.
    """
    parser = expat.ParserCreate(namespace_separator=" ")

    def begin(tag: str, attributes: dict[str, str]) -> None:
        start(_bare(tag), {_bare(name): value for name, value in attributes.items()})

    parser.StartElementHandler = begin
    _parse(parser, data)


def check_xml(data: bytes) -> None:
    """That this is sound XML without a document type. Raises `BadArchive`."""
    _parse(expat.ParserCreate(), data)


def _parse(parser: expat.XMLParserType, data: bytes) -> None:
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError):
        raise BadArchive(_DAMAGED) from None


def _refuse(*_doctype: object) -> None:
    raise BadArchive(_STRANGE)


def _bare(name: str) -> str:
    return name.rpartition(" ")[2]
