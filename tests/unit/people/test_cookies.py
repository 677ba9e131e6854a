"""What the browser keeps (SR-10)."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest
from django.test import Client

from tests.factories import PASSWORD, make_person

HTTPS = {
    "SESSION_COOKIE_NAME": "__Host-palabre",
    "CSRF_COOKIE_NAME": "__Host-form",
    "LANGUAGE_COOKIE_NAME": "__Host-language",
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
}


def enter(client: Client, device: str):
    make_person(email="awa@example.org", password=PASSWORD)
    said = {"email": "awa@example.org", "password": PASSWORD, "device": device}
    return client.post("/sign-in/", said, secure=True)


@pytest.mark.django_db
@pytest.mark.covers("SR-10")
def test_over_https_every_cookie_is_bound_to_this_host(settings: Any) -> None:
    for name, value in HTTPS.items():
        setattr(settings, name, value)
    answer = enter(Client(), "own")
    assert answer.status_code == 303
    names = set(answer.cookies)
    assert {"__Host-palabre", "__Host-palabre-gesture", "__Host-palabre-known", "__Host-form"} <= names
    for name, cookie in answer.cookies.items():
        assert name.startswith("__Host-")
        assert cookie["secure"], name
        assert cookie["httponly"], name
        assert cookie["samesite"] == "Lax", name
        assert cookie["path"] == "/", name
        assert not cookie["domain"], name


@pytest.mark.django_db
@pytest.mark.covers("SR-10")
def test_the_sentence_for_the_next_page_travels_in_such_a_cookie_too(settings: Any) -> None:
    for name, value in HTTPS.items():
        setattr(settings, name, value)
    client = Client()
    enter(client, "own")
    answer = client.post("/me/calendar/", secure=True)
    said = {name: cookie for name, cookie in answer.cookies.items() if "said" in name or "message" in name}
    assert set(said) == {"__Host-palabre-said"}
    (cookie,) = said.values()
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, True, "Lax", "/")
    shown = client.get("/me/", secure=True)
    assert shown.cookies["__Host-palabre-said"]["max-age"] == 0


@pytest.mark.covers("SR-10")
def test_the_settings_of_an_https_origin_say_so(tmp_path: os.PathLike[str]) -> None:
    """As the server reads them, in a process of its own."""
    code = (
        "from django.conf import settings as s;"
        "print(s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE,"
        " s.CSRF_COOKIE_NAME, s.CSRF_COOKIE_SECURE, s.CSRF_COOKIE_HTTPONLY)"
    )
    env = {
        **os.environ,
        "DATA": str(tmp_path),
        "ORIGIN": "https://palabre.example.org",
        "PYTHONPATH": "src",
        "DJANGO_SETTINGS_MODULE": "palabre.config.settings",
    }
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["__Host-palabre", "True", "True", "Lax", "__Host-form", "True", "True"]


@pytest.mark.django_db
def test_on_a_shared_device_every_cookie_goes_with_the_browser() -> None:
    cookies = enter(Client(), "shared").cookies
    assert cookies["palabre"]["max-age"] == ""
    assert cookies["palabre"]["expires"] == ""
    assert cookies["palabre-gesture"]["max-age"] == ""
    assert (cookies["form"]["max-age"], cookies["form"]["expires"]) == ("", "")
    assert "palabre-known" not in cookies


@pytest.mark.django_db
def test_on_ones_own_device_the_session_stays_a_week() -> None:
    cookies = enter(Client(), "own").cookies
    assert cookies["palabre"]["max-age"] in range(7 * 86400 - 5, 7 * 86400 + 1)


@pytest.mark.django_db
def test_a_device_that_is_not_said_is_shared() -> None:
    make_person(email="awa@example.org", password=PASSWORD)
    answer = Client().post("/sign-in/", {"email": "awa@example.org", "password": PASSWORD})
    assert answer.status_code == 422
    page = Client().get("/sign-in/").content.decode()
    assert 'value="shared"' in page.split("checked")[0].rsplit("<input", 1)[1]
