"""The page of an incident: there while its text is there, named by every public page, in the reader's language."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db  # the first page asks whether a call is open
PAGES = ("/", "/fr/", "/en/", "/safety/", "/privacy/", "/information/", "/about/")


@pytest.fixture
def data(settings: Any, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    return tmp_path


def get(path: str, language: str) -> str:
    return Client().get(path, {"lang": language}).content.decode()


@pytest.mark.covers("SR-70")
def test_without_a_text_there_is_no_page_and_nothing_speaks_of_it(data: Path) -> None:
    assert Client().get("/incident/").status_code == 404
    assert not any("/incident/" in get(page, "fr") for page in PAGES)
    (data / "incident.fr.md").write_text("  \n")
    assert Client().get("/incident/").status_code == 404


@pytest.mark.covers("SR-70")
def test_with_a_text_every_public_page_leads_to_it(data: Path) -> None:
    (data / "incident.fr.md").write_text("## Le 3 mars\n\nUne sauvegarde a été **copiée**. <script>x</script>")
    (data / "incident.en.md").write_text("## 3 March\n\nA backup was copied.")
    for language in ("fr", "en"):
        assert all("/incident/" in get(page, language) for page in PAGES)
    page = get("/incident/", "fr")
    assert "<strong>copiée</strong>" in page
    assert "<script>x" not in page
    assert "A backup was copied." in get("/incident/", "en")
    answer = Client().get("/incident/")
    assert answer.cookies == {}
    assert answer["Cache-Control"].startswith("public")


@pytest.mark.covers("SR-70")
def test_in_one_language_only_it_is_shown_in_that_one_and_says_which(data: Path) -> None:
    (data / "incident.fr.md").write_text("Une sauvegarde a été copiée.")
    page = get("/incident/", "en")
    assert '<html lang="en"' in page
    assert 'lang="fr">' in page.split("<main")[1]
    assert "Une sauvegarde a été copiée." in page


def test_a_file_that_cannot_be_read_breaks_no_page(data: Path) -> None:
    (data / "incident.fr.md").write_bytes(b"\xff\xfe\x00")
    assert Client().get("/incident/").status_code == 404
    assert Client().get("/").status_code == 200
