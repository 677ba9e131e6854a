"""The formats that are let in, by the ending of their name."""

from __future__ import annotations

from dataclasses import dataclass

from palabre.files.choices import Kind

_OOXML = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its kind, how its bytes begin (empty for text), and how it is announced when served."""

    kind: Kind
    extension: str
    content_type: str
    starts: tuple[bytes, ...] = ()


JPEG = Format(Kind.IMAGE, "jpg", "image/jpeg", (b"\xff\xd8\xff",))
PNG = Format(Kind.IMAGE, "png", "image/png", (b"\x89PNG\r\n\x1a\n",))
WEBP = Format(Kind.IMAGE, "webp", "image/webp", (b"RIFF",))
PDF = Format(Kind.PDF, "pdf", "application/pdf", (b"%PDF-",))
DOCX = Format(Kind.DOCX, "docx", _OOXML + "wordprocessingml.document", (b"PK\x03\x04",))
XLSX = Format(Kind.XLSX, "xlsx", _OOXML + "spreadsheetml.sheet", (b"PK\x03\x04",))
ODT = Format(Kind.ODT, "odt", "application/vnd.oasis.opendocument.text", (b"PK\x03\x04",))
CSV = Format(Kind.CSV, "csv", "text/csv; charset=utf-8")
TEXT = Format(Kind.TEXT, "txt", "text/plain; charset=utf-8")

BY_EXTENSION = {
    "jpg": JPEG,
    "jpeg": JPEG,
    "png": PNG,
    "webp": WEBP,
    "pdf": PDF,
    "docx": DOCX,
    "xlsx": XLSX,
    "odt": ODT,
    "csv": CSV,
    "txt": TEXT,
}
EXTENSIONS = {
    Kind.IMAGE: "JPEG, PNG, WebP",
    Kind.PDF: "PDF",
    Kind.DOCX: "Word (.docx)",
    Kind.ODT: "OpenDocument (.odt)",
    Kind.XLSX: "Excel (.xlsx)",
    Kind.CSV: "CSV",
    Kind.TEXT: "TXT",
}
EXTENSION_OF = {Kind.IMAGE: "jpg", **{one.kind: one.extension for one in (PDF, DOCX, XLSX, ODT, CSV, TEXT)}}
