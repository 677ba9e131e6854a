"""PDF without names, and without programs (SR-50)."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.utils import translation
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from palabre.files.formats import PDF
from palabre.files.strip import strip
from palabre.kit.verdict import Refused
from tests.unit.files import corpus

TRACES = [
    corpus.AUTHOR.encode(),
    corpus.AUTHOR.encode("utf-16-be"),
    corpus.AUTHOR.encode("latin-1"),
    b"SecretPhone",
    b"SecretWord",
    b"Exif",
    b"xmpmeta",
    b"D:2026",
    b"pypdf",
    b"/ID",
]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def sentence(data: bytes) -> str:
    with pytest.raises(Refused) as refusal:
        strip(data, PDF, longest=1600)
    return str(refusal.value.verdict.why)


def dictionary(**entries: Any) -> DictionaryObject:
    return DictionaryObject({NameObject("/" + key): value for key, value in entries.items()})


@pytest.mark.covers("SR-50")
def test_a_pdf_loses_its_author_and_keeps_its_pages() -> None:
    sent = corpus.pdf(pages=3)
    assert PdfReader(io.BytesIO(sent)).metadata.author == corpus.AUTHOR
    done = strip(sent, PDF, longest=1600).data
    assert [trace for trace in TRACES if trace in done] == []
    reader = PdfReader(io.BytesIO(done), strict=True)
    assert len(reader.pages) == 3
    assert not reader.metadata
    assert reader.xmp_metadata is None
    note = reader.pages[2]["/Annots"][0].get_object()
    assert note["/Contents"] == "À relire"


@pytest.mark.covers("SR-50")
def test_a_photo_inside_a_pdf_loses_its_position_and_keeps_its_pixels() -> None:
    def inside(data: bytes) -> bytes:
        return PdfReader(io.BytesIO(data)).pages[0]["/Resources"]["/XObject"]["/Im0"].get_object()._data

    sent = corpus.pdf()
    before, after = inside(sent), inside(strip(sent, PDF, longest=1600).data)
    assert b"SecretPhone" in before
    assert b"SecretPhone" not in after
    assert Image.open(io.BytesIO(before)).tobytes() == Image.open(io.BytesIO(after)).tobytes()


def script(writer: Any) -> None:
    action = dictionary(S=NameObject("/JavaScript"), JS=TextStringObject("app.alert(1)"))
    names = dictionary(Names=ArrayObject([TextStringObject("a"), action]))
    writer.root_object[NameObject("/Names")] = dictionary(JavaScript=names)


def attachment(writer: Any) -> None:
    writer.add_attachment("secret.exe", b"MZ")


def launch(writer: Any) -> None:
    writer.root_object[NameObject("/OpenAction")] = dictionary(S=NameObject("/Launch"), F=TextStringObject("cmd.exe"))


def on_page(writer: Any) -> None:
    action = dictionary(S=NameObject("/JavaScript"), JS=TextStringObject("app.alert(1)"))
    writer.pages[0][NameObject("/AA")] = dictionary(O=action)


def form(writer: Any) -> None:
    writer.root_object[NameObject("/AcroForm")] = dictionary(XFA=TextStringObject("<xdp/>"))


@pytest.mark.covers("SR-49")
@pytest.mark.parametrize("change", [script, attachment, launch, on_page, form])
def test_a_pdf_with_a_program_or_an_attachment_is_refused(change) -> None:
    assert sentence(corpus.pdf(change)).startswith("This PDF holds a program or an attached file.")


def test_a_pdf_with_a_password_is_refused() -> None:
    assert "password" in sentence(corpus.pdf(lambda writer: writer.encrypt("secret", algorithm="AES-256")))


def test_a_very_long_pdf_is_refused() -> None:
    assert "500 pages" in sentence(corpus.pdf(pages=501))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda d: d[:50],
        lambda d: b"%PDF-1.7\n%%EOF",
        lambda d: b"%PDF-1.7\n" + b"x" * 5000,
    ],
)
def test_a_damaged_pdf_is_refused_with_a_sentence(spoil) -> None:
    assert sentence(spoil(corpus.pdf()))
