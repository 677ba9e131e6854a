"""The same pages under other names, and inside Tor: sign-in without JavaScript on each, every other name refused."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from palabre.config.checks import found
from palabre.config.env import BadSetting, read_env
from palabre.config.hosts import allowed_hosts, onions, trusted_origins
from tests.factories import PASSWORD, make_person

ONION = "http://palabre2345672345672345672345672345672345672345672345672345.onion"
HOST = ONION.removeprefix("http://")
ENV = read_env({"ORIGIN": "https://palabre.example.org", "MIRRORS": f"https://miroir.example.net, {ONION}"})
SECURE = {"HTTP_X_FORWARDED_PROTO": "https"}
DOORS = [("palabre.example.org", SECURE), ("miroir.example.net", SECURE), (HOST, {})]


@pytest.fixture
def mirrored(settings: Any) -> Any:
    """What settings/security.py makes of such an environment."""
    settings.ENV, settings.ORIGIN, settings.MIRRORS = ENV, ENV.public_origin, ENV.mirrors
    settings.ALLOWED_HOSTS, settings.CSRF_TRUSTED_ORIGINS = allowed_hosts(ENV), trusted_origins(ENV)
    settings.ONIONS = onions(ENV)
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for kind, name in (("SESSION", "palabre"), ("CSRF", "form"), ("LANGUAGE", "language")):
        setattr(settings, f"{kind}_COOKIE_NAME", f"__Host-{name}")
        setattr(settings, f"{kind}_COOKIE_SECURE", True)
    return settings


@pytest.mark.covers("SR-67")
@pytest.mark.django_db
@pytest.mark.parametrize(("host", "more"), DOORS)
def test_one_signs_in_on_every_address_without_javascript(mirrored: Any, host: str, more: dict[str, str]) -> None:
    person = make_person("Awa", password=PASSWORD)
    client = Client(enforce_csrf_checks=True, HTTP_HOST=host, **more)
    page = client.get("/sign-in/")
    assert page.status_code == 200
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())
    assert token
    origin = f"{'https' if more else 'http'}://{host}"
    said = {"email": person.email, "password": PASSWORD, "device": "own", "csrfmiddlewaretoken": token[1]}
    answer = client.post("/sign-in/", said, HTTP_ORIGIN=origin)
    assert answer.status_code in (302, 303), answer.content.decode()[:2000]
    assert answer["Location"].startswith("/"), "links stay on the address one came by"
    assert client.get("/me/").status_code == 200
    strange = Client(enforce_csrf_checks=True, HTTP_HOST=host, **more)
    strange.get("/sign-in/")
    assert strange.post("/sign-in/", said, HTTP_ORIGIN="https://evil.example").status_code == 403


@pytest.mark.covers("SR-67", "SR-10")
@pytest.mark.django_db
@pytest.mark.parametrize(("host", "more"), DOORS)
def test_cookies_are_as_shut_as_the_address_allows(mirrored: Any, host: str, more: dict[str, str]) -> None:
    answer = Client(HTTP_HOST=host, **more).get("/sign-in/")
    (cookie,) = answer.cookies.values()
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (True, "Lax", "/", "")
    assert cookie.key == ("__Host-form" if more else "form")
    assert bool(cookie["secure"]) is bool(more)
    assert ("Strict-Transport-Security" in answer) is bool(more)


@pytest.mark.django_db
def test_a_name_with_the_prefix_is_not_taken_from_an_onion_and_none_without_it_elsewhere(mirrored: Any) -> None:
    person = make_person("Awa")
    client = Client()
    client.force_login(person)
    key = client.cookies["__Host-palabre"].value
    assert Client(HTTP_HOST=HOST, HTTP_COOKIE=f"palabre={key}").get("/me/").status_code == 200
    assert Client(HTTP_HOST=HOST, HTTP_COOKIE=f"__Host-palabre={key}").get("/me/").status_code == 302
    secure = {"HTTP_HOST": "palabre.example.org", **SECURE}
    assert Client(HTTP_COOKIE=f"palabre={key}", **secure).get("/me/").status_code == 302
    assert Client(HTTP_COOKIE=f"__Host-palabre={key}", **secure).get("/me/").status_code == 200


@pytest.mark.covers("SR-67")
@pytest.mark.parametrize("host", ["evil.example", f"x.{HOST}", "miroir.example.net.evil.example", "localhost"])
def test_every_other_name_is_refused(mirrored: Any, host: str) -> None:
    assert Client(HTTP_HOST=host, **SECURE).get("/safety/").status_code == 400


@pytest.mark.covers("SR-67")
def test_public_pages_name_the_onion_and_hold_no_absolute_link_of_ours(mirrored: Any) -> None:
    for host, more in DOORS:
        answer = Client(HTTP_HOST=host, **more).get("/safety/", {"lang": "fr"})
        assert answer.get("Onion-Location") == (f"{ONION}/safety/?lang=fr" if more else None)
        body = answer.content.decode()
        assert not any(one.partition("//")[2] in body for one in (ENV.origin, *ENV.mirrors))
    assert "Onion-Location" not in Client(HTTP_HOST="palabre.example.org", **SECURE).get("/sign-in/")


def test_an_instance_without_mirrors_names_no_onion(settings: Any) -> None:
    assert "Onion-Location" not in Client().get("/safety/", secure=True)


@pytest.mark.covers("SR-67")
def test_security_txt_is_the_same_under_every_name(mirrored: Any) -> None:
    texts = {Client(HTTP_HOST=host, **more).get("/.well-known/security.txt").content for host, more in DOORS}
    (text,) = texts
    for one in (ENV.origin, *ENV.mirrors):
        assert f"Canonical: {one}/.well-known/security.txt\n".encode() in text


@pytest.mark.covers("SR-64")
def test_a_mirror_over_plain_http_is_refused(mirrored: Any) -> None:
    assert found() == []
    mirrored.ENV = read_env({"ORIGIN": "https://palabre.example.org", "MIRRORS": "http://miroir.example.net"})
    assert [one.id for one in found()] == ["palabre.E004"]
    for wrong in ("miroir.example.net", "https://x.example/y", "ftp://x.onion"):
        with pytest.raises(BadSetting, match="MIRRORS"):
            read_env({"MIRRORS": wrong})
