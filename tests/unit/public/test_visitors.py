"""Public pages: without a cookie or a query, the same for everyone, true in both languages."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from palabre.people.models import Person
from palabre.public.urls import urlpatterns
from palabre.public.views import TEXTS
from tests.factories import make_person

# the incident page stands only while there is one: test_incident.py
NAMES = [str(pattern.name) for pattern in urlpatterns if pattern.name != "incident"]
# these read the texts in force from the database: tests/unit/charter/test_pages.py
ASKING = {"principles", "code"}
# these ask one thing: whether a call is open
FIRST = ["landing", "landing_fr", "landing_en"]
PAGES = [*FIRST, *TEXTS]
SITE = Path(__file__).parents[3] / "src" / "palabre"


def tree_of(html: str) -> Element:
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False)
    tree: Element = parser.parse(html)
    return tree


def get(name: str, *, language: str = "en", client: Client | None = None, **query: str) -> str:
    response = (client or Client()).get(reverse(f"public:{name}"), query, headers={"accept-language": language})
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.covers("SR-68")
@pytest.mark.parametrize("name", [name for name in NAMES if name not in {*ASKING, *FIRST}])
def test_a_visitor_gets_no_cookie_and_costs_no_query(name: str) -> None:
    """No `db` here: a query would fail the test."""
    response = Client().get(reverse(f"public:{name}"))
    assert response.status_code == 200
    assert response.cookies == {}


@pytest.mark.covers("SR-68")
@pytest.mark.django_db
@pytest.mark.parametrize("name", FIRST)
def test_the_first_page_asks_only_whether_a_call_is_open(name: str, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        response = Client().get(reverse(f"public:{name}"))
    assert response.cookies == {}
    assert "/calls/" not in response.content.decode()


@pytest.mark.covers("SR-68")
@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name in NAMES if name not in {"exit", *ASKING}])
def test_a_public_page_may_be_kept_by_anyone(name: str) -> None:
    assert Client().get(reverse(f"public:{name}"))["Cache-Control"].startswith("public, max-age=")


@pytest.mark.covers("SR-68")
@pytest.mark.django_db
@pytest.mark.parametrize("name", ["information", "privacy", "safety", "about", "landing_fr", *sorted(ASKING)])
def test_whoever_is_signed_in_sees_the_very_same_page(name: str, as_person: Callable[[Person | None], Client]) -> None:
    member = make_person("Awa", language="fr")
    assert get(name, client=as_person(member)) == get(name)


@pytest.mark.django_db
def test_the_first_page_leads_whoever_is_signed_in_to_their_day(as_person: Callable[[Person | None], Client]) -> None:
    response = as_person(make_person("Awa")).get("/")
    assert (response.status_code, response["Location"]) == (302, "/home/")
    assert "no-store" in response["Cache-Control"]
    assert "Cookie" in Client().get("/")["Vary"]


@pytest.mark.parametrize(
    ("asked", "header", "expected"),
    [
        ({}, "fr-ML,fr;q=0.9,en;q=0.8", "fr"),
        ({}, "en-GB", "en"),
        ({}, "bm,fr;q=0.5", "fr"),
        ({}, "wo", "en"),
        ({}, "", "en"),
        ({"lang": "en"}, "fr", "en"),
        ({"lang": "fr"}, "en", "fr"),
        ({"lang": "xx"}, "fr", "fr"),
    ],
)
def test_the_language_is_that_of_the_address_then_of_the_browser(
    asked: dict[str, str], header: str, expected: str
) -> None:
    response = Client().get("/privacy/", asked, headers={"accept-language": header})
    assert response["Content-Language"] == expected
    assert "Accept-Language" in response["Vary"]
    html = response.content.decode()
    assert f'<html lang="{expected}"' in html
    assert ("Palabre garde le moins possible" in html) is (expected == "fr")


@pytest.mark.django_db
def test_an_address_in_one_language_stays_in_it_whatever_the_browser_says() -> None:
    assert '<html lang="fr"' in get("landing_fr", language="en")
    assert '<html lang="en"' in get("landing_en", language="fr")


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_a_public_page_is_valid_and_each_of_its_links_leads_somewhere(name: str, language: str) -> None:
    tree = tree_of(get(name, language=language))
    links = {link.attrib["href"].partition("?")[0] for link in tree.iter("a")}
    known = {reverse(f"public:{one}") for one in NAMES} | {
        "",
        "#main",
        reverse("people:sign_in"),
        reverse("people:lock"),
        reverse("exchange:data"),
    }
    assert links - known == set()
    headings = [one for one in tree.iter() if one.tag in {"h1", "h2", "h3"}]
    assert [one.tag for one in headings].count("h1") == 1
    assert headings[0].tag == "h1"


@pytest.mark.parametrize("name", TEXTS)
def test_both_languages_have_the_same_shape(name: str) -> None:
    """What is added to one text and forgotten in the other shows here."""
    shapes = []
    for language in ("fr", "en"):
        source = (SITE / "public/templates" / TEXTS[name][language]).read_text()
        shapes.append(re.findall(r"</?(\w+)|{% (\w+)", source))
    assert shapes[0] == shapes[1]


@pytest.mark.parametrize("name", TEXTS)
def test_the_french_is_typeset_as_french_is_and_without_midpoint(name: str) -> None:
    source = re.sub(r"<[^>]*>|{%.*?%}|{{.*?}}", "", (SITE / "public/templates" / TEXTS[name]["fr"]).read_text())
    assert re.findall(r"\w+ [:;!?»]|« |\w[·•]\w|\w'\w", source) == []
    assert re.findall(r"(?<![\u00a0\u202f])[;!?](?=\s)", source) == []


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_a_public_page_is_light(name: str, language: str) -> None:
    """GOALS P5: at most 50 kB with its style and script; the page itself keeps well below."""
    assert len(gzip.compress(get(name, language=language).encode(), 6)) <= 4_000


@pytest.mark.django_db
def test_only_the_first_page_may_be_indexed() -> None:
    assert Client().get("/")["X-Robots-Tag"] == "all"
    assert Client().get("/privacy/")["X-Robots-Tag"] == "noindex, nofollow"
    lines = get("robots").splitlines()
    assert lines[0] == "User-agent: *"
    assert {line for line in lines if line.startswith("Allow")} == {"Allow: /$", "Allow: /fr/$", "Allow: /en/$"}
    assert lines[-1] == "Disallow: /"


def test_security_txt_says_where_until_when_and_in_which_languages(settings) -> None:
    from datetime import UTC, datetime, timedelta

    fields = dict(line.split(": ", 1) for line in get("security").splitlines())
    expires = datetime.fromisoformat(fields["Expires"])
    assert timedelta(days=30) < expires - datetime.now(UTC) < timedelta(days=366)
    assert fields["Contact"] == f"{settings.ORIGIN}/information/"
    assert fields["Preferred-Languages"] == "fr, en"
    settings.SECURITY_CONTACT = "mailto:security@example.org"
    assert "Contact: mailto:security@example.org\n" in get("security")


@pytest.mark.django_db
def test_safety_guide_and_privacy_notice_are_one_step_away_from_every_public_page() -> None:
    for name in PAGES:
        foot = tree_of(get(name)).find(".//footer")
        assert foot is not None
        paths = {link.attrib["href"].partition("?")[0] for link in foot.iter("a")}
        assert paths == {"/information/", "/privacy/", "/safety/", "/about/"}


def test_the_site_says_who_answers_for_it(settings) -> None:
    assert "The organisation that hosts your community." in get("privacy")
    settings.SITE_CONTACT = "Association <Delta>, Ségou"
    assert "Association &lt;Delta&gt;, Ségou" in get("privacy")


def test_a_page_that_does_not_stand_yet_is_not_linked() -> None:
    """The texts name the emergency lock and one's data only where they exist."""
    for name, text in (("people:lock", "safety"), ("people:data", "privacy")):
        try:
            there = reverse(name)
        except NoReverseMatch:
            there = ""
        assert bool(there) is (bool(there) and there in get(text))
        assert 'href=""' not in get(text)


def test_the_public_pages_take_nothing_but_reading() -> None:
    for name in NAMES:
        assert Client().post(reverse(f"public:{name}")).status_code == 405
