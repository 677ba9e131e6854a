"""A gesture that weighs asks once more who is there (SR-09)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from palabre.communities.models import RoleGrant
from palabre.people.models import AddressChange, CodeSheet, Person
from tests.factories import PASSWORD, make_person
from tests.personas import Cast
from tests.unit.people.factors import is_in, second_step, sign_in, with_generator, with_sheet

AsPerson = Callable[[Person], Client]
LATER = timedelta(minutes=6)


@pytest.fixture
def awa(db: None) -> Person:
    return make_person("Awa", email="awa@example.org", password=PASSWORD)


@pytest.mark.covers("SR-09")
def test_the_sign_in_is_a_proof_for_five_minutes(awa: Person) -> None:
    client = sign_in(awa)
    with time_machine.travel(timezone.now() + timedelta(minutes=4, seconds=30)):
        assert 'name="address"' in client.get("/me/email/").content.decode()
    with time_machine.travel(timezone.now() + timedelta(minutes=5, seconds=30)):
        page = client.get("/me/email/").content.decode()
        assert 'name="address"' not in page
        assert 'name="proof_password"' in page


@pytest.mark.covers("SR-09")
@pytest.mark.parametrize(
    "page", ["/me/email/", "/me/security/sheet/", "/me/security/generator/", "/me/security/passkeys/"]
)
def test_a_stale_session_changes_neither_address_nor_factors(awa: Person, page: str) -> None:
    client = sign_in(awa)
    with time_machine.travel(timezone.now() + LATER):
        answer = client.post(page, {"address": "new@example.org", "code": "123456"})
        assert "proof_password" in answer.content.decode()
    assert not AddressChange.objects.exists()
    for way in ("sheet/keeping", "sheet/removal", "generator/start", "generator/removal"):
        with time_machine.travel(timezone.now() + LATER):
            assert "proof_password" in client.post(f"/me/security/{way}/").content.decode()


@pytest.mark.covers("SR-09")
def test_what_was_typed_is_carried_and_sent_on(awa: Person) -> None:
    client = sign_in(awa)
    with time_machine.travel(timezone.now() + LATER):
        page = client.post("/me/email/", {"address": "new@example.org", "once": "abcdefghijk"}).content.decode()
        assert 'name="address" value="new@example.org"' in page
        said = {"address": "new@example.org", "proving": "1", "sending": "1"}
        wrong = client.post("/me/email/", {**said, "proof_password": "not the password"})
        assert wrong.status_code == 422
        assert 'name="address" value="new@example.org"' in wrong.content.decode()
        assert "not the password" not in wrong.content.decode()
        assert not AddressChange.objects.exists()
        right = client.post("/me/email/", {**said, "proof_password": PASSWORD})
        assert right.status_code == 303
    assert AddressChange.objects.get().new == "new@example.org"


def test_a_page_that_was_only_asked_for_is_shown_after_the_proof(awa: Person) -> None:
    client = sign_in(awa)
    with time_machine.travel(timezone.now() + LATER):
        answer = client.post("/me/email/?x=1", {"proving": "1", "proof_password": PASSWORD})
        assert (answer.status_code, answer["Location"]) == (303, "/me/email/?x=1")
        assert 'name="address"' in client.get("/me/email/").content.decode()


@pytest.mark.covers("SR-09", "SR-06")
def test_guesses_are_slowed_down(awa: Person) -> None:
    client = sign_in(awa)
    with time_machine.travel(timezone.now() + LATER):
        for _number in range(6):
            client.post("/me/email/", {"proving": "1", "proof_password": "not the password"})
        assert client.post("/me/email/", {"proving": "1", "proof_password": PASSWORD}).status_code == 422
    fresh = Client(REMOTE_ADDR="192.0.2.9")
    assert is_in(sign_in(awa, fresh)), "the door itself is not shut by it"


def test_a_code_proves_too(awa: Person) -> None:
    totp = with_generator(awa)
    codes = with_sheet(awa)
    client = sign_in(awa)
    second_step(client, codes[0])
    with time_machine.travel(timezone.now() + LATER):
        assert "proof_code" in client.get("/me/email/").content.decode()
        assert client.post("/me/email/", {"proving": "1", "proof_code": codes[1]}).status_code == 303
    assert totp


def test_whoever_has_no_password_uses_the_factor(awa: Person, as_person: AsPerson) -> None:
    nobody = make_person("Sans")
    client = as_person(nobody)
    with time_machine.travel(timezone.now() + LATER):
        page = client.get("/me/email/").content.decode()
        assert "proof_password" not in page
        assert "/sign-out/" in page
    codes = with_sheet(nobody)
    with time_machine.travel(timezone.now() + LATER):
        page = client.get("/me/email/").content.decode()
        assert "proof_password" not in page
        assert client.post("/me/email/", {"proving": "1", "proof_code": codes[0]}).status_code == 303


@pytest.mark.covers("SR-09")
def test_a_session_older_than_the_factor_does_not_take_the_factor_away_with_the_password(awa: Person) -> None:
    old = sign_in(awa)
    codes = with_sheet(awa)
    answer = old.post("/me/security/sheet/removal/", {"proving": "1", "sending": "1", "proof_password": PASSWORD})
    assert CodeSheet.objects.filter(person=awa).exists()
    assert "proof_password" not in answer.content.decode()
    old.post("/me/security/sheet/removal/", {"proving": "1", "sending": "1", "proof_code": codes[0]})
    assert not CodeSheet.objects.filter(person=awa).exists()


def test_passwords_and_files_are_not_carried(awa: Person) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = sign_in(awa)
    with time_machine.travel(timezone.now() + LATER):
        file = SimpleUploadedFile("x.txt", b"hello")
        page = client.post("/me/email/", {"address": "a@example.org", "password": "tres secret", "f": file})
        assert "tres secret" not in page.content.decode()
        assert page.context["files"]


@pytest.mark.covers("SR-09")
def test_a_role_is_not_given_from_a_stale_session(cast: Cast, as_person: AsPerson) -> None:
    cast.coordinator.set_password(PASSWORD)
    cast.coordinator.save()
    client = as_person(cast.coordinator)
    url = f"/c/{cast.here.public_id}/roles/"
    assert client.get(url).status_code == 200
    with time_machine.travel(timezone.now() + LATER):
        form = client.get(url).context["form"]
        person = next(key for key, label in form.fields["person"].choices if label == cast.member.display_name)
        said = {"person": person, "role": "facilitator"}
        held = RoleGrant.objects.count()
        page = client.post(url, said).content.decode()
        assert "proof_password" in page
        assert f'name="person" value="{person}"' in page
        assert RoleGrant.objects.count() == held
        answer = client.post(url, {**said, "proving": "1", "sending": "1", "proof_password": PASSWORD})
        assert answer.status_code == 303
        assert RoleGrant.objects.count() == held + 1
