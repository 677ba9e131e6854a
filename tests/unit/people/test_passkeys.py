"""Passkeys: a ceremony serves once, for one use, at this very site."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from palabre.kit.verdict import Refused
from palabre.people.actions import add_passkey, remove_passkey, show_passkey
from palabre.people.models import Passkey, Person
from palabre.people.passkeys import begin_making, begin_showing
from tests.authenticator import Authenticator
from tests.factories import PASSWORD, make_person
from tests.unit.people.factors import is_in, with_passkey

pytestmark = pytest.mark.django_db


@pytest.fixture
def awa() -> Person:
    return make_person("Awa", email="awa@example.org", password=PASSWORD)


def enter(client: Client, device: Authenticator, **said: str):
    ceremony = client.get("/sign-in/").context["ceremony"]
    return client.post(
        "/sign-in/passkey/",
        {"proof_state": ceremony.state, "proof_credential": device.show(ceremony.options), "device": "own", **said},
    )


@pytest.mark.covers("SR-03")
def test_a_passkey_that_checks_its_holder_signs_in_by_itself(awa: Person) -> None:
    device, client = with_passkey(awa), Client()
    answer = enter(client, device, next="/me/security/")
    assert (answer.status_code, answer["Location"]) == (303, "/me/security/")
    assert is_in(client)
    assert client.session["factor"]


def test_one_that_does_not_check_serves_only_as_the_second_step(awa: Person) -> None:
    device, client = with_passkey(awa, verifies=False), Client()
    answer = enter(client, device, email="awa@example.org")
    assert answer.status_code == 422
    assert "second" in answer.content.decode()
    assert 'value="awa@example.org"' in answer.content.decode()
    assert not is_in(client)


@pytest.mark.covers("SR-04")
def test_an_answer_is_not_taken_twice(awa: Person) -> None:
    device = with_passkey(awa)
    ceremony = begin_showing(())
    said = {"proof_state": ceremony.state, "proof_credential": device.show(ceremony.options), "device": "own"}
    assert Client().post("/sign-in/passkey/", said).status_code == 303
    thief = Client()
    assert thief.post("/sign-in/passkey/", said).status_code == 422
    assert not is_in(thief)


def test_wrong_answers_leave_nothing_in_the_cache(awa: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """A flood of them would push out the counters of the throttle, and challenges that were used."""
    device, ceremony = with_passkey(awa), begin_showing(())
    right, kept = device.show(ceremony.options), []
    monkeypatch.setattr("palabre.people.passkeys.cache.add", lambda key, *_, **__: kept.append(key) or True)
    for wrong in (right.replace(json.loads(right)["response"]["signature"], "AAAA"), "{}", "[]", "[" * 19_000):
        with pytest.raises(Refused):
            show_passkey(state=ceremony.state, answer=wrong)
    assert kept == []
    show_passkey(state=ceremony.state, answer=right)
    assert len(kept) == 1


def test_a_challenge_is_not_kept_for_later(awa: Person) -> None:
    device, ceremony = with_passkey(awa), begin_showing(())
    with time_machine.travel(timezone.now() + timedelta(minutes=31)), pytest.raises(Refused):
        show_passkey(state=ceremony.state, answer=device.show(ceremony.options))


@pytest.mark.parametrize("origin", ["https://palabre.example.net", "http://localhost:1", "null"])
def test_a_false_page_gets_nothing(awa: Person, origin: str) -> None:
    device, ceremony = with_passkey(awa), begin_showing(())
    with pytest.raises(Refused):
        show_passkey(state=ceremony.state, answer=device.show(ceremony.options, origin=origin))


def test_a_challenge_of_one_use_is_worth_nothing_in_another(awa: Person) -> None:
    device, other = with_passkey(awa), make_person("Autre")
    for_other, making = begin_showing((), str(other.pk)), begin_making(awa, ())
    for ceremony in (for_other, making):
        with pytest.raises(Refused):
            show_passkey(state=ceremony.state, answer=device.show(ceremony.options))
    ceremony = begin_showing((), str(other.pk))
    with pytest.raises(Refused):
        show_passkey(person=other, state=ceremony.state, answer=device.show(ceremony.options))


def test_a_foreign_signature_or_a_counter_that_goes_back_is_refused(awa: Person) -> None:
    device = with_passkey(awa, counts=True)
    copy = Authenticator(counts=True, key=device.key, credential_id=device.credential_id)
    false = Authenticator(credential_id=device.credential_id)
    for _number in range(2):
        ceremony = begin_showing(())
        assert show_passkey(state=ceremony.state, answer=device.show(ceremony.options)).passkey.person == awa
    for one in (copy, false):
        ceremony = begin_showing(())
        with pytest.raises(Refused):
            show_passkey(state=ceremony.state, answer=one.show(ceremony.options))


@pytest.mark.parametrize(
    "answer", ["", "x", "{}", "[]", '{"rawId": 7}', '{"rawId": "AAAA", "id": "AAAA"}', "9" * 30_000]
)
def test_rubbish_is_refused_calmly(awa: Person, answer: str) -> None:
    with_passkey(awa)
    ceremony = begin_showing(())
    sent = {"proof_state": ceremony.state, "proof_credential": answer, "device": "own"}
    assert Client().post("/sign-in/passkey/", sent).status_code == 422
    again = begin_making(awa, ())
    with pytest.raises(Refused):
        add_passkey(actor=awa, label="x", state=again.state, answer=answer)
    assert Client().post("/sign-in/passkey/", {"proof_state": "x", "proof_credential": "{}"}).status_code == 422


def test_a_closed_account_does_not_come_in_by_its_passkey(awa: Person) -> None:
    device = with_passkey(awa)
    Person.objects.filter(pk=awa.pk).update(is_active=False)
    client = Client()
    assert enter(client, device).status_code == 422
    assert not is_in(client)


def test_one_passkey_belongs_to_one_account(awa: Person) -> None:
    device, other = with_passkey(awa), make_person("Autre")
    ceremony = begin_making(other, ())
    with pytest.raises(Refused):
        add_passkey(actor=other, label="x", state=ceremony.state, answer=device.make(ceremony.options))
    assert Passkey.objects.count() == 1


def test_nobody_takes_anothers_passkey_away(awa: Person) -> None:
    with_passkey(awa)
    with pytest.raises(Refused):
        remove_passkey(actor=make_person("Autre"), passkey=Passkey.objects.get())
    remove_passkey(actor=awa, passkey=Passkey.objects.get())
    assert not Passkey.objects.exists()


def test_the_device_learns_no_name(awa: Person) -> None:
    """A list of passkeys on a seized telephone names this site, and nobody."""
    said = json.loads(begin_making(awa, ()).options)
    assert "Awa" not in json.dumps(said)
    assert awa.email not in json.dumps(said)
    assert said["rp"] == {"name": "Palabre", "id": "localhost"}
    assert said["authenticatorSelection"]["userVerification"] == "preferred"
    assert said["authenticatorSelection"]["residentKey"] == "preferred"


def test_ten_passkeys_are_enough(awa: Person) -> None:
    for _number in range(10):
        with_passkey(awa)
    with pytest.raises(Refused):
        with_passkey(awa)
