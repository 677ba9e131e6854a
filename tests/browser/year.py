"""One year on a small phone: who is signed in, and what she does with a page."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

NAMES = re.compile("Racines|Oumou|Salif|Karité|Salimata|Awa|apprendre|pratique")
# "what one can press is 44 px high at least"
LOWEST = 44


@dataclass(frozen=True, slots=True)
class Year:
    """A served house; from where each journey leaves; the cookies of each person."""

    origin: str
    start: dict[str, str]
    cookies: dict[str, dict[str, str]]


Phone = Callable[..., Page]


def on(days: int = 0) -> str:
    """A day, as a field of a form takes it."""
    return (datetime.now(UTC).date() + timedelta(days=days)).isoformat()


def go(page: Page, link: str) -> None:
    """Follow the link that says so."""
    with page.expect_navigation():
        page.locator("main").get_by_role("link", name=link).first.click()


def press(page: Page, button: str) -> None:
    """Press the button that says so: without a script, every one leads to a page."""
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=button).first.click()


def shows(page: Page, *words: str) -> None:
    for one in words:
        expect(page.locator("main")).to_contain_text(one)


def fits(page: Page) -> None:
    """Nothing scrolls sideways, what is pressed is high enough, the title names nobody."""
    wide, inner = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= inner, page.url
    assert not NAMES.search(page.title())
    for button in page.locator("main .btn:visible").all():
        box = button.bounding_box()
        assert box is None or box["height"] >= LOWEST, (page.url, button.inner_text())
