"""With a ClamAV at hand, what it calls infected is not kept; without its answer, nothing is."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from palabre.files.actions import keep_upload
from palabre.files.choices import Kind
from palabre.files.models import StoredFile
from palabre.files.views import serve
from palabre.kit.verdict import Refused
from tests.unit.files import corpus

# the industry's harmless test string, in two parts so that no scanner stops at this file
EICAR = (r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE!$H+H*").encode()


class Clamd(socketserver.ThreadingTCPServer):
    """The INSTREAM side of clamd's protocol: it looks for the test string, as the real one does."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        self.seen: list[bytes] = []
        super().__init__(("127.0.0.1", 0), Handler)


class Handler(socketserver.StreamRequestHandler):
    server: Clamd

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        data = b""
        while length := struct.unpack("!I", self.rfile.read(4))[0]:
            data += self.rfile.read(length)
        self.server.seen.append(data)
        self.wfile.write(b"stream: Eicar-Test-Signature FOUND\0" if EICAR in data else b"stream: OK\0")


@pytest.fixture
def clamd(settings: Any, tmp_path: Path) -> Iterator[Clamd]:
    with Clamd() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.CLAMD = f"127.0.0.1:{server.server_address[1]}"
        settings.MEDIA_ROOT = tmp_path
        yield server
        server.shutdown()


def send(data: bytes, name: str) -> StoredFile:
    return keep_upload(actor_id=None, upload=SimpleUploadedFile(name, data), kinds=set(Kind))


@pytest.mark.covers("SR-51")
@pytest.mark.django_db
def test_what_the_scanner_finds_is_refused_and_the_rest_is_served_by_a_checked_view_only(
    clamd: Clamd, tmp_path: Path
) -> None:
    with pytest.raises(Refused, match="virus scanner stopped"):
        send(EICAR, "liste.txt")
    assert not StoredFile.objects.exists()
    kept = send(corpus.photo(), "photo.jpg")
    assert len(clamd.seen) == 2
    # a random name outside what is served: no address leads to the bytes but the view of the room that owns them
    assert kept.storage_name not in ("photo.jpg", kept.public_id)
    for address in (f"/files/{kept.storage_name}", f"/media/{kept.storage_name}", f"/static/{kept.storage_name}"):
        assert Client().get(address).status_code == 404
    answer = serve(kept, name="Compte rendu d’été.jpg")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith(
        "attachment; filename*=utf-8''Compte%20rendu%20d%E2%80%99%C3%A9t%C3%A9"
    )
    assert "sandbox" in answer["Content-Security-Policy"]
    answer.close()


@pytest.mark.django_db
def test_a_scanner_that_does_not_answer_lets_nothing_in(clamd: Clamd, settings: Any) -> None:
    settings.CLAMD = "127.0.0.1:9"
    with pytest.raises(Refused, match="does not answer"):
        send(corpus.photo(), "photo.jpg")
    assert not StoredFile.objects.exists()


@pytest.mark.django_db
def test_without_a_scanner_nobody_is_asked(clamd: Clamd, settings: Any) -> None:
    settings.CLAMD = ""
    assert send(corpus.photo(), "photo.jpg").pk
    assert clamd.seen == []
