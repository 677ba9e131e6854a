"""The pages on which a person takes up a second factor and gives it up."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from palabre.journal.models import Entry
from palabre.journal.telling import REGISTRY
from palabre.people.actions import code_holds
from palabre.people.models import CodeSheet, Passkey, Person, Session, SheetCode, Totp
from tests.authenticator import Authenticator
from tests.factories import PASSWORD, make_person
from tests.unit.people.factors import sign_in, with_generator, with_passkey, with_sheet

AsPerson = Callable[[Person], Client]
pytestmark = pytest.mark.django_db
HUB = "/me/security/"


@pytest.fixture
def awa() -> Person:
    return make_person("Awa", email="awa@example.org", password=PASSWORD)


def codes_on(page: str) -> list[str]:
    return re.findall(r"<code>(\w{4}-\w{4})</code>", page)


@pytest.mark.covers("SR-03")
def test_a_sheet_is_made_printed_and_shown_only_once(awa: Person) -> None:
    client = sign_in(awa)
    assert client.post(f"{HUB}sheet/").status_code == 303
    assert not CodeSheet.objects.exists(), "nothing counts before she has it in her hands"
    codes = codes_on(client.get(f"{HUB}sheet/").content.decode())
    assert len(codes) == 12
    assert codes == codes_on(client.get(f"{HUB}sheet/").content.decode()), "a reload shows the same sheet"
    assert client.post(f"{HUB}sheet/keeping/")["Location"] == HUB
    page = client.get(f"{HUB}sheet/").content.decode()
    assert codes_on(page) == []
    assert "12" in page
    assert not any(code in page + client.get(HUB).content.decode() for code in codes)
    assert all(code_holds(awa, code) for code in codes)


def test_the_session_table_holds_no_code(awa: Person) -> None:
    client = sign_in(awa)
    client.post(f"{HUB}sheet/")
    codes = codes_on(client.get(f"{HUB}sheet/").content.decode())
    kept = str(Session.objects.get(person=awa).get_decoded())
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)


def test_a_sheet_that_was_shown_for_too_long_does_not_count(awa: Person) -> None:
    client = sign_in(awa)
    client.post(f"{HUB}sheet/")
    session = client.session
    session["proved"] = (timezone.now() + timedelta(minutes=31)).timestamp()
    session.save()
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        assert client.post(f"{HUB}sheet/keeping/")["Location"] == f"{HUB}sheet/"
    assert not CodeSheet.objects.exists()


def test_a_page_that_is_read_writes_no_factor(awa: Person) -> None:
    client = sign_in(awa)
    for page in ("", "sheet/", "generator/", "passkeys/"):
        assert client.get(f"{HUB}{page}").status_code == 200
    assert not Totp.objects.exists()
    assert not CodeSheet.objects.exists()


@pytest.mark.covers("SR-03")
def test_the_generator_is_set_up_by_its_square_or_by_typing(awa: Person) -> None:
    client = sign_in(awa)
    assert client.post(f"{HUB}generator/start/").status_code == 303
    page = client.get(f"{HUB}generator/").content.decode()
    assert "<svg" in page.split('class="scan"')[1][:200]
    assert 'style="' not in page
    typed = re.search(r'class="letters">([A-Z2-7 ]+)<', page)
    assert typed is not None
    totp = pyotp.TOTP(typed[1].replace(" ", ""))
    assert client.post(f"{HUB}generator/", {"code": "12"}).status_code == 422
    before = client.session.session_key
    assert client.post(f"{HUB}generator/", {"code": totp.at(datetime.now(UTC))}).status_code == 303
    assert client.session.session_key != before, "SR-07: a new right, a new id"
    assert client.session["factor"]
    page = client.get(f"{HUB}generator/").content.decode()
    assert "scan" not in page, "the secret is not shown again"
    client.post(f"{HUB}generator/removal/")
    assert not Totp.objects.exists()


@pytest.mark.covers("SR-03")
def test_a_passkey_is_made_listed_and_taken_away(awa: Person) -> None:
    client, device = sign_in(awa), Authenticator()
    ceremony = client.get(f"{HUB}passkeys/").context["ceremony"]
    said = {"label": "Téléphone", "proof_state": ceremony.state, "proof_credential": device.make(ceremony.options)}
    assert client.post(f"{HUB}passkeys/", said).status_code == 303
    assert client.post(f"{HUB}passkeys/", said).status_code == 422, "a ceremony serves once"
    assert "Téléphone" in client.get(f"{HUB}passkeys/").content.decode()
    passkey = Passkey.objects.get()
    assert client.post(f"{HUB}passkeys/{passkey.public_id}/removal/").status_code == 303
    assert not Passkey.objects.exists()


def test_anothers_passkey_is_not_there(awa: Person, as_person: AsPerson) -> None:
    with_passkey(awa)
    url = f"{HUB}passkeys/{Passkey.objects.get().public_id}/removal/"
    assert as_person(make_person("Autre")).post(url).status_code == 404
    assert Passkey.objects.exists()


def test_without_javascript_the_button_says_why(awa: Person) -> None:
    for page in (Client().get("/sign-in/"), sign_in(awa).get(f"{HUB}passkeys/")):
        words = page.content.decode()
        button = re.search(r"<button[^>]*data-passkey[^>]*>", words)
        assert button is not None
        assert " disabled" in button[0]
        assert 'aria-describedby="passkey-off"' in button[0]
        assert 'id="passkey-off"' in words


def test_the_hub_says_what_there_is_in_both_languages(awa: Person, as_person: AsPerson) -> None:
    client = as_person(awa)
    assert "feuille" in client.get(HUB).content.decode().lower()
    with_sheet(awa)
    SheetCode.objects.filter(number=1).update(used_at=timezone.now())
    with_generator(awa)
    assert "11 codes left" in client.get(f"{HUB}?lang=en").content.decode()
    assert "11 codes" in client.get(f"{HUB}?lang=fr").content.decode()


@pytest.mark.covers("SR-08")
def test_after_a_change_the_other_devices_can_be_signed_out(awa: Person, as_person: AsPerson) -> None:
    here, there = sign_in(awa), as_person(awa)
    with_sheet(awa)
    session = here.session
    session["factor"] = 1
    session.save()
    assert "/me/devices/others/departure/" in here.get(HUB).content.decode()
    here.post("/me/devices/others/departure/")
    assert there.get("/me/").status_code == 302
    assert here.get(HUB).status_code == 200


def test_every_change_is_told_by_a_mail_that_names_nobody(awa: Person) -> None:
    with_sheet(awa)
    (entry,) = Entry.objects.filter(kind="people.factor_added")
    (told,) = [telling for teller in REGISTRY.tellers[entry.kind] for telling in teller(entry)]
    assert (told.person_id, told.mail) == (awa.pk, "people/email/safety.txt")
    assert entry.facts == {"factor": "sheet"}


def test_the_page_of_the_password_counts_wrong_guesses(awa: Person) -> None:
    client = sign_in(awa)
    said = {"old": "not the password", "password": "quinze oiseaux sur le toit"}
    answers = [client.post("/me/password/", said) for _number in range(6)]
    errors = [str(answer.context["form"].errors["old"]) for answer in answers]
    assert errors[0] != errors[-1]
    assert client.post("/me/password/", {**said, "old": PASSWORD}).status_code == 422
