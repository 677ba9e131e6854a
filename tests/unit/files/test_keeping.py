"""Keeping, serving, discarding (SR-51)."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import Http404
from django.utils import timezone, translation
from PIL import Image

from palabre.files.actions import discard_file, keep_upload, sweep_files
from palabre.files.choices import Kind, State
from palabre.files.chores import sweep
from palabre.files.models import StoredFile
from palabre.files.names import display_name
from palabre.files.views import serve
from palabre.journal.models import Entry
from palabre.kit.verdict import Refused
from tests.unit.files import corpus

pytestmark = pytest.mark.django_db
ALL = tuple(Kind)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.MEDIA_ROOT = tmp_path / "files"
    with translation.override("fr"):
        yield settings.MEDIA_ROOT


def keep(data: bytes | None = None, name: str = "Carte du fleuve.jpg", **more: Any) -> StoredFile:
    return keep_upload(actor_id=7, upload=corpus.upload(data or corpus.photo(), name), kinds=ALL, **more)


def kept_paths(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.covers("SR-50")
def test_a_kept_file_is_clean_and_lies_under_a_random_name_for_its_owner_only(folder: Path) -> None:
    stored = keep(corpus.photo(size=(2000, 1000)))
    assert (stored.kind, stored.state, stored.content_type) == (Kind.IMAGE, State.KEPT, "image/jpeg")
    assert (stored.width, stored.height) == (1600, 800)
    assert stored.owner_id == 7
    path = folder / stored.storage_name
    assert stored.size == path.stat().st_size
    assert "Carte" not in str(path.relative_to(folder))
    assert len(path.name) == 30
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert b"SecretPhone" not in path.read_bytes()


def test_the_journal_tells_that_it_was_kept_and_nothing_of_its_name() -> None:
    stored = keep()
    entry = Entry.objects.get(kind="files.kept")
    assert (entry.subject_id, entry.actor_id) == (stored.pk, 7)
    assert entry.facts == {"file_kind": "image", "size": stored.size}


def test_a_scan_keeps_more_pixels_than_a_photo() -> None:
    sheet = keep(corpus.photo(size=(3000, 4000)), scan=True)
    assert (sheet.width, sheet.height) == (1800, 2400)


@pytest.mark.parametrize(
    ("sent_as", "shown_as"),
    [
        ("Carte du fleuve.JPG", "Carte du fleuve.jpg"),
        ("carte.png", "carte.jpg"),
        ("C:\\Users\\awa\\Bureau\\Feuille signée.jpeg", "Feuille signée.jpg"),
        ("IMG_20261120_093005.jpg", "picture.jpg"),
        ("PXL_20261120_093005123~2.jpg", "picture.jpg"),
        ("WhatsApp Image 2026-11-20 at 09.30.05.jpeg", "picture.jpg"),
        ("DSC00042.JPG", "picture.jpg"),
        ("2026-11-20.jpg", "picture.jpg"),
        ("..jpg", "picture.jpg"),
        ('a"b;\r\nSet-Cookie: x=1.jpg', "a b Set-Cookie x=1.jpg"),
        ("\u202egpj.exe.jpg", "gpj.exe.jpg"),
        ("شبنم 👩🏾‍🌾.jpg", "شبنم 👩🏾‍🌾.jpg"),
        ("x" * 300 + ".jpg", "x" * 80 + ".jpg"),
    ],
)
def test_names_are_cleaned_and_those_of_devices_are_not_kept(sent_as: str, shown_as: str) -> None:
    with translation.override("en"):
        assert display_name(sent_as, Kind.IMAGE) == shown_as


def test_a_name_that_is_given_counts_more_than_that_of_the_file() -> None:
    sent = corpus.upload(corpus.photo(), "CV Awa.jpg")
    stored = keep_upload(actor_id=1, upload=sent, kinds=ALL, name="Feuille signée")
    assert stored.display_name == "Feuille signée.jpg"


@pytest.mark.covers("SR-52", "SR-55")
@pytest.mark.parametrize(
    ("name", "announced"),
    [
        ("Feuille signee", 'attachment; filename="Feuille signee.jpg"'),
        ("Présences d’Awa", "attachment; filename*=utf-8''Pr%C3%A9sences%20d%E2%80%99Awa.jpg"),
        ("carte.jpg", 'attachment; filename="carte.jpg"'),
        ('x"\r\nSet-Cookie: a=b', 'attachment; filename="x Set-Cookie a=b.jpg"'),
        ("../../etc/passwd", 'attachment; filename="etc passwd.jpg"'),
        ("\u202e", 'attachment; filename="document.jpg"'),
    ],
)
def test_a_file_is_served_as_an_inert_download(name: str, announced: str) -> None:
    response = serve(keep(), name=name)
    assert response["Content-Disposition"] == announced
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "no-store"
    assert response["Content-Type"] == "image/jpeg"
    body = b"".join(response.streaming_content)
    response.close()
    assert int(response["Content-Length"]) == len(body)
    assert Image.open(io.BytesIO(body)).size == (400, 300)


@pytest.mark.covers("SR-52")
def test_a_text_with_markup_inside_is_announced_as_text() -> None:
    response = serve(keep(b"voir <script>alert(1)</script>", "note.txt"))
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    response.close()


def test_without_a_name_the_display_name_serves() -> None:
    response = serve(keep())
    assert response["Content-Disposition"] == 'attachment; filename="Carte du fleuve.jpg"'
    response.close()


@pytest.mark.covers("SR-49")
def test_what_is_refused_leaves_nothing_behind(folder: Path) -> None:
    with pytest.raises(Refused):
        keep(b"<svg/>", "carte.jpg")
    assert kept_paths(folder) == []
    assert not StoredFile.objects.exists()


def test_a_failure_of_the_database_leaves_no_bytes_behind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("palabre.files.actions.record", broken)
    with pytest.raises(RuntimeError):
        keep()
    assert kept_paths(folder) == []


@pytest.mark.django_db(transaction=True)
def test_a_discarded_file_is_gone_and_its_row_stays(folder: Path) -> None:
    stored = discard_file(actor_id=8, stored_file=keep())
    assert kept_paths(folder) == []
    stored.refresh_from_db()
    assert (stored.state, stored.display_name) == (State.DISCARDED, "")
    assert Entry.objects.filter(kind="files.discarded", actor_id=8).count() == 1
    discard_file(actor_id=8, stored_file=stored)
    assert Entry.objects.filter(kind="files.discarded").count() == 1
    with pytest.raises(Http404):
        serve(stored)


@pytest.mark.django_db(transaction=True)
def test_bytes_stay_until_the_discarding_is_certain(folder: Path) -> None:
    stored = keep()
    with transaction.atomic():
        discard_file(actor_id=8, stored_file=stored)
        assert kept_paths(folder)
        transaction.set_rollback(True)
    assert kept_paths(folder)
    stored.refresh_from_db()
    assert stored.state == State.KEPT


def test_a_file_whose_bytes_are_missing_is_absent() -> None:
    stored = keep()
    default_storage.delete(stored.storage_name)
    with pytest.raises(Http404):
        serve(stored)


def make_older(path: Path, age: timedelta) -> None:
    then = (timezone.now() - age).timestamp()
    os.utime(path, (then, then))


def test_bytes_without_a_row_are_swept_after_a_day(folder: Path) -> None:
    stored = keep()
    old, fresh = default_storage.save("aa/old", ContentFile(b"x")), default_storage.save("aa/fresh", ContentFile(b"x"))
    for name in (stored.storage_name, old):
        make_older(folder / name, timedelta(days=2))
    assert sweep_files() == 1
    assert not default_storage.exists(old)
    assert default_storage.exists(fresh)
    assert default_storage.exists(stored.storage_name)


def test_sweeping_an_empty_storage_is_nothing() -> None:
    sweep()
    assert sweep_files() == 0


def test_no_address_leads_to_the_bytes(cast: Any, as_person: Any) -> None:
    stored = keep()
    for client in (as_person(None), as_person(cast.coordinator)):
        for path in ("files/", "media/", "static/", "static/../files/", ""):
            response = client.get(f"/{path}{stored.storage_name}")
            assert response.status_code == 404
            assert b"JFIF" not in response.content
