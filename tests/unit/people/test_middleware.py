"""Who comes in, in which language, at which hour."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import get_resolver

from palabre.people.models import Person
from tests.factories import make_person

pytestmark = pytest.mark.django_db
AsPerson = Callable[[Person | None], Client]


@pytest.mark.covers("SR-11")
def test_every_page_asks_for_a_sign_in_and_brings_one_back() -> None:
    answer = Client().get("/me/password/?x=1")
    assert answer.status_code == 302
    assert answer["Location"] == "/sign-in/?next=%2Fme%2Fpassword%2F%3Fx%3D1"


def test_a_post_is_not_repeated_after_the_sign_in() -> None:
    assert Client().post("/me/calendar/")["Location"] == "/sign-in/"


def test_htmx_is_led_to_the_sign_in_as_a_whole_page() -> None:
    answer = Client().post(
        "/me/calendar/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/me/?a=1"}
    )
    assert answer.status_code == 200
    assert answer["HX-Redirect"] == "/sign-in/?next=%2Fme%2F%3Fa%3D1"
    assert answer.content == b""


def test_an_address_that_cannot_be_read_leads_to_the_sign_in_page_all_the_same() -> None:
    answer = Client().get("/me/", headers={"HX-Request": "true", "HX-Current-URL": "http://[x"})
    assert answer["HX-Redirect"] == "/sign-in/"


def test_an_address_that_does_not_exist_is_absent_for_visitors_too(as_person: AsPerson) -> None:
    for client in (Client(), as_person(make_person())):
        assert client.get("/there/is/nothing/here/").status_code == 404


@pytest.mark.covers("SR-08")
def test_a_closed_account_is_out_at_once(as_person: AsPerson) -> None:
    person = make_person()
    client = as_person(person)
    Person.objects.update(is_active=False)
    assert client.get("/me/").status_code == 302


def test_visitors_read_the_language_of_their_browser_and_may_change_it_for_a_page() -> None:
    def language(path: str, accept: str) -> str:
        return Client().get(path, headers={"Accept-Language": accept})["Content-Language"]

    assert language("/sign-in/", "fr-ML,fr;q=0.9") == "fr"
    assert language("/sign-in/", "en-GB") == "en"
    assert language("/sign-in/", "pt") == "en"
    assert language("/sign-in/?lang=fr", "en") == "fr"
    assert language("/sign-in/?lang=xx", "fr") == "fr"
    assert "Accept-Language" in Client().get("/sign-in/")["Vary"]
    assert not Client().get("/sign-in/?lang=fr").cookies.get("language")


def test_a_person_reads_her_language_whatever_the_browser_says(as_person: AsPerson) -> None:
    client = as_person(make_person(language="fr"))
    assert client.get("/me/", headers={"Accept-Language": "en"})["Content-Language"] == "fr"
    assert client.get("/me/?lang=en")["Content-Language"] == "en"
    assert client.get("/me/")["Content-Language"] == "fr"


def test_a_person_reads_her_own_clock(as_person: AsPerson) -> None:
    import time_machine

    with time_machine.travel("2026-11-20 22:30Z", tick=False):
        east = as_person(make_person(language="en", zone="Asia/Dhaka")).get("/me/").content.decode()
        west = as_person(make_person(language="en", zone="America/Lima")).get("/me/").content.decode()
    assert "21 November 2026" in east
    assert "20 November 2026" in west


POSTS = [
    "/sign-in/",
    "/sign-in/link/",
    "/sign-in/link/x/",
    "/sign-in/factor/",
    "/sign-in/factor/lost/",
    "/sign-in/factor/without/",
    "/sign-in/passkey/",
    "/sign-out/",
    "/lock/",
    "/lock/opening/",
    "/me/",
    "/me/profile/",
    "/me/lock/",
    "/me/password/",
    "/me/email/",
    "/me/email/x/",
    "/address/x/",
    "/me/security/",
    "/me/security/check/",
    "/me/security/request/",
    "/me/security/sheet/",
    "/me/security/sheet/keeping/",
    "/me/security/sheet/removal/",
    "/me/security/generator/",
    "/me/security/generator/start/",
    "/me/security/generator/removal/",
    "/me/security/passkeys/",
    "/me/security/passkeys/222222222222/removal/",
    "/me/language/",
    "/me/calendar/",
    "/me/devices/others/departure/",
    "/me/devices/x/departure/",
    "/me/drafts/minutes/",
]


def test_the_list_of_forms_is_whole() -> None:
    people = next(one for one in get_resolver().url_patterns if getattr(one, "namespace", "") == "people")
    assert len(people.url_patterns) == len(POSTS)


@pytest.mark.covers("SR-54")
@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("htmx", [{}, {"HX-Request": "true"}])
def test_a_form_without_its_guard_is_refused(path: str, htmx: dict[str, str]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_person())
    assert client.post(path, {}, headers=htmx).status_code == 403


@pytest.mark.covers("SR-20")
def test_pages_of_an_account_are_kept_nowhere(as_person: AsPerson) -> None:
    client = as_person(make_person("Salimata"))
    for path in ("/me/", "/me/password/"):
        answer = client.get(path)
        assert answer["Cache-Control"] == "no-store"
        assert answer["Referrer-Policy"] == "no-referrer"
        title = answer.content.decode().split("<title>")[1].split("</title>")[0]
        assert "Salimata" not in title
        assert title.endswith("Palabre")
