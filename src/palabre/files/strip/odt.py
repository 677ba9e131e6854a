"""OpenDocument texts."""

from __future__ import annotations

import re

from palabre.files.checks import refuse
from palabre.files.strip.packages import ACTIVE, COMMENTED, ELSEWHERE, LOCKED, NOT_SO, opened, part, rewritten
from palabre.kit.archives import walk_xml

_TYPE = b"application/vnd.oasis.opendocument.text"
_META = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-meta '
    b'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3"><office:meta/>'
    b"</office:document-meta>"
)
_LEFT_OUT = re.compile(r"Thumbnails/.*|META-INF/\w*signatures\.xml|layout-cache|VersionList\.xml")
_ACTIVE = re.compile(r"(Basic|Scripts)/.+|Object \d+|Versions/.+")
_MANIFEST_ENTRY = re.compile(
    rb"<manifest:file-entry\b[^>]*manifest:full-path=\"(?:Thumbnails/[^\"]*|layout-cache|VersionList\.xml)\"[^>]*/>"
)
_PRINTER = re.compile(
    rb"(<config:config-item\b[^>]*config:name=\"(?:PrinterName|PrinterSetup)\"[^>]*>)[^<]*(?=</config:config-item>)"
)


def clean_odt(data: bytes) -> bytes:
    """An OpenDocument text without author, dates, printer and thumbnail. Raises `Refused`."""
    archive = opened(data)
    names = archive.namelist()
    if part(archive, "mimetype").strip() != _TYPE or "content.xml" not in names:
        raise refuse(NOT_SO)
    if b"encryption-data" in part(archive, "META-INF/manifest.xml"):
        raise refuse(LOCKED)
    if any(_ACTIVE.fullmatch(name) for name in names):
        raise refuse(ACTIVE)
    return rewritten(archive, _change)


def _change(name: str, data: bytes) -> bytes | None:
    if _LEFT_OUT.fullmatch(name):
        return None
    last = name.rpartition("/")[2]
    if last == "meta.xml":
        return _META
    if last in {"content.xml", "styles.xml"}:
        walk_xml(data, _check)
    if name == "META-INF/manifest.xml":
        return _MANIFEST_ENTRY.sub(b"", data)
    return _PRINTER.sub(rb"\1", data) if last == "settings.xml" else data


def _check(tag: str, attributes: dict[str, str]) -> None:
    if tag in {"annotation", "changed-region"}:
        raise refuse(COMMENTED)
    if tag in {"script", "event-listener", "applet", "plugin", "floating-frame"}:
        raise refuse(ACTIVE)
    if tag in {"image", "object", "object-ole", "section-source"} and ":" in attributes.get("href", ""):
        raise refuse(ELSEWHERE)
