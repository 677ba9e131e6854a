"""Leaving at once, and doing without a mouse."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from palabre.demo.cast import PASSPHRASES
from tests.browser.conftest import MEMBER, PHONE, Visit

pytestmark = pytest.mark.browser
ANSWER = "form[action$='/reply/'] button[name=answer]"


def test_quick_exit_leaves_nothing_without_javascript(visit: Visit) -> None:
    page = visit("member", javascript=False, fresh=True)
    left = _some_pages(page)
    page.click("a.exit")
    _nothing_is_left(page, left)


@pytest.mark.covers("SR-21")
def test_three_times_shift_leaves_nothing(visit: Visit) -> None:
    page = visit("member", fresh=True)
    left = _some_pages(page)
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("**/exit/")
    _nothing_is_left(page, left)


def _some_pages(page: Page) -> list[str]:
    page.goto("/communities/")
    page.click("main a:has-text('Voix du Fleuve')")
    page.wait_for_url("**/c/*/")
    return ["/home/", "/me/", page.url]


def _nothing_is_left(page: Page, left: list[str]) -> None:
    """Neither the page itself, nor Back, nor Reload, nor an address known by heart shows anything of a member's."""
    _is_neutral(page)
    for _ in range(3):
        page.go_back()
        _is_neutral(page)
        page.reload()
        _is_neutral(page)
    for url in left:
        page.goto(url)
        _is_neutral(page)
        assert "/sign-in/" in page.url
    assert not [cookie for cookie in page.context.cookies() if cookie["name"] == "palabre"]


def _is_neutral(page: Page) -> None:
    shown = page.content()
    assert not [word for word in ("Voix du Fleuve", "Salimata", "has-bar", "member@") if word in shown], page.url


def test_signing_in_and_answering_need_only_a_keyboard(visit: Visit) -> None:
    page = visit(None, size=PHONE)
    page.goto("/sign-in/")
    page.keyboard.press("Tab")
    assert _stop(page)["where"] == "a.skip"
    page.keyboard.press("Tab")
    assert "exit" in _stop(page)["where"]  # the exit is the second stop
    _tab_to(page, "input[name=email]")
    page.keyboard.type(MEMBER)
    _tab_to(page, "input[name=password]")
    page.keyboard.type(PASSPHRASES["member"])
    _tab_to(page, "input[name=device]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/home/")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert "exit" in _stop(page)["where"]
    _tab_to(page, f"{ANSWER}[value=no]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/meetings/*/")
    page.goto("/home/")
    expect(page.locator(f"{ANSWER}[value=no]")).to_have_attribute("aria-pressed", "true")


STOP = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect(), label = one.closest("label");
  const rings = [one, label].filter(Boolean).map(which => getComputedStyle(which));
  const points = [.1, .5, .9].flatMap(x => [.1, .5, .9].map(y => [box.left + box.width * x, box.top + box.height * y]));
  const uncovered = top => top && !top.matches("html, body") && [one, label].some(
    which => which && (which.contains(top) || top.contains(which)));
  return {
    where: one.tagName.toLowerCase() + [...one.classList].map(name => "." + name).join(""),
    ring: rings.some(style => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2),
    seen: points.some(([x, y]) => uncovered(document.elementFromPoint(x, y))),
  };
}"""


def _stop(page: Page) -> dict[str, str]:
    """Where the keyboard stands; it must be seen there: a ring, and nothing lying over it (WCAG 2.4.7, 2.4.11)."""
    stop: dict[str, str] = page.evaluate(STOP)
    assert stop["ring"], f"no visible focus on {stop['where']}"
    assert stop["seen"], f"the focus is hidden on {stop['where']}"
    return stop


def _tab_to(page: Page, selector: str) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        _stop(page)
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab does not lead to {selector}")
