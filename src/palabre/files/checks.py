"""Whether an upload is what it says it is, and something we take (SR-49)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

import puremagic
from django.conf import settings
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from palabre.files.choices import Kind
from palabre.files.formats import BY_EXTENSION, EXTENSIONS, Format
from palabre.kit.verdict import Refused, no

MEGABYTE = 1024 * 1024

_TOO_LARGE = _("The file is larger than {megabytes} MB. Nothing was sent.")
_EMPTY = _("The file is empty. Nothing was sent.")
_HEIC = _(
    "This photo is in a format (HEIC) that many devices cannot open. Send it as JPEG: on an iPhone, choose "
    "Settings, Camera, Formats, Most Compatible, or send a screenshot of it."
)
_OLD_OFFICE = _("This is an old Office format. Save the document as .docx or .xlsx, or as PDF.")
_NOT_HERE = _("This kind of file is not accepted here. Accepted: {kinds}.")
_RENAMED = _("The name of this file ends in .{extension}, but its content is something else. Nothing was sent.")

_HEIC_BRANDS = {b"heic", b"heix", b"heif", b"hevc", b"mif1", b"msf1", b"avif"}
_MARKUP = (b"<html", b"<!doc", b"<?xml", b"<svg", b"<script", b"<head", b"<body", b"<iframe")


class Upload(Protocol):
    """What is needed of an uploaded file."""

    @property
    def name(self) -> str | None: ...
    @property
    def size(self) -> int | None: ...
    def seek(self, offset: int, /) -> object: ...
    def read(self, size: int, /) -> bytes: ...


def refuse(sentence: str | Promise) -> Refused:
    """The refusal to raise, with its sentence."""
    return Refused(no(sentence), "file")


def inspect(upload: Upload, kinds: Collection[Kind]) -> tuple[bytes, Format]:
    """The bytes and the format of an upload of one of `kinds`, at most `settings.UPLOAD_BYTES` long.

    Ending and content must agree. Raises `Refused` with the sentence to show.
    """
    data = _content(upload)
    extension = (upload.name or "").rpartition(".")[2].strip().lower()
    if extension in {"heic", "heif", "avif"} or (data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS):
        raise refuse(_HEIC)
    if extension in {"doc", "xls", "ppt", "rtf"}:
        raise refuse(_OLD_OFFICE)
    found = BY_EXTENSION.get(extension)
    if found is None or found.kind not in kinds:
        raise refuse(format_lazy(_NOT_HERE, kinds=", ".join(EXTENSIONS[kind] for kind in Kind if kind in kinds)))
    if not _agrees(data, found):
        raise refuse(format_lazy(_RENAMED, extension=extension))
    return data, found


def _content(upload: Upload) -> bytes:
    most = settings.UPLOAD_BYTES
    too_large = refuse(format_lazy(_TOO_LARGE, megabytes=most // MEGABYTE))
    if (upload.size or 0) > most:
        raise too_large
    upload.seek(0)
    data = upload.read(most + 1)
    if len(data) > most:
        raise too_large
    if not data:
        raise refuse(_EMPTY)
    return data


def _agrees(data: bytes, expected: Format) -> bool:
    """Whether the content is of this format, by its first bytes and by the opinion of puremagic."""
    guesses = _guesses(data)
    if expected.starts:
        known = {extension for extension, _confidence in guesses}
        return data.startswith(expected.starts) and expected.extension in known
    # a text may begin by chance like something else; it may not be markup or a document
    likely = any(confidence >= 0.4 for _extension, confidence in guesses)
    return not likely and b"\0" not in data and not data.lstrip()[:8].lower().startswith(_MARKUP)


def _guesses(data: bytes) -> list[tuple[str, float]]:
    try:
        return [(one.extension.lstrip("."), one.confidence) for one in puremagic.magic_string(data)]
    except (puremagic.PureError, ValueError):
        return []


def accepted(kinds: Collection[Kind]) -> str:
    """The `accept` attribute of a file field that takes these kinds."""
    return ",".join(f".{extension}" for extension, found in BY_EXTENSION.items() if found.kind in kinds)
