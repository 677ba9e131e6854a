"""Quick exit: the session ends on the server, the browser forgets, nothing says what was left."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from palabre.people.models import Person, Session
from tests.factories import make_person

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person | None], Client]


@pytest.fixture
def client_in(as_person: SignIn) -> Client:
    return as_person(make_person("Awa"))


def still_in(client: Client) -> bool:
    return client.get("/")["Location"] == "/home/" if client.get("/").status_code == 302 else False


@pytest.mark.covers("SR-21")
@pytest.mark.parametrize("site", [None, "none", "same-origin"])
def test_a_gesture_of_the_person_ends_the_session_on_the_server(client_in: Client, site: str | None) -> None:
    assert still_in(client_in)
    response = client_in.get("/exit/", headers={"sec-fetch-site": site} if site else {})
    assert response["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert response["Cache-Control"] == "no-store"
    assert Session.objects.count() == 0
    assert not still_in(client_in)


@pytest.mark.covers("SR-54")
@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "same-origin", "sec-purpose": "prefetch"},
        {"purpose": "prefetch"},
    ],
)
def test_another_site_or_a_browser_that_reads_ahead_ends_nothing(client_in: Client, headers: dict[str, str]) -> None:
    response = client_in.get("/exit/", headers=headers)
    assert response.status_code == 200
    assert "Clear-Site-Data" not in response
    assert still_in(client_in)


def test_asking_for_the_headers_only_ends_nothing(client_in: Client) -> None:
    client_in.head("/exit/")
    assert still_in(client_in)


@pytest.mark.covers("SR-21")
def test_every_cookie_of_the_browser_is_ended(client_in: Client) -> None:
    client_in.cookies["messages"] = "something said"
    response = client_in.get("/exit/")
    assert {"messages", "palabre"} <= set(response.cookies)
    assert all(str(cookie["max-age"]) == "0" or not cookie.value for cookie in response.cookies.values())


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_that_follows_names_nothing(client_in: Client, language: str) -> None:
    html = client_in.get("/exit/", headers={"accept-language": language}).content.decode()
    assert "alabre" not in html
    assert "/static/" not in html
    assert "<script" not in html
    assert "<title>" in html


def test_the_instance_may_choose_where_the_exit_leads(client_in: Client, settings) -> None:
    settings.EXIT_PAGE = "https://weather.example/"
    response = client_in.get("/exit/")
    assert (response.status_code, response["Location"]) == (302, "https://weather.example/")
    assert response["Referrer-Policy"] == "no-referrer"
    assert "Clear-Site-Data" in response
    assert Session.objects.count() == 0


def test_a_visitor_may_leave_too(client: Client, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert client.get("/exit/").status_code == 200
