"""No page hinders anybody: axe, no sideways scroll, sound HTML, on every page that somebody reaches."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import axe_playwright_python
import html5lib
import pytest
from playwright.sync_api import Page

from tests.browser import plans
from tests.browser.conftest import PERSONAS, Visit, WireOf
from tests.browser.house import House
from tests.browser.walking import Found, unlike

pytestmark = pytest.mark.browser
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
RUN = """rules => axe.run(document, {runOnly: rules, resultTypes: ["violations"]}).then(({violations}) => violations.map(
  one => `${one.id} (${one.impact}): ${one.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(" | ")}`))"""
WIDE = """() => [document.scrollingElement.scrollWidth, innerWidth,
  [...document.querySelectorAll("body *")].filter(one => one.getBoundingClientRect().right > innerWidth + 1
    && getComputedStyle(one).position !== "absolute").slice(0, 3).map(one => one.outerHTML.slice(0, 120))]"""
# (dark, width, language): between both rounds every page is seen in each theme, at each width, in each language
ROUNDS = (((False, 360, "fr"), (True, 1280, "en")), ((True, 360, "en"), (False, 1280, "fr")))


POSTGRESQL = os.environ.get("DATABASE_URL", "").startswith("postgres")


@cache
def axe() -> str:
    return next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text()


def complaints(page: Page) -> list[str]:
    """What axe says of the page as it stands, and whether it scrolls sideways at this width and at 320."""
    found: list[str] = page.evaluate(RUN, RULES)
    width = (page.viewport_size or {"width": 0})["width"]
    for narrow in {320, width} if width == 360 else {width}:
        page.set_viewport_size({"width": narrow, "height": 800})
        scrolled, shown, culprits = page.evaluate(WIDE)
        if scrolled > shown:
            found.append(f"scrolls sideways at {narrow}: {scrolled} px: {culprits}")
    return found


def in_every_way(
    visit: Visit, who: str | None, opened: Iterable[tuple[str, Callable[[Page, str], object]]]
) -> list[str]:
    """Each page in two of the four ways, turn by turn (with PostgreSQL, which writes the same pages, in one)."""
    pages = {dark: visit(who, dark=dark) for dark in (False, True)}
    for page in pages.values():
        page.add_init_script(axe())
    found = []
    for number, (name, go) in enumerate(opened):
        both = ROUNDS[number % 2]
        for dark, width, language in both[number // 2 % 2 :][:1] if POSTGRESQL else both:
            page = pages[dark]
            page.set_viewport_size({"width": width, "height": 800})
            go(page, language)
            found += [f"{name} {language} {width}{' dark' if dark else ''}: {what}" for what in complaints(page)]
    return found


def in_language(url: str, language: str) -> str:
    """Pages for visitors have an address for each language, the others a word in it."""
    return f"{url}{'&' if '?' in url else '?'}lang={language}"


@pytest.mark.parametrize("who", PERSONAS)
def test_axe_finds_nothing(who: str | None, reachable: list[Found], visit: Visit) -> None:
    """Pages that only repeat for another person what was seen already are left out; `reachable` is in one order."""
    mine = [page for page in unlike(reachable) if page.who == (who or "visitor")]
    assert mine
    to = [(page.url, lambda tab, language, url=page.url: tab.goto(in_language(url, language))) for page in mine]
    assert in_every_way(visit, who, to) == []


def test_axe_finds_nothing_where_something_went_wrong(visit: Visit, wire: WireOf, demo: House) -> None:
    """Pages to which no link leads: a refused form, an absent page, the link of a mail, what is said in the minutes."""
    lead = wire("facilitator")
    meeting = plans.plan_now(lead)
    plans.add_point(lead, meeting, "Un point", "A point")
    plans.publish(lead, meeting)
    link = re.findall(r"(/answers/\S+)", plans.mail_to(demo.data, "member@demo.example", "/answers/"))[0]
    passage = plans.begin_minutes(lead, meeting)[-1]
    planning = f"/c/{plans.river(lead)}/meetings/plan/"

    def refused(tab: Page, language: str) -> None:
        tab.goto(in_language(planning, language))
        tab.fill("input[name=day]", "2027-03-28")
        tab.click("main form button.main")
        tab.locator("[aria-invalid=true]").first.wait_for()

    plain = [f"{passage}decisions/", f"{passage}commitments/", "/c/23456789abcd/", "/meetings/23456789abcd/"]
    to = [(url, lambda tab, language, url=url: tab.goto(in_language(url, language))) for url in plain]
    assert in_every_way(visit, "facilitator", [*to, (planning, refused)]) == []

    def wrong_word(tab: Page, language: str) -> None:
        tab.goto(in_language("/sign-in/", language))
        tab.fill("input[name=email]", f"nobody{language}@demo.example")
        tab.fill("input[name=password]", "pas la bonne phrase")
        tab.click("main form button.main")
        tab.locator("main .notice").first.wait_for()

    outside = [link, f"{link[:-2]}ab", "/nothing/", "/exit/"]
    to = [(url, lambda tab, language, url=url: tab.goto(in_language(url, language))) for url in outside]
    assert in_every_way(visit, None, [*to, ("/sign-in/ refused", wrong_word)]) == []


def test_every_page_is_sound_html(reachable: list[Found]) -> None:
    found = []
    for page in reachable:
        parser = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
        tree = parser.parse(page.html)
        found += [f"{page.who} {page.kind}: {line}: {code} {about}" for line, code, about in parser.errors]
        ids = Counter(one.get("id") for one in tree.iter() if one.get("id"))
        found += [f"{page.who} {page.kind}: id {name} stands {times} times" for name, times in ids.items() if times > 1]
        pointed = [word for one in tree.iter() for name in POINTING for word in (one.get(name) or "").split()]
        found += [f"{page.who} {page.kind}: nothing is called {name}" for name in set(pointed) - set(ids)]
        found += [
            f"{page.who} {page.kind}: {name} in <{one.tag}>"
            for one in tree.iter()
            for name in one.attrib
            if INLINE.match(name)
        ]
    assert sorted(set(found)) == []


POINTING = ("aria-describedby", "aria-labelledby", "aria-controls", "for")
INLINE = re.compile(r"style$|on[a-z]+$")
