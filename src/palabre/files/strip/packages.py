"""What .docx, .xlsx and .odt have in common: an archive of XML parts and pictures."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from palabre.files.checks import refuse
from palabre.files.strip.pictures_inside import Undecipherable, bare_jpeg, bare_png
from palabre.kit.archives import BadArchive, check_xml, open_archive, read_member

Change = Callable[[str, bytes], bytes | None]

ACTIVE = _("This document holds a program or an embedded object. Save it as PDF, and send that one.")
COMMENTED = _(
    "This document still holds comments or tracked changes, with the names of their authors. "
    "Accept or delete them, then send it again."
)
ELSEWHERE = _("This document fetches content from elsewhere. Save it as PDF, and send that one.")
LOCKED = _("This file has a password. Take it off, then send the file again.")
NOT_SO = _("This document is not built the way such files are. Save it anew, and send that one.")
_PICTURE = _(
    "A picture in this document cannot be cleaned of its metadata. Save the document as PDF, and send that one."
)

_JPEG, _PNG = re.compile(r"\.(jpe?g|jfif)$", re.IGNORECASE), re.compile(r"\.png$", re.IGNORECASE)
_TELLING_PICTURES = re.compile(r"\.(tiff?|heic|heif|avif|webp)$", re.IGNORECASE)
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def opened(data: bytes) -> zipfile.ZipFile:
    """The archive. Raises `Refused`."""
    try:
        return open_archive(data)
    except BadArchive as bad:
        raise refuse(bad.sentence) from None


def part(archive: zipfile.ZipFile, name: str) -> bytes:
    """One part of it, empty if there is none. Raises `Refused`."""
    if name not in archive.namelist():
        return b""
    try:
        return read_member(archive, name)
    except BadArchive as bad:
        raise refuse(bad.sentence) from None


def rewritten(archive: zipfile.ZipFile, change: Change) -> bytes:
    """A new archive of the changed parts, in their order and without their dates; a part of None is left out.

    XML must be sound and without document type; pictures lose their metadata. Raises `Refused`.
    """
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as new:
        for member in archive.infolist():
            if member.is_dir():
                continue
            changed = _changed(archive, member.filename, change)
            if changed is None:
                continue
            entry = zipfile.ZipInfo(member.filename, _LONG_AGO)
            stored = member.filename == "mimetype"  # OpenDocument wants it first and plain
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            new.writestr(entry, changed)
    return output.getvalue()


def _changed(archive: zipfile.ZipFile, name: str, change: Change) -> bytes | None:
    try:
        data = read_member(archive, name)
        if name.endswith((".xml", ".rels")):
            check_xml(data)
        return change(name, _bare_picture(name, data))
    except BadArchive as bad:
        raise refuse(bad.sentence) from None
    except Undecipherable:
        raise refuse(_PICTURE) from None


def _bare_picture(name: str, data: bytes) -> bytes:
    if _JPEG.search(name):
        return bare_jpeg(data)
    if _PNG.search(name):
        return bare_png(data)
    if _TELLING_PICTURES.search(name):
        raise Undecipherable
    return data
