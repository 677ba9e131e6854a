"""A new key: everything is sealed anew, in pieces, whatever comes between; an old key goes when nothing needs it."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest

from palabre.config import sealing as verbs
from palabre.exchange.actions import resealing
from palabre.exchange.queries.sealed import sealed_fields, sealed_values, sealing
from palabre.kit import keyfile
from palabre.kit.keyring import SealedText, current_key
from palabre.people.models import SelfDescription, Totp
from tests.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def ring(settings: Any, tmp_path: Path) -> Path:
    file = tmp_path / "field.keys"
    file.write_text(keyfile.new_key())
    settings.FIELD_KEYS_FILE = file
    return file


def fill(number: int) -> list[Totp]:
    for place in range(number):
        SelfDescription.objects.create(
            person=make_person(), diversity=f"mots {place}", gender="elle" if place % 2 else ""
        )
    return [Totp.objects.create(person=make_person(), secret=f"SECRET{place}") for place in range(number)]


def settled(ring: Path) -> None:
    """As if the ring had last changed an hour ago."""
    os.utime(ring, (time.time() - 3600, time.time() - 3600))


def test_every_sealed_field_of_every_model_is_known() -> None:
    from django.apps import apps

    names = {f"{model._meta.label}.{field.name}" for model, field in sealed_fields()}
    assert {"people.Totp.secret", "people.SelfDescription.diversity"} <= names
    assert len(names) == sum(
        isinstance(field, SealedText) for model in apps.get_models() for field in model._meta.get_fields()
    )


@pytest.mark.covers("SR-24")
def test_a_rotation_seals_everything_anew_and_the_words_stay(ring: Path) -> None:
    fill(5)
    old = current_key()
    before = sealing()
    assert [(one.name, one.current, one.sealed) for one in before.keys] == [(old, True, 12)]
    verbs.rotate()
    now = sealing()
    assert [(one.name, one.sealed) for one in now.keys] == [(current_key(), 12), (old, 0)]
    assert (old != current_key(), now.waiting, now.strangers) == (True, 0, 0)
    assert sorted(SelfDescription.objects.values_list("diversity", flat=True)) == [f"mots {n}" for n in range(5)]
    assert sorted(Totp.objects.values_list("secret", flat=True)) == [f"SECRET{n}" for n in range(5)]


@pytest.mark.covers("SR-24")
def test_a_rotation_that_was_broken_off_is_finished_before_another_key_is_made(ring: Path, monkeypatch) -> None:
    fill(4)
    old = current_key()
    done = resealing._reseal_value
    calls = []

    def dies(*told):
        calls.append(told)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return done(*told)

    monkeypatch.setattr(resealing, "_reseal_value", dies)
    monkeypatch.setattr(resealing.reseal, "__kwdefaults__", {"batch": 2})
    with pytest.raises(KeyboardInterrupt):
        verbs.rotate()
    monkeypatch.setattr(resealing, "_reseal_value", done)
    made = current_key()
    assert made != old
    assert 0 < sealing().waiting < 10
    verbs.rotate()
    assert current_key() == made, "no third key"
    assert sealing().waiting == 0
    assert sorted(Totp.objects.values_list("secret", flat=True)) == [f"SECRET{n}" for n in range(4)]


@pytest.mark.covers("SR-24")
def test_what_somebody_writes_meanwhile_is_left_as_she_wrote_it(ring: Path) -> None:
    (totp,) = fill(1)
    _model, field = next(one for one in sealed_fields() if one[0] is Totp)
    raw = sealed_values(Totp, field).get().raw
    keyfile.put(ring, f"{keyfile.new_key()}\n{ring.read_text()}")
    Totp.objects.filter(pk=totp.pk).update(secret="NEWER")
    assert resealing._reseal_value(Totp, field, totp.pk, raw) == 0
    assert Totp.objects.get().secret == "NEWER"


def test_a_key_goes_only_when_nothing_is_sealed_under_it(ring: Path) -> None:
    fill(1)
    first = current_key()
    settled(ring)
    for name, why in ((first, "today"), ("beef", "no key")):
        with pytest.raises(verbs.NotNow, match=why):
            verbs.drop(name)
    keyfile.put(ring, f"{keyfile.new_key()}\n{ring.read_text()}")
    settled(ring)
    with pytest.raises(verbs.NotNow, match="still seals"):
        verbs.drop(first)
    verbs.rotate()
    os.utime(ring)
    with pytest.raises(verbs.NotNow, match="minute"):
        verbs.drop(first)
    settled(ring)
    verbs.drop(first)
    assert [one.name for one in sealing().keys] == [current_key()]
    assert Totp.objects.get().secret == "SECRET0"


def test_a_ring_from_the_environment_is_not_written_but_said(settings: Any) -> None:
    settings.FIELD_KEYS_FILE = None
    settings.FIELD_KEYS = keyfile.read_ring(keyfile.new_key())
    fill(1)
    lines = verbs.rotate()
    made = keyfile.read_ring(lines[1])
    assert sealing().keys[0].sealed == 2
    settings.FIELD_KEYS = (*made, *settings.FIELD_KEYS)
    assert "2 values" in verbs.rotate()[0]
    assert [(one.name, one.sealed) for one in sealing().keys] == [(made[0][0], 2), (settings.FIELD_KEYS[1][0], 0)]


def test_values_under_a_lost_key_are_counted_and_left(ring: Path) -> None:
    fill(1)
    keyfile.put(ring, keyfile.new_key())
    assert sealing().strangers == 2
    assert any("2 values are sealed under a key that is not in the ring" in line for line in verbs.rotate())
    assert sealing().strangers == 2


def test_the_verb_lists_ids_and_counts_and_no_key(ring: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from palabre.config.verbs.keys import main

    fill(1)
    assert main([]) == 0
    said = capsys.readouterr().out
    assert f"{current_key()}\t2 values  (current)" in said
    assert ring.read_text().partition(":")[2] not in said
    assert main(["drop", "beef"]) == 1
    with pytest.raises(SystemExit):
        main(["drop"])


def test_the_pair_is_printed_once_and_kept_nowhere(capsys: pytest.CaptureFixture[str], settings: Any) -> None:
    from palabre.config.verbs.keys import main
    from palabre.kit.boxes import PUBLIC, read_key

    assert main(["backup-pair"]) == 0
    words = capsys.readouterr().out.split()
    (public,) = [word.removeprefix("BACKUP_KEY=") for word in words if word.startswith("BACKUP_KEY=")]
    (secret,) = [word for word in words if word.startswith("backup-secret-")]
    assert len(read_key(public, PUBLIC)) == 32
    kept = [path for path in Path(settings.DATA).rglob("*") if path.is_file() and secret.encode() in path.read_bytes()]
    assert kept == []
