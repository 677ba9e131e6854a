"""What is let in, and what is not (SR-49)."""

from __future__ import annotations

from contextlib import suppress

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from palabre.files.checks import accepted, inspect
from palabre.files.choices import Kind
from palabre.files.formats import BY_EXTENSION
from palabre.kit.verdict import Refused
from tests.unit.files import corpus

ALL = tuple(Kind)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
HTML = b"<html><script>alert(1)</script></html>"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def sentence(data: bytes, name: str, kinds=ALL) -> str:
    with pytest.raises(Refused) as refusal:
        inspect(corpus.upload(data, name), kinds)
    return str(refusal.value.verdict.why)


GOOD = [
    (corpus.photo(), "p.jpg", Kind.IMAGE),
    (corpus.photo(), "P.JPEG", Kind.IMAGE),
    (corpus.photo("PNG"), "p.png", Kind.IMAGE),
    (corpus.photo("WEBP"), "p.webp", Kind.IMAGE),
    (corpus.pdf(), "p.pdf", Kind.PDF),
    (corpus.docx(), "p.docx", Kind.DOCX),
    (corpus.odt(), "p.odt", Kind.ODT),
    (corpus.xlsx(), "p.xlsx", Kind.XLSX),
    ("nom;âge\nAwa;3\n".encode("latin-1"), "p.csv", Kind.CSV),
    ("Bonjour 👩🏾‍🌾".encode(), "p.txt", Kind.TEXT),
    (b"BM est une abr\xe9viation", "p.txt", Kind.TEXT),
    (b"II* et MZ sont des lettres", "p.txt", Kind.TEXT),
]


@pytest.mark.covers("SR-49")
@pytest.mark.parametrize(("data", "name", "kind"), GOOD)
def test_what_is_what_it_says_is_let_in(data: bytes, name: str, kind: Kind) -> None:
    found = inspect(corpus.upload(data, name), ALL)
    assert found[0] == data
    assert found[1].kind == kind


DISGUISED = [
    SVG,
    HTML,
    b"<?xml version='1.0'?>" + SVG,
    b"MZ\x90\0" + b"\0" * 90,
    b"GIF89a" + b"\0" * 20,
    b"PK\x03\x04",
    b"#!/bin/sh\n",
]


@pytest.mark.covers("SR-49", "SR-52")
@pytest.mark.parametrize("data", DISGUISED)
@pytest.mark.parametrize("extension", ["jpg", "png", "webp", "pdf"])
def test_something_disguised_is_refused(data: bytes, extension: str) -> None:
    assert f"ends in .{extension}, but" in sentence(data, f"carte.{extension}")


@pytest.mark.covers("SR-49", "SR-52")
@pytest.mark.parametrize(
    "data", [SVG, HTML, b" \n<!DOCTYPE html>", b"<script>alert(1)</script>", b"%PDF-1.7", b"a\0b", b"{\\rtf1 x}"]
)
@pytest.mark.parametrize("extension", ["txt", "csv"])
def test_markup_and_documents_are_no_plain_text(data: bytes, extension: str) -> None:
    assert f"ends in .{extension}, but" in sentence(data, f"carte.{extension}")


@pytest.mark.covers("SR-49")
@pytest.mark.parametrize(
    "name",
    [
        "c.svg",
        "c.html",
        "c.exe",
        "c.js",
        "c.zip",
        "c.docm",
        "c.jpg.exe",
        "c",
        "",
        ".htaccess",
        "c.jpg/..",
        "c.svgz",
        "c.mp4",
    ],
)
def test_other_endings_are_refused_with_those_accepted(name: str) -> None:
    said = sentence(corpus.photo(), name)
    assert said.startswith("This kind of file is not accepted here. Accepted: JPEG, PNG, WebP, PDF, Word (.docx),")


def test_only_the_kinds_that_are_asked_for_are_accepted() -> None:
    said = sentence(corpus.docx(), "c.docx", (Kind.PDF, Kind.IMAGE))
    assert said == "This kind of file is not accepted here. Accepted: JPEG, PNG, WebP, PDF."
    assert accepted((Kind.IMAGE, Kind.PDF)) == ".jpg,.jpeg,.png,.webp,.pdf"


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"\0\0\0\x18ftypheic\0\0\0\0", "IMG_1.HEIC"), (b"\0\0\0\x18ftypmif1\0\0\0\0", "IMG_1.jpg"), (b"x", "i.heif")],
)
def test_heic_is_refused_with_what_to_do(data: bytes, name: str) -> None:
    assert "Send it as JPEG: on an iPhone" in sentence(data, name)


def test_old_office_files_are_refused_with_what_to_do() -> None:
    assert ".docx or .xlsx" in sentence(b"\xd0\xcf\x11\xe0", "rapport.doc")


@pytest.mark.covers("SR-49")
def test_a_file_over_the_limit_is_refused_without_being_read(settings) -> None:
    class Large:
        name, size = "p.pdf", settings.UPLOAD_BYTES + 1

        def seek(self, offset: int) -> None: ...

        def read(self, size: int) -> bytes:
            raise AssertionError("not read")

    with pytest.raises(Refused) as refusal:
        inspect(Large(), ALL)
    assert str(refusal.value.verdict.why) == "The file is larger than 10 MB. Nothing was sent."


def test_a_size_that_lies_is_found_out(settings) -> None:
    settings.UPLOAD_BYTES = 1024 * 1024
    lying = corpus.upload(b"x" * (1024 * 1024 + 1), "p.txt")
    lying.size = 3
    with pytest.raises(Refused) as refusal:
        inspect(lying, ALL)
    assert "larger than 1 MB" in str(refusal.value.verdict.why)


def test_an_empty_file_is_refused() -> None:
    assert sentence(b"", "p.txt") == "The file is empty. Nothing was sent."


@settings(deadline=None)
@given(st.binary(min_size=1, max_size=200), st.sampled_from([*BY_EXTENSION, "heic", "svg"]))
def test_any_bytes_are_let_in_or_refused(data: bytes, extension: str) -> None:
    with suppress(Refused):
        _, found = inspect(corpus.upload(data, f"f.{extension}"), ALL)
        assert not found.starts or data.startswith(found.starts)
