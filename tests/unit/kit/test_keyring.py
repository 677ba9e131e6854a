"""Sealed fields: what the database holds opens under its key and in its place, and nowhere else (SR-24)."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from palabre.kit import keyfile
from palabre.kit.keyring import CannotOpen, current_key, key_of, open_sealed, seal
from palabre.people.models import SelfDescription, Totp
from tests.factories import make_person

SECRET = "femme trans, et fière"


@pytest.fixture
def ring(settings: Any, tmp_path: Path) -> Path:
    """A ring in a file of its own."""
    file = tmp_path / "field.keys"
    file.write_text(keyfile.new_key())
    settings.FIELD_KEYS_FILE = file
    return file


def held(table: str, column: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{column}" FROM "{table}"')
        return str(cursor.fetchone()[0])


@pytest.mark.covers("SR-24")
@pytest.mark.django_db
def test_the_database_holds_ciphertext_and_the_model_words(ring: Path) -> None:
    SelfDescription.objects.create(person=make_person(), diversity=SECRET, gender="")
    raw = held("people_selfdescription", "diversity")
    assert raw.startswith(f"v1.{current_key()}.")
    assert "trans" not in raw
    assert b"trans" not in base64.urlsafe_b64decode(raw.split(".")[2])
    assert SelfDescription.objects.get().diversity == SECRET
    assert held("people_selfdescription", "gender") == ""


@pytest.mark.covers("SR-24")
@pytest.mark.django_db
def test_a_value_moved_to_another_column_or_changed_does_not_open(ring: Path) -> None:
    SelfDescription.objects.create(person=make_person(), diversity=SECRET)
    raw = held("people_selfdescription", "diversity")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_selfdescription SET gender = %s", [raw])
    with pytest.raises(CannotOpen):
        SelfDescription.objects.get()
    with pytest.raises(CannotOpen):
        open_sealed(raw[:-4] + "AAAA", "people_selfdescription.diversity")
    with pytest.raises(CannotOpen):
        open_sealed("not sealed at all", "people_selfdescription.diversity")


@pytest.mark.covers("SR-24")
def test_another_key_does_not_open_it(ring: Path) -> None:
    sealed = seal(SECRET, "a.b")
    keyfile.put(ring, keyfile.new_key())
    with pytest.raises(CannotOpen) as said:
        open_sealed(sealed, "a.b")
    assert "trans" not in str(said.value)


@pytest.mark.covers("SR-24")
def test_a_new_key_is_taken_up_by_a_process_that_runs_and_the_old_one_still_opens(ring: Path) -> None:
    before = seal(SECRET, "a.b")
    line = keyfile.new_key()
    keyfile.put(ring, f"{line}\n{ring.read_text()}")
    assert current_key() == line.partition(":")[0]
    assert key_of(seal(SECRET, "a.b")) == current_key() != key_of(before)
    assert open_sealed(before, "a.b") == SECRET
    ring.unlink()
    assert open_sealed(before, "a.b") == SECRET, "a file taken away under a running house does not shut it"


def test_given_keys_are_used_as_they_were_given(settings: Any) -> None:
    settings.FIELD_KEYS_FILE = None
    settings.FIELD_KEYS = keyfile.read_ring(f"{keyfile.new_key()},{keyfile.new_key()}")
    assert current_key() == settings.FIELD_KEYS[0][0]


def test_nothing_but_emptiness_can_be_asked_of_a_sealed_field() -> None:
    from django.core.exceptions import FieldError

    with pytest.raises((FieldError, TypeError)):
        Totp.objects.filter(secret="x").exists()
    with pytest.raises((FieldError, TypeError)):
        Totp.objects.filter(secret__contains="x").exists()


@pytest.mark.parametrize(
    "told", ["", "noid", "id:short", "a b:" + "A" * 44, "id:é", "x:" + "A" * 43 + "=,x:" + "A" * 43 + "="]
)
def test_a_ring_that_cannot_be_read_is_refused_without_its_words(told: str) -> None:
    with pytest.raises(ValueError, match="FIELD_KEYS") as said:
        keyfile.read_ring(told)
    assert not told or told not in str(said.value)


def test_a_key_file_is_made_once_and_read_whole_by_all(tmp_path: Path) -> None:
    from tests.races import at_once

    file = tmp_path / "secret.key"
    found = at_once([lambda: keyfile.made_once(file, keyfile.new_key)] * 8)
    assert len(set(found)) == 1
    assert found[0] == file.read_text()
    assert file.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["secret.key"]
