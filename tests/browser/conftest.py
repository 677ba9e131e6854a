"""A real Chromium before the real server with the demo story."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from palabre.demo.cast import ACCOUNTS, PASSPHRASES, SECURED, code_now
from tests.browser.house import House
from tests.browser.walking import Found, walk
from tests.browser.wire import Wire
from tests.browser.year import Phone, Year

PHONE = {"width": 360, "height": 740}
LAPTOP = {"width": 1280, "height": 800}
MEMBER = next(account.email for account in ACCOUNTS if account.key == "member")

Visit = Callable[..., Page]
WireOf = Callable[[str | None], Wire]


@pytest.fixture(scope="session")
def origin(demo: House) -> str:
    return demo.origin


@pytest.fixture(scope="session")
def wire(origin: str) -> WireOf:
    """`wire("facilitator")`: her line to the server, signed in once for the whole run; `None` is a visitor.

    Sessions of a community of high risk end after a quarter of an hour: their people come in again.
    """
    kept: dict[str | None, Wire] = {}

    def line(who: str | None) -> Wire:
        if who not in kept or (who in SECURED and not kept[who].is_in()):
            kept[who] = Wire(origin, who)
        return kept[who]

    return line


@pytest.fixture
def visit(chromium: Browser, origin: str, wire: WireOf) -> Iterator[Visit]:
    """`visit("member", size=PHONE, javascript=False)`: a page of hers, signed in; `None` is a visitor.

    A page that asks another host for anything, or that its own policy stops, fails the test at its end.
    Cookies come from a session that all tests of the run share; `fresh=True` signs in by the form, for tests that end it.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(
        who: str | None,
        *,
        size: dict[str, int] = PHONE,
        javascript: bool = True,
        dark: bool = False,
        fresh: bool = False,
    ) -> Page:
        context = chromium.new_context(
            base_url=origin, viewport=size, java_script_enabled=javascript, locale="fr-FR",
            color_scheme="dark" if dark else "light",
        )  # fmt: skip
        contexts.append(context)
        if who and not fresh:
            context.add_cookies(
                [{"name": name, "value": value, "url": origin} for name, value in wire(who).cookies.items()]
            )
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on(
            "request",
            lambda request: request.url.startswith((origin, "data:", "about:")) or complaints.append(request.url),
        )
        page.on(
            "console",
            lambda message: complaints.append(message.text) if "Content Security Policy" in message.text else None,
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if who and fresh:
            sign_in(page, who)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def sign_in(page: Page, key: str) -> None:
    account = next(account for account in ACCOUNTS if account.key == key)
    page.goto("/sign-in/")
    page.fill("input[name=email]", account.email)
    page.fill("input[name=password]", PASSPHRASES[key])
    page.check("input[name=device][value=own]")
    page.click("main form button.main")
    if key in SECURED:
        page.fill("input[name=proof_code]", code_now())
        page.click("main form button.main")
    page.wait_for_url("**/home/")


# each reaches pages that no other one does; those of the cohort come last, for their sessions are short
PERSONAS = (
    None, "member", "facilitator", "coordinator", "translator", "keeper", "steward", "reader",
    "roots-coordinator", "roots-treasurer", "roots-lead",
)  # fmt: skip


@pytest.fixture(scope="session")
def reachable(wire: WireOf) -> list[Found]:
    """Every page that somebody of the cast reaches by links."""
    return [page for who in PERSONAS for page in walk(wire(who), who)]


@pytest.fixture(scope="session")
def year(empty_house: House) -> Year:
    """One cohort at five moments of its year, planted once."""
    return Year(empty_house.origin, **json.loads(empty_house.planted("tests.browser.planting_year")))


@pytest.fixture
def telephone(chromium: Browser, year: Year) -> Iterator[Phone]:
    """`telephone("Awa", javascript=True)`: hers, signed in. What a page's own policy stops fails the test at its end."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(name: str, *, javascript: bool = False) -> Page:
        context = chromium.new_context(
            base_url=year.origin, viewport=PHONE, java_script_enabled=javascript, locale="fr-FR"
        )
        contexts.append(context)
        cookies = year.cookies[name].items()
        context.add_cookies([{"name": key, "value": value, "url": year.origin} for key, value in cookies])
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda one: complaints.append(one.text) if "Content Security Policy" in one.text else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
