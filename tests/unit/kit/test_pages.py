"""Whole pages, fragments, sentences, refusals."""

from __future__ import annotations

import gzip

import pytest
from django.utils import translation

from palabre.kit.pages import refused, render_page, say, see, weighed
from palabre.kit.verdict import Clash, Refused, no

from .pagetools import asked, faults, read, templates

PAGE = """{% extends "kit/page.html" %}{% block title %}Group{% endblock %}
{% block content %}<h1>Group</h1>
{% partialdef place inline %}<div id="place">{{ word }}</div>{% endpartialdef %}{% endblock %}"""


def test_without_htmx_the_whole_page_comes() -> None:
    with templates(page=PAGE):
        html = render_page(asked(), "page.html", {"word": "in"}, fragment="place").content.decode()
    assert html.startswith("<!doctype html>")
    assert '<div id="place">in</div>' in html
    assert faults(html) == []


def test_htmx_gets_only_the_fragment_that_it_asks_for() -> None:
    request = asked(hx_request="true", hx_target="place")
    with templates(page=PAGE):
        response = render_page(request, "page.html", {"word": "in"}, fragment="place", status=422)
    html = response.content.decode()
    assert response.status_code == 422
    assert html.startswith('<div id="place">in</div>')
    assert "<h1>" not in html
    assert "HX-Target" in response["Vary"]


def test_the_sentence_travels_with_the_fragment() -> None:
    request = asked(hx_request="true", hx_target="place")
    say(request, "You are in.")
    with templates(page=PAGE):
        html = render_page(request, "page.html", fragment="place").content.decode()
    said = read(html, whole=False).find(".//div[@id='said']")
    assert said is not None
    assert said.attrib["hx-swap-oob"] == "true"
    assert "You are in." in "".join(said.itertext())


def test_htmx_led_elsewhere_gets_the_whole_page_and_its_address() -> None:
    request = asked("/other/?older=x", hx_request="true", hx_target="somewhere-else")
    with templates(page=PAGE):
        response = render_page(request, "page.html", fragment="place")
    assert response.content.startswith(b"<!doctype html>")
    assert response["HX-Retarget"] == "body"
    assert response["HX-Push-Url"] == "/other/?older=x"


def test_see_leads_on_with_303() -> None:
    response = see(asked(), "/home/")
    assert (response.status_code, response["Location"]) == (303, "/home/")


@pytest.mark.parametrize("tone", ["ok", "warn", "bad", ""])
def test_a_sentence_is_shown_once_in_its_tone(tone: str) -> None:
    request = asked()
    say(request, "Your answer is <noted>.", tone)
    with templates(page=PAGE):
        response = render_page(request, "page.html")
        request._messages.update(response)  # type: ignore[attr-defined]  # as the middleware does
        kept = response.cookies.get("messages")
        following = asked(cookie=f"messages={kept.value}" if kept else "")
        second = render_page(following, "page.html").content.decode()
    first = response.content.decode()
    notice = read(first).find(".//div[@id='said']/div")
    assert notice is not None
    assert notice.attrib["class"] == f"notice {tone}".strip()
    assert "Your answer is <noted>." in "".join(notice.itertext())
    assert "noted" not in second


def test_a_refusal_is_a_page_with_its_sentence() -> None:
    verdict = no("First sign the code.")
    plain, clash = refused(asked(), Refused(verdict)), refused(asked(), Clash(verdict, theirs=None))
    assert (plain.status_code, clash.status_code) == (403, 409)
    assert b"First sign the code." in plain.content
    assert faults(plain.content.decode()) == []


def test_a_page_states_a_weight_near_that_of_the_line() -> None:
    text = " ".join(str(number**3) for number in range(3000))
    with translation.override("en"):
        html = weighed(f"{text}<!--weight-->")
    stated = int(html.rsplit("weighs ", 1)[1].split(" kB")[0])
    assert stated == pytest.approx(len(gzip.compress(text.encode(), 6)) / 1000, rel=0.2)
    assert weighed("no mark") == "no mark"
