"""Between the password and the session: the second factor (SR-03, SR-05, SR-07)."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from palabre.journal.models import Entry
from palabre.people.actions import make_mail_link
from palabre.people.models import Person, Session, SheetCode
from tests.factories import PASSWORD, make_person
from tests.unit.people.factors import is_in, second_step, sign_in, with_generator, with_passkey, with_sheet

pytestmark = pytest.mark.django_db
NEW = "quinze oiseaux sur le toit"


@pytest.fixture
def awa() -> Person:
    return make_person("Awa", email="awa@example.org", password=PASSWORD)


@pytest.mark.covers("SR-03")
def test_the_password_alone_signs_nobody_in_who_has_a_factor(awa: Person) -> None:
    codes = with_sheet(awa)
    client = Client()
    answer = client.post("/sign-in/", {"email": awa.email, "password": PASSWORD, "device": "own", "next": "/me/"})
    assert answer["Location"] == "/sign-in/factor/"
    assert not is_in(client)
    assert not Session.objects.filter(person=awa).exists(), "the session of this step is nobody's"
    assert not Entry.objects.filter(kind="people.signed_in").exists()
    waiting = client.session.session_key
    answer = second_step(client, codes[0])
    assert (answer.status_code, answer["Location"]) == (303, "/me/")
    assert is_in(client)
    assert client.session.session_key != waiting
    entry = Entry.objects.get(kind="people.signed_in")
    assert (entry.facts["way"], entry.facts["factor"]) == ("password", "sheet")


def test_the_generator_serves_too_and_says_which(awa: Person) -> None:
    totp = with_generator(awa)
    client = sign_in(awa)
    assert "six" in client.get("/sign-in/factor/").content.decode()
    assert second_step(client, totp.now()).status_code == 303
    assert is_in(client)


@pytest.mark.covers("SR-04")
def test_a_code_that_was_used_does_not_come_in_again(awa: Person) -> None:
    codes = with_sheet(awa)
    second_step(sign_in(awa), codes[0])
    thief = sign_in(awa)
    answer = second_step(thief, codes[0])
    assert answer.status_code == 422
    assert not is_in(thief)
    assert second_step(thief, codes[1]).status_code == 303


@pytest.mark.covers("SR-05")
@pytest.mark.parametrize("purpose", ["sign_in", "new_password"])
def test_a_link_from_a_mail_never_passes_the_factor_by(awa: Person, purpose: str) -> None:
    codes = with_sheet(awa)
    link = make_mail_link(person=awa, purpose=purpose)
    client = Client()
    answer = client.post(f"/sign-in/link/{link.token()}/", {"device": "shared", "password": NEW})
    assert answer["Location"] == "/sign-in/factor/"
    assert not is_in(client)
    assert second_step(client, codes[0]).status_code == 303
    assert is_in(client)


def test_without_the_first_step_there_is_no_second(awa: Person) -> None:
    codes = with_sheet(awa)
    client = Client()
    assert client.get("/sign-in/factor/")["Location"] == "/sign-in/"
    for page in ("", "lost/", "without/"):
        assert client.post(f"/sign-in/factor/{page}", {"proof_code": codes[0]})["Location"] == "/sign-in/"
    assert not is_in(client)
    assert SheetCode.objects.filter(used_at=None).count() == 12


def test_the_second_step_waits_ten_minutes(awa: Person) -> None:
    codes = with_sheet(awa)
    client = sign_in(awa)
    with time_machine.travel(timezone.now() + timedelta(minutes=9)):
        assert client.get("/sign-in/factor/").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert second_step(client, codes[0])["Location"] == "/sign-in/"
        assert not is_in(client)


def test_a_password_changed_meanwhile_ends_the_wait(awa: Person) -> None:
    codes = with_sheet(awa)
    client = sign_in(awa)
    awa.set_password(NEW)
    awa.save()
    assert second_step(client, codes[0])["Location"] == "/sign-in/"


def test_an_account_closed_meanwhile_does_not_come_in(awa: Person) -> None:
    codes = with_sheet(awa)
    client = sign_in(awa)
    Person.objects.filter(pk=awa.pk).update(is_active=False)
    assert second_step(client, codes[0])["Location"] == "/sign-in/"


@pytest.mark.covers("SR-06")
def test_guessing_codes_is_slowed_down(awa: Person) -> None:
    codes = with_sheet(awa)
    client = sign_in(awa)
    client.cookies.pop("palabre-known", None)
    said = [list(second_step(client, f"{number:06}").context["form"].non_field_errors()) for number in range(8)]
    assert said[0] == []
    assert said[-1] != []
    assert second_step(client, codes[0]).status_code == 422, "even the right code waits"
    home = sign_in(make_person("Autre", password=PASSWORD))
    assert is_in(home), "nobody else waits"


def test_an_empty_code_is_asked_for_calmly(awa: Person) -> None:
    with_sheet(awa)
    answer = second_step(sign_in(awa), "")
    assert answer.status_code == 422
    assert answer.context["form"].errors["proof_code"]


def test_the_last_code_leads_to_a_new_sheet_and_nowhere_else(awa: Person) -> None:
    codes = with_sheet(awa)
    SheetCode.objects.exclude(number=12).update(used_at=timezone.now())
    client = sign_in(awa)
    assert second_step(client, codes[11])["Location"] == "/me/security/sheet/"
    assert client.get("/me/")["Location"] == "/me/security/sheet/"
    client.post("/me/security/sheet/")
    client.post("/me/security/sheet/keeping/")
    assert is_in(client)


def test_few_codes_left_are_told_at_the_sign_in(awa: Person) -> None:
    codes = with_sheet(awa)
    SheetCode.objects.filter(number__lte=9).update(used_at=timezone.now())
    client = sign_in(awa)
    assert second_step(client, codes[11])["Location"] == "/me/security/sheet/"
    assert is_in(client), "told, not held"


def test_a_sheet_that_is_used_up_still_keeps_strangers_out(awa: Person) -> None:
    with_sheet(awa)
    SheetCode.objects.update(used_at=timezone.now())
    client = sign_in(awa)
    assert not is_in(client)
    assert "lost" in client.get("/sign-in/factor/").content.decode()


def test_a_passkey_as_the_second_step_need_not_be_verified(awa: Person) -> None:
    device = with_passkey(awa, verifies=False)
    client = sign_in(awa)
    ceremony = client.get("/sign-in/factor/").context["ceremony"]
    said = {"proof_state": ceremony.state, "proof_credential": device.show(ceremony.options), "proving": "1"}
    assert client.post("/sign-in/factor/", said).status_code == 303
    assert is_in(client)
