"""Coming in with a password, and going out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from palabre.journal.models import Entry
from palabre.people.models import Person, Session
from tests.factories import PASSWORD, make_person

pytestmark = pytest.mark.django_db
URL = "/sign-in/"


def send(client: Client, email: str, password: str = PASSWORD, **fields: str):
    return client.post(URL, {"email": email, "password": password, "device": "shared", **fields})


@pytest.fixture
def awa() -> Person:
    return make_person("Awa", email="awa@example.org", password=PASSWORD)


def test_the_right_password_opens_the_first_page(awa: Person) -> None:
    client = Client()
    answer = send(client, "AWA@example.org")
    assert answer.status_code == 303
    assert client.get("/me/").status_code == 200
    assert Entry.objects.filter(kind="people.signed_in", actor_id=awa.pk, facts__way="password").exists()


def test_the_session_id_is_new_at_sign_in_even_over_an_old_session(awa: Person) -> None:
    client = Client()
    send(client, awa.email)
    before = client.session.session_key
    send(client, awa.email)
    assert client.session.session_key != before
    assert not Session.objects.filter(pk=before).exists()


def test_unknown_account_wrong_password_and_closed_account_read_the_same(awa: Person) -> None:
    make_person(email="closed@example.org", password=PASSWORD, is_active=False)
    pages = []
    for email, password in (
        (awa.email, "not the password"),
        ("nobody@example.org", PASSWORD),
        ("closed@example.org", PASSWORD),
    ):
        answer = send(Client(), email, password)
        assert answer.status_code == 422
        errors = answer.context["form"].non_field_errors()
        pages.append(list(errors))
        assert "Set-Cookie" not in str(answer.cookies.get("palabre", ""))
    assert pages[0] == pages[1] == pages[2]
    assert len(pages[0]) == 1


def test_an_unknown_account_costs_a_hash_too(awa: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.contrib.auth.hashers import Argon2PasswordHasher

    hashed = []
    true_encode = Argon2PasswordHasher.encode
    monkeypatch.setattr(
        Argon2PasswordHasher, "encode", lambda self, *args, **kw: hashed.append(1) or true_encode(self, *args, **kw)
    )
    send(Client(), "nobody@example.org")
    assert hashed


def test_what_was_typed_comes_back_but_not_the_password(awa: Person) -> None:
    page = send(Client(), awa.email, "not the password").content.decode()
    assert 'value="awa@example.org"' in page
    assert "not the password" not in page


@pytest.mark.parametrize("wanted", ["/me/password/", "/communities/?x=1"])
def test_one_arrives_where_one_wanted_to_go(awa: Person, wanted: str) -> None:
    assert send(Client(), awa.email, next=wanted)["Location"] == wanted


@pytest.mark.parametrize(
    "trap", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "me/"]
)
def test_next_never_leads_elsewhere(awa: Person, trap: str) -> None:
    assert "evil" not in send(Client(), awa.email, next=trap)["Location"]
    assert send(Client(), awa.email, next=trap)["Location"].startswith("/")
    assert trap not in Client().get(URL, {"next": trap}).content.decode()


def test_whoever_is_signed_in_does_not_see_the_form(as_person: Callable[[Person], Client], awa: Person) -> None:
    assert as_person(awa).get(URL, {"next": "/me/"})["Location"] == "/me/"


@pytest.mark.covers("SR-06")
def test_twenty_failures_slow_the_account_down_for_strangers_only(awa: Person) -> None:
    home = Client()
    send(home, awa.email, device="own")
    home.cookies.pop("palabre")
    stranger = Client(REMOTE_ADDR="192.0.2.7")
    answers = [send(stranger, awa.email, f"guess number {n}") for n in range(20)]
    said = [next(iter(answer.context["form"].non_field_errors())) for answer in answers]
    assert said[0] != said[-1]
    assert said[5:] == [said[-1]] * 15
    assert send(stranger, awa.email).status_code == 422, "even the right password waits"
    assert send(home, awa.email).status_code == 303, "the device that the account knows enters"


@pytest.mark.covers("SR-06")
def test_the_wait_grows(awa: Person, settings: Any) -> None:
    import time_machine

    from palabre.people.throttling import Attempt, may_try, note_failure

    # a cache that goes by the clock of this process: Redis goes by its own, which no test can move
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    attempt = Attempt(awa.email, "somewhere")
    waits = []
    with time_machine.travel("2026-11-20 09:00Z", tick=False) as clock:
        for _ in range(20):
            while not may_try(attempt):
                clock.shift(10)
                waits[-1] += 10
                assert waits[-1] < 4_000
            note_failure(attempt)
            waits.append(0)
    assert max(waits[:5]) <= 40
    assert max(waits[5:]) >= 300


def test_an_unknown_account_is_slowed_down_the_same_way() -> None:
    stranger = Client(REMOTE_ADDR="192.0.2.8")
    said = [next(iter(send(stranger, "nobody@example.org").context["form"].non_field_errors())) for _ in range(7)]
    assert said[0] != said[-1]


@pytest.mark.covers("SR-06")
def test_one_source_cannot_try_many_accounts() -> None:
    from palabre.people.throttling import Attempt, may_try, note_failure

    for number in range(20):
        assert may_try(Attempt(f"p{number}@example.net", "here"))
        note_failure(Attempt(f"p{number}@example.net", "here"))
    assert not may_try(Attempt("somebody@example.net", "here"))
    assert may_try(Attempt("somebody@example.net", "elsewhere"))


@pytest.mark.covers("SR-21")
def test_signing_out_ends_the_session_on_the_server_and_clears_the_device(awa: Person) -> None:
    client = Client()
    send(client, awa.email, device="own")
    key = client.session.session_key
    answer = client.post("/sign-out/")
    assert answer.status_code == 303
    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert answer.cookies["palabre"]["max-age"] == 0
    assert not Session.objects.filter(pk=key).exists()
    thief = Client()
    thief.cookies["palabre"] = key
    assert thief.get("/me/")["Location"].startswith(URL)
    assert Entry.objects.filter(kind="people.signed_out", actor_id=awa.pk).exists()


def test_signing_out_is_not_done_by_a_link(as_person: Callable[[Person], Client], awa: Person) -> None:
    client = as_person(awa)
    assert client.get("/sign-out/").status_code == 405
    assert client.get("/me/").status_code == 200


def test_the_form_needs_an_address_and_a_password() -> None:
    answer = Client().post(URL, {"email": "awa", "password": "", "device": "shared"})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"email", "password"}


def test_the_title_names_only_the_function() -> None:
    assert "<title>Sign in – Palabre</title>" in Client().get(reverse("people:sign_in")).content.decode()


def test_capitals_in_an_address_open_no_second_round_of_guesses() -> None:
    from palabre.people.throttling import Attempt, may_try, note_failure

    for number, email in enumerate(["awa@example.org", "AWA@example.org", "Awa@Example.org"] * 2):
        note_failure(Attempt(email, f"place {number}"))
    assert not may_try(Attempt("aWa@example.org", "yet another place"))


def test_one_source_does_not_ask_links_for_everybody() -> None:
    from palabre.people.throttling import may_ask_link

    asked = [may_ask_link(f"p{number}@example.net", "here") for number in range(40)]
    assert asked == [True] * 30 + [False] * 10
    assert may_ask_link("p41@example.net", "elsewhere")


@pytest.mark.covers("SR-06")
def test_a_device_that_one_account_knows_is_a_stranger_to_another(awa: Person) -> None:
    make_person(email="other@example.org", password=PASSWORD)
    theirs = Client()
    send(theirs, "other@example.org", device="own")
    theirs.cookies.pop("palabre")
    for number in range(6):
        send(theirs, awa.email, f"guess number {number}")
    assert send(theirs, awa.email).status_code == 422, "even the right password waits"
    assert send(theirs, "other@example.org").status_code == 303
