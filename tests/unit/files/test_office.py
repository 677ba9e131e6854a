"""Word, OpenDocument and Excel without their makers (SR-50)."""

from __future__ import annotations

import io

import docx as python_docx
import pytest
from django.utils import translation
from PIL import Image
from python_calamine import CalamineWorkbook

from palabre.files.formats import CSV, DOCX, ODT, TEXT, XLSX, Format
from palabre.files.strip import strip
from palabre.kit.verdict import Refused
from tests.unit.files import corpus
from tests.unit.files.corpus import AUTHOR, W, docx, odt, packed, parts_of, relations, xlsx

TRACES = [AUTHOR.encode(), b"SecretPhone", b"Exif", b"attachedTemplate", b"rsid"]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def clean(data: bytes, form: Format) -> dict[str, bytes]:
    return parts_of(strip(data, form, longest=1600).data)


def sentence(data: bytes, form: Format) -> str:
    with pytest.raises(Refused) as refusal:
        strip(data, form, longest=1600)
    return str(refusal.value.verdict.why)


@pytest.mark.covers("SR-50")
@pytest.mark.parametrize(("data", "form"), [(docx(), DOCX), (odt(), ODT), (xlsx(), XLSX)])
def test_a_document_loses_every_trace_of_its_maker(data: bytes, form: Format) -> None:
    assert any(AUTHOR.encode() in part for part in parts_of(data).values())
    parts = clean(data, form)
    found = [(name, trace) for name, part in parts.items() for trace in TRACES if trace in part]
    assert found == []
    assert not [name for name in parts if "humbnail" in name]
    assert b"humbnail" not in b"".join(part for name, part in parts.items() if name.endswith((".rels", "manifest.xml")))


@pytest.mark.covers("SR-50")
def test_what_word_wrote_opens_again_and_says_the_same() -> None:
    written = python_docx.Document()
    written.core_properties.author = AUTHOR
    written.core_properties.comments = AUTHOR
    written.add_heading("Compte rendu", 1)
    written.add_picture(io.BytesIO(corpus.photo()))
    output = io.BytesIO()
    written.save(output)
    done = strip(output.getvalue(), DOCX, longest=1600).data
    opened = python_docx.Document(io.BytesIO(done))
    assert opened.paragraphs[0].text == "Compte rendu"
    assert opened.core_properties.author == ""
    assert not any(AUTHOR.encode() in part or b"SecretPhone" in part for part in parts_of(done).values())


def test_a_sheet_opens_again_and_says_the_same() -> None:
    done = strip(xlsx(), XLSX, longest=1600).data
    assert CalamineWorkbook.from_filelike(io.BytesIO(done)).get_sheet_by_index(0).to_python() == [["nom", "Awa"]]


def test_pictures_inside_keep_their_pixels_and_links_their_targets() -> None:
    sent = parts_of(docx())
    parts = clean(docx(), DOCX)
    for name in ("word/media/image1.jpeg", "word/media/image2.png"):
        assert Image.open(io.BytesIO(sent[name])).tobytes() == Image.open(io.BytesIO(parts[name])).tobytes()
    assert b"https://example.org/" in parts["word/_rels/document.xml.rels"]


def test_opendocument_keeps_its_type_first_and_plain() -> None:
    done = strip(odt(), ODT, longest=1600).data
    assert done[30:38] == b"mimetype"
    assert done[38:77] == b"application/vnd.oasis.opendocument.text"


TRACKED = f'<w:p><w:ins w:author="{AUTHOR}"><w:r><w:t>x</w:t></w:r></w:ins></w:p>'
COMMENTED = [
    (docx(TRACKED), DOCX),
    (docx(f'<w:p><w:pPr><w:pPrChange w:author="{AUTHOR}"/></w:pPr></w:p>'), DOCX),
    (docx(**{"word/header1.xml": f"<w:hdr {W}>{TRACKED}</w:hdr>"}), DOCX),
    (docx(**{"word/comments.xml": f'<w:comments {W}><w:comment w:author="{AUTHOR}"/></w:comments>'}), DOCX),
    (xlsx(**{"xl/comments1.xml": f"<comments><author>{AUTHOR}</author></comments>"}), XLSX),
    (xlsx(**{"xl/threadedComments/threadedComment1.xml": "<x/>"}), XLSX),
    (odt(f"<office:annotation><a>{AUTHOR}</a></office:annotation>"), ODT),
    (odt("<text:tracked-changes><text:changed-region/></text:tracked-changes>"), ODT),
]


@pytest.mark.covers("SR-50")
@pytest.mark.parametrize(("data", "form"), COMMENTED)
def test_comments_and_tracked_changes_are_refused(data: bytes, form: Format) -> None:
    assert "comments or tracked changes" in sentence(data, form)


ACTIVE = [
    (docx(**{"word/vbaProject.bin": b"x"}), DOCX),
    (docx(**{"word/activeX/activeX1.xml": "<x/>"}), DOCX),
    (docx(**{"word/embeddings/oleObject1.bin": b"x"}), DOCX),
    (docx(**{"word/embeddings/a.xlsx": xlsx(**{"xl/embeddings/a.xlsx": xlsx()})}), DOCX),
    (xlsx(**{"xl/vbaProject.bin": b"x"}), XLSX),
    (xlsx(**{"xl/macrosheets/sheet1.xml": "<x/>"}), XLSX),
    (odt(**{"Basic/Standard/Module1.xml": "<x/>"}), ODT),
    (odt(**{"Object 1": b"\xd0\xcf\x11\xe0"}), ODT),
    (odt('<text:p><script:event-listener xlink:href="vnd.sun.star.script:x"/></text:p>'), ODT),
]


@pytest.mark.covers("SR-49")
@pytest.mark.parametrize(("data", "form"), ACTIVE)
def test_programs_and_embedded_objects_are_refused(data: bytes, form: Format) -> None:
    assert "program or an embedded object" in sentence(data, form)


def test_the_figures_behind_a_chart_are_cleaned_too() -> None:
    inner = clean(docx(**{"word/embeddings/Microsoft_Excel_Sheet1.xlsx": xlsx()}), DOCX)
    assert AUTHOR.encode() not in b"".join(parts_of(inner["word/embeddings/Microsoft_Excel_Sheet1.xlsx"]).values())


ELSEWHERE = [
    (docx(**{"word/_rels/document.xml.rels": relations(("r1", "image", "https://evil.example/p.png"))}), DOCX),
    (docx(**{"word/_rels/document.xml.rels": relations(("r1", "oleObject", "https://evil.example/x"))}), DOCX),
    (docx(**{"word/_rels/document.xml.rels": relations(("r1", "frame", "file://evil.example/x"))}), DOCX),
    (xlsx(**{"xl/externalLinks/externalLink1.xml": "<x/>"}), XLSX),
    (xlsx(**{"xl/connections.xml": "<x/>"}), XLSX),
    (odt('<draw:image xlink:href="https://evil.example/p.png"/>'), ODT),
]


@pytest.mark.covers("SR-22", "SR-49")
@pytest.mark.parametrize(("data", "form"), ELSEWHERE)
def test_content_from_elsewhere_is_refused(data: bytes, form: Format) -> None:
    assert "from elsewhere" in sentence(data, form)


def test_a_picture_that_cannot_be_cleaned_is_refused() -> None:
    assert "picture" in sentence(docx(**{"word/media/image3.tiff": b"II*\0"}), DOCX)
    assert "picture" in sentence(docx(**{"word/media/image3.jpg": b"not a jpeg"}), DOCX)


EVIL = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
STRANGE = [
    (docx(**{"word/styles.xml": EVIL}), DOCX),
    (docx(**{"word/styles.xml": "<x>"}), DOCX),
    (odt(**{"content.xml": EVIL}), ODT),
    (docx(**{"../evil.xml": "<x/>"}), DOCX),
    (docx(**{"WORD/document.xml": "<x/>"}), DOCX),
    (xlsx(), DOCX),
    (docx(), XLSX),
    (docx(), ODT),
    (odt(mimetype="application/vnd.oasis.opendocument.text-template"), ODT),
    (packed({"a": "b"}), DOCX),
    (b"PK\x03\x04" + b"x" * 500, DOCX),
    (docx(**{"[Content_Types].xml": "<x>application/vnd.ms-word.document.macroEnabled.main+xml</x>"}), DOCX),
]


@pytest.mark.covers("SR-49")
@pytest.mark.parametrize(("data", "form"), STRANGE)
def test_what_is_not_built_like_a_document_is_refused(data: bytes, form: Format) -> None:
    assert sentence(data, form)


def test_a_document_with_a_password_is_refused_with_what_to_do() -> None:
    locked = odt(**{"META-INF/manifest.xml": "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"})
    assert sentence(locked, ODT) == "This file has a password. Take it off, then send the file again."


@pytest.mark.covers("SR-49")
def test_a_document_that_unpacks_without_end_is_refused() -> None:
    bomb = docx(**{"word/media/image9.bmp": b"\0" * 80_000_000})
    assert len(bomb) < 400_000
    assert "far too large" in sentence(bomb, DOCX)


def test_texts_come_back_in_utf_8() -> None:
    assert strip("Été".encode("latin-1"), TEXT, longest=0).data == "Été".encode()
    assert strip("Été;1".encode("cp1252"), CSV, longest=0).data == "Été;1".encode("utf-8-sig")
    assert "not plain text" in sentence(b"a\x07b", TEXT)


@pytest.mark.covers("SR-55")
@pytest.mark.parametrize("row", ["a;=1+1", "a,=1+1", "x\n@SUM(A1)", '"a";"+cmd|x"'])
def test_a_csv_with_a_formula_is_refused_with_its_line(row: str) -> None:
    said = sentence(f"nom;ville\n{row}\n".encode(), CSV)
    assert f"Line {3 if row.startswith('x') else 2} of this file holds a formula" in said
