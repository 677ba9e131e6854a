"""The headers of every answer."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from palabre.kit.leaving import forget_here
from palabre.kit.middleware import SafeHeaders


def sent(response: HttpResponse, *, secure: bool = False) -> HttpResponse:
    request = RequestFactory().get("/", secure=secure)
    answer = SafeHeaders(lambda _: response)(request)
    assert isinstance(answer, HttpResponse)
    return answer


@pytest.mark.covers("SR-53")
def test_the_policy_lets_nothing_run_or_load_but_our_own_files() -> None:
    policy = sent(HttpResponse())["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules.pop("default-src") == rules.pop("frame-ancestors") == rules.pop("base-uri") == "'none'"
    assert set(rules) == {"script-src", "style-src", "img-src", "font-src", "connect-src", "form-action"}
    assert set(rules.values()) == {"'self'"}


@pytest.mark.covers("SR-20", "SR-53")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Cache-Control", "no-store"),
        ("Referrer-Policy", "no-referrer"),
        ("X-Content-Type-Options", "nosniff"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("X-Frame-Options", "DENY"),
        ("X-Robots-Tag", "noindex, nofollow"),
    ],
)
def test_what_a_view_does_not_say_is_said_safely(name: str, value: str) -> None:
    assert sent(HttpResponse())[name] == value


@pytest.mark.covers("SR-53")
def test_devices_of_the_phone_are_refused_to_every_page() -> None:
    refused = sent(HttpResponse())["Permissions-Policy"]
    assert "camera=()" in refused
    assert "microphone=()" in refused
    assert "geolocation=()" in refused


def test_a_view_may_set_its_own_value() -> None:
    own = HttpResponse(headers={"Cache-Control": "private, max-age=60", "X-Robots-Tag": "all"})
    assert sent(own)["Cache-Control"] == "private, max-age=60"
    assert own["X-Robots-Tag"] == "all"


@pytest.mark.covers("SR-53")
def test_https_is_remembered_for_a_year_and_only_over_https() -> None:
    assert "Strict-Transport-Security" not in sent(HttpResponse())
    assert sent(HttpResponse(), secure=True)["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.covers("SR-68")
def test_an_answer_that_anyone_may_keep_carries_no_cookie() -> None:
    shared, own = HttpResponse(headers={"Cache-Control": "public, max-age=300"}), HttpResponse()
    for response in (shared, own):
        response.set_cookie("session", "secret")
    assert sent(shared).cookies == {}
    assert "session" in sent(own).cookies


@pytest.mark.covers("SR-21")
def test_leaving_has_the_browser_forget_everything() -> None:
    request: HttpRequest = RequestFactory().get("/")
    request.COOKIES = {"__Host-palabre": "x", "form": "y"}
    response = forget_here(request, HttpResponse())
    assert response["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert {name: cookie["max-age"] for name, cookie in response.cookies.items()} == {"__Host-palabre": 0, "form": 0}
    assert response.cookies["__Host-palabre"]["secure"]
