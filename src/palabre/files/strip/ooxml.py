"""Word and Excel documents."""

from __future__ import annotations

import re
import zipfile

from palabre.files.checks import refuse
from palabre.files.strip.packages import ACTIVE, COMMENTED, ELSEWHERE, NOT_SO, opened, part, rewritten
from palabre.kit.archives import walk_xml

_OFFICE = b"application/vnd.openxmlformats-officedocument."
_MAIN = {
    "word/document.xml": _OFFICE + b"wordprocessingml.document.main+xml",
    "xl/workbook.xml": _OFFICE + b"spreadsheetml.sheet.main+xml",
}
_SCHEMAS = b"http://schemas.openxmlformats.org/"
_MICROSOFT = b"http://schemas.microsoft.com/office/"

# Parts that speak of people and places only, and what stands in their stead.
_EMPTIED = [
    (r"docProps/core\.xml", b'<coreProperties xmlns="%spackage/2006/metadata/core-properties"/>' % _SCHEMAS),
    (r"docProps/app\.xml", b'<Properties xmlns="%sofficeDocument/2006/extended-properties"/>' % _SCHEMAS),
    (r"docProps/custom\.xml", b'<Properties xmlns="%sofficeDocument/2006/custom-properties"/>' % _SCHEMAS),
    (r"customXml/item\d+\.xml", b'<Sources xmlns="%sofficeDocument/2006/bibliography"/>' % _SCHEMAS),
    (r"word/people\.xml", b'<people xmlns="%sword/2012/wordml"/>' % _MICROSOFT),
    (r"xl/persons/.*\.xml", b'<personList xmlns="%sspreadsheetml/2018/threadedcomments"/>' % _MICROSOFT),
    (r"docMetadata/.*\.xml", b'<labelList xmlns="%s2020/mipLabelMetadata"/>' % _MICROSOFT),
]
_LEFT_OUT = re.compile(r"docProps/thumbnail\.\w+|xl/printerSettings/.*|_xmlsignatures/.*")
_ACTIVE = re.compile(r".*(vbaProject|vbaData|/activeX/|/macrosheets/|/dialogsheets/).*|.*\.(exe|dll|ole)")
_EMBEDDED = re.compile(r"(word|xl)/embeddings/.*")
_COMMENTS = re.compile(r"word/comments\w*\.xml|xl/comments\d*\.xml|xl/(threadedComments|comments|revisions)/.*")
_COMMENT = re.compile(rb"[<:]comment[\s>]")
_ELSEWHERE = re.compile(r"xl/(externalLinks|queryTables)/.*|xl/connections\.xml")
_TEXT_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")

# Links to parts that are left out, and small traces inside parts that stay.
_DEAD_LINK = re.compile(
    rb"<Relationship\b[^>]*\bType=[\"'][^\"'>]*/(?:thumbnail|printerSettings|attachedTemplate|origin)[\"']"
    rb"[^>]*?(?:/>|></Relationship>)"
)
_TRACES = [
    (re.compile(rb"<w:rsids>.*?</w:rsids>|<w:attachedTemplate\b[^>]*/>|<fileSharing\b[^>]*/>", re.DOTALL), b""),
    (re.compile(rb"(<x15ac:absPath\b[^>]*\burl=)\"[^\"]*\""), rb'\1""'),
    (re.compile(rb"(<pageSetup\b[^>]*?)\s+r:id=\"[^\"]*\""), rb"\1"),
    (re.compile(rb"\srefreshedBy=\"[^\"]*\""), b""),
]
_TRACKED = {"ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "numberingChange"}


def clean_docx(data: bytes) -> bytes:
    """A Word document without author, company, dates and paths. Raises `Refused`."""
    return _clean(data, "word/document.xml")


def clean_xlsx(data: bytes) -> bytes:
    """An Excel document, the same. Raises `Refused`."""
    return _clean(data, "xl/workbook.xml")


def _clean(data: bytes, main: str) -> bytes:
    archive = opened(data)
    if main not in archive.namelist() or _MAIN[main] not in part(archive, "[Content_Types].xml"):
        raise refuse(NOT_SO)
    _check_names(archive)
    return rewritten(archive, _change)


def _check_names(archive: zipfile.ZipFile) -> None:
    for name in archive.namelist():
        if _ACTIVE.fullmatch(name):
            raise refuse(ACTIVE)
        if _ELSEWHERE.fullmatch(name):
            raise refuse(ELSEWHERE)
        if _COMMENTS.fullmatch(name) and (name.startswith("xl/") or _COMMENT.search(part(archive, name))):
            raise refuse(COMMENTED)


def _change(name: str, data: bytes) -> bytes | None:
    if _LEFT_OUT.fullmatch(name):
        return None
    if _EMBEDDED.fullmatch(name):
        return _embedded(name, data)
    if name.endswith(".rels"):
        data = _DEAD_LINK.sub(b"", data)
        _check_links(data)
    elif _TEXT_PARTS.fullmatch(name):
        _check_tracked(data)
    for pattern, empty in _EMPTIED:
        if re.fullmatch(pattern, name):
            return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + empty
    return _without_traces(name, data)


def _without_traces(name: str, data: bytes) -> bytes:
    if name.endswith(".xml"):
        for pattern, instead in _TRACES:
            data = pattern.sub(instead, data)
    return data


def _embedded(name: str, data: bytes) -> bytes:
    """The figures behind a chart of Word are a small .xlsx; any other embedded object is refused."""
    if not (name.startswith("word/") and name.endswith(".xlsx")):
        raise refuse(ACTIVE)
    return clean_xlsx(data)


def _check_links(data: bytes) -> None:
    """Links that a reader follows by hand are fine; pictures, templates and objects from outside are not."""

    def link(tag: str, attributes: dict[str, str]) -> None:
        external = attributes.get("TargetMode", "").lower() == "external"
        if tag == "Relationship" and external and not attributes.get("Type", "").endswith("/hyperlink"):
            raise refuse(ELSEWHERE)

    walk_xml(data, link)


def _check_tracked(data: bytes) -> None:
    def element(tag: str, _attributes: dict[str, str]) -> None:
        if tag in _TRACKED or tag.endswith("PrChange"):
            raise refuse(COMMENTED)

    walk_xml(data, element)
