"""The frame of a page: exit, language, places, room."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest
from django.utils import translation

from palabre.communities.models import Community

from .pagetools import asked, faults, read, render, templates

PAGE = """{% extends "kit/page.html" %}{% block title %}Minutes{% endblock %}
{% block content %}<h1>Minutes</h1>{% endblock %}"""
FOCUSABLE = {"a", "button", "input", "select", "textarea"}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def page(path: str = "/x/", *, member: bool = False, **context: object) -> Element:
    html = render(PAGE, context, asked(path, member=member))
    assert faults(html) == []
    return read(html)


def stops(tree: Element) -> list[Element]:
    """What the keyboard reaches, in order."""
    return [one for one in tree.iter() if one.tag in FOCUSABLE and one.attrib.get("type") != "hidden"]


@pytest.mark.parametrize("member", [True, False])
def test_the_exit_is_the_second_stop_of_the_keyboard_and_a_plain_link(member: bool) -> None:
    skip, leave = stops(page(member=member))[:2]
    assert skip.attrib["href"] == "#main"
    assert leave.attrib["href"] == "/exit/"
    assert leave.attrib["rel"] == "noreferrer"


@pytest.mark.covers("SR-20")
def test_the_title_is_the_function_of_the_page_whatever_community_it_is_in() -> None:
    tree = page(member=True, community=Community(name="Voix du Fleuve"), local_items=[("Home", "/c/", True)])
    assert [title.text for title in tree.iter("title")] == ["Minutes – Palabre"]


@pytest.mark.covers("SR-22")
@pytest.mark.parametrize("member", [True, False])
def test_a_page_loads_nothing_but_our_own_files_and_never_more_than_five(member: bool) -> None:
    tree = page(member=member)
    loaded = [one.attrib["src"] for one in tree.iter("script")]
    loaded += [one.attrib["href"] for one in tree.iter("link")]
    assert all(address.startswith("/static/") for address in loaded)
    assert 1 + len(loaded) == (5 if member else 4)
    assert all("defer" in one.attrib for one in tree.iter("script"))


def test_a_member_has_four_places_and_a_visitor_none() -> None:
    assert [nav.attrib["class"] for nav in page().iter("nav")] == []
    bar = page(member=True).find(".//nav[@class='bar']")
    assert bar is not None
    assert 1 <= len(list(bar.iter("a"))) <= 4


def test_the_place_one_is_in_is_marked() -> None:
    from django.urls import reverse

    def current(path: str, **context: object) -> dict[str, str]:
        bar = page(path, member=True, **context).find(".//nav[@class='bar']")
        assert bar is not None
        return {
            link.attrib["href"]: link.attrib["aria-current"] for link in bar.iter("a") if "aria-current" in link.attrib
        }

    me, communities = reverse("people:me"), reverse("communities:list")
    assert current(me) == {me: "page"}
    assert current(f"{me}password/") == {me: "true"}
    assert current("/c/abc/", community=Community(name="C")) == {communities: "true"}
    assert current("/elsewhere/") == {}
    assert current("/elsewhere/", place="me") == {me: "true"}


def test_the_rooms_of_a_community_come_from_the_context() -> None:
    rooms = [("Home", "/x/", True), ("Meetings", "/m/", False)]
    local = page("/x/", member=True, community=Community(name="Voix <du> Fleuve"), local_items=rooms).find(
        ".//nav[@class='local']"
    )
    assert local is not None
    assert [(link.text, link.attrib.get("aria-current")) for link in local.iter("a")] == [
        ("Home", "page"),
        ("Meetings", None),
    ]
    assert "".join(next(local.iter("h2")).itertext()) == "Voix <du> Fleuve"


def test_a_visitor_changes_language_by_an_address_that_keeps_the_page_and_its_questions() -> None:
    link = page("/privacy/?a=1&lang=en").find(".//a[@class='lang']")
    assert link is not None
    assert link.attrib["href"] == "?a=1&lang=fr"
    assert (link.text, link.attrib["lang"], link.attrib["hreflang"]) == ("Français", "fr", "fr")
    home = page("/en/").find(".//a[@class='lang']")
    assert home is not None
    assert home.attrib["href"] == "/fr/"


def test_a_member_changes_language_by_a_form_that_comes_back_to_the_page() -> None:
    tree = page("/x/?older=abc", member=True)
    button = tree.find(".//button[@class='lang']")
    assert button is not None
    assert (button.attrib["name"], button.attrib["value"]) == ("language", "fr")
    assert [one.attrib["value"] for one in tree.iter("input") if one.attrib["name"] == "next"] == ["/x/?older=abc"]


def test_the_chosen_language_goes_along_without_a_cookie() -> None:
    def foot(path: str, *, member: bool = False) -> set[str]:
        found = page(path, member=member).find(".//footer")
        assert found is not None
        return {link.attrib["href"].partition("?")[2] for link in found.iter("a")}

    assert foot("/x/") == {""}
    assert foot("/x/?lang=fr") == {"lang=fr"}
    assert foot("/fr/") == {"lang=fr"}
    assert foot("/x/?lang=xx") == {""}
    assert foot("/x/", member=True) == {"lang=en"}


def test_htmx_keeps_nothing_on_the_device_and_evaluates_nothing() -> None:
    import json

    config = next(
        meta.attrib["content"] for meta in page(member=True).iter("meta") if meta.attrib.get("name") == "htmx-config"
    )
    read_config = json.loads(config)
    assert read_config["historyCacheSize"] == 0
    assert read_config["allowEval"] is read_config["allowScriptTags"] is read_config["includeIndicatorStyles"] is False


def test_a_page_of_a_stranger_to_the_router_still_stands() -> None:
    """Without a request (a server error) the frame is a visitor's and asks nothing."""
    with templates(page=PAGE):
        assert faults(render(PAGE)) == []
