"""Files on their way in: too large ones fill neither memory nor disk, and the form comes back whole."""

from __future__ import annotations

import io
import tempfile
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest, QueryDict
from django.test import RequestFactory, override_settings
from django.utils import translation

from palabre.files.checks import inspect
from palabre.files.choices import Kind
from palabre.kit.verdict import Refused

HANDLER = "palabre.files.uploads.CappedUploadHandler"
MEGABYTE = 1024 * 1024
BOUNDARY = b"limite"


@pytest.fixture(autouse=True)
def capped(tmp_path: Path) -> Iterator[None]:
    with (
        override_settings(
            FILE_UPLOAD_HANDLERS=[HANDLER], UPLOAD_BYTES=10 * MEGABYTE, FILE_UPLOAD_TEMP_DIR=str(tmp_path)
        ),
        translation.override("en"),
    ):
        yield


def part(name: str, filename: str = "") -> bytes:
    told = f'; filename="{filename}"\r\nContent-Type: application/pdf' if filename else ""
    return b"--" + BOUNDARY + f'\r\nContent-Disposition: form-data; name="{name}"{told}\r\n\r\n'.encode()


class Wire(io.RawIOBase):
    """A body as it comes over the line: never in memory at once; counts what was read."""

    def __init__(self, *pieces: bytes | int) -> None:
        super().__init__()
        self.waiting = list(pieces)
        self.length = sum(piece if isinstance(piece, int) else len(piece) for piece in pieces)
        self.count = 0

    def read(self, size: int = -1) -> bytes:
        """An integer piece is that many bytes of nothing."""
        if not self.waiting:
            return b""
        size = 64 * 1024 if size < 0 else size
        piece = self.waiting[0]
        taken = bytes(min(piece, size)) if isinstance(piece, int) else piece[:size]
        rest = piece - len(taken) if isinstance(piece, int) else piece[size:]
        self.waiting[0:1] = [rest] if rest else []
        self.count += len(taken)
        return taken


def request_of(wire: Wire) -> HttpRequest:
    request = RequestFactory().post("/", content_type=f"multipart/form-data; boundary={BOUNDARY.decode()}")
    request.META["CONTENT_LENGTH"] = str(wire.length)
    request.META["wsgi.input"] = wire
    request._stream = wire
    return request


def form_with(*file: bytes | int, last: str = "bas") -> Wire:
    return Wire(
        part("titre"),
        b"Rencontre\r\n",
        part("fichier", "f.pdf"),
        *file,
        b"\r\n",
        part(last),
        b"fin\r\n",
        b"--",
        BOUNDARY,
        b"--\r\n",
    )


def test_a_small_file_stays_in_memory_and_is_whole() -> None:
    request = request_of(form_with(b"%PDF-1.7 bonjour"))
    sent = request.FILES["fichier"]
    assert (sent.name, sent.size, sent.content_type) == ("f.pdf", 16, "application/pdf")
    assert sent.read() == b"%PDF-1.7 bonjour"
    assert not sent.file._rolled
    request.close()


def test_a_larger_file_waits_on_disk_without_a_name_and_is_whole(tmp_path: Path) -> None:
    request = request_of(form_with(b"%PDF-1.7", 9 * MEGABYTE))
    sent = request.FILES["fichier"]
    assert sent.size == 9 * MEGABYTE + 8
    assert b"".join(sent.chunks()) == b"%PDF-1.7" + bytes(9 * MEGABYTE)
    assert list(tmp_path.iterdir()) == []
    request.close()


@pytest.mark.covers("SR-49")
def test_forty_megabytes_are_refused_with_a_sentence_and_the_form_keeps_its_fields() -> None:
    wire = form_with(40 * MEGABYTE)
    request = request_of(wire)
    tracemalloc.start()
    posted: QueryDict = request.POST
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3 * MEGABYTE
    assert (posted["titre"], posted["bas"]) == ("Rencontre", "fin")
    assert wire.count == wire.length
    with pytest.raises(Refused) as refusal:
        inspect(request.FILES["fichier"], tuple(Kind))
    assert str(refusal.value.verdict.why) == "The file is larger than 10 MB. Nothing was sent."
    request.close()


@pytest.mark.covers("SR-49")
def test_forty_megabytes_never_take_more_than_the_limit_on_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[int] = []
    spooled = tempfile.SpooledTemporaryFile

    class Counted(spooled):  # type: ignore[misc,valid-type]
        def write(self, data: Any) -> int:
            written.append(len(data))
            return super().write(data)

    monkeypatch.setattr("palabre.files.uploads.tempfile.SpooledTemporaryFile", Counted)
    request = request_of(form_with(40 * MEGABYTE))
    assert request.FILES["fichier"].size == 40 * MEGABYTE
    assert sum(written) <= 10 * MEGABYTE
    request.close()


def test_a_file_after_one_that_is_too_large_is_whole() -> None:
    wire = Wire(part("a", "a.pdf"), 11 * MEGABYTE, b"\r\n", part("b", "b.pdf"), b"%PDF", b"\r\n--", BOUNDARY, b"--\r\n")
    request = request_of(wire)
    assert request.FILES["a"].size == 11 * MEGABYTE
    assert request.FILES["a"].read() == b""
    assert request.FILES["b"].read() == b"%PDF"
    request.close()


def test_a_flood_is_cut() -> None:
    wire = form_with(500 * MEGABYTE)
    request = request_of(wire)
    assert request.POST["titre"] == "Rencontre"
    assert "fichier" not in request.FILES
    assert wire.count < 210 * MEGABYTE


def test_a_line_that_breaks_leaves_nothing_open(tmp_path: Path) -> None:
    wire = Wire(part("titre"), b"Rencontre\r\n", part("fichier", "f.pdf"), 2 * MEGABYTE)
    request = request_of(wire)
    assert request.POST["titre"] == "Rencontre"
    request.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.covers("SR-49")
def test_the_house_receives_files_this_way_only() -> None:
    from palabre.config.settings import base

    assert base.FILE_UPLOAD_HANDLERS == [HANDLER]
