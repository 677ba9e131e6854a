"""Nothing that people send or write makes this machine call another one (SR-56)."""

from __future__ import annotations

import socket
from contextlib import suppress
from typing import Any

import pytest

from palabre.files.checks import inspect
from palabre.files.choices import Kind
from palabre.files.strip import strip
from palabre.kit.text import html, plain
from palabre.kit.verdict import Refused
from tests.unit.files import corpus


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every address that somebody tries to reach."""
    calls: list[Any] = []
    monkeypatch.setattr(socket.socket, "connect", lambda _, address: calls.append(address))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *address, **_: calls.append(address) or [])
    return calls


@pytest.mark.covers("SR-56", "SR-22")
@pytest.mark.parametrize(
    ("data", "name"),
    [
        (corpus.photo(), "p.jpg"),
        (corpus.pdf(), "p.pdf"),
        (corpus.docx(), "p.docx"),
        (corpus.odt('<draw:image xlink:href="https://evil.example/p.png"/>'), "p.odt"),
        (corpus.xlsx(**{"xl/externalLinks/externalLink1.xml": "<x/>"}), "p.xlsx"),
    ],
)
def test_no_file_makes_a_call(called: list[Any], data: bytes, name: str) -> None:
    with suppress(Refused):
        strip(*inspect(corpus.upload(data, name), tuple(Kind)), longest=1600)
    assert called == []


@pytest.mark.covers("SR-56", "SR-22")
def test_no_text_makes_a_call(called: list[Any]) -> None:
    written = "![x](https://evil.example/p.png) [y](https://evil.example/) <https://evil.example>"
    assert "<img" not in html(written)
    assert plain(written, links=True)
    assert called == []
