"""Applying on a small phone in French without JavaScript; and with it, over a line that breaks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect

from tests.browser.conftest import PHONE
from tests.browser.house import House

pytestmark = pytest.mark.browser
Open = Callable[..., Page]


@dataclass(frozen=True, slots=True)
class Place:
    """A house with one open call; `apply` is where one begins."""

    house: House
    apply: str


@pytest.fixture(scope="module")
def place(empty_house: House) -> Place:
    return Place(empty_house, empty_house.planted("tests.browser.planting"))


@pytest.fixture
def device(chromium: Browser, place: Place) -> Iterator[Open]:
    """`device(javascript=False)`: the first page of another phone."""
    contexts: list[BrowserContext] = []

    def open_page(*, javascript: bool = True) -> Page:
        context = chromium.new_context(
            base_url=place.house.origin, viewport=PHONE, java_script_enabled=javascript, locale="fr-FR"
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        return page

    yield open_page
    for context in contexts:
        context.close()


def go_on(page: Page) -> None:
    page.click("main form button.main")


def fits(page: Page) -> None:
    """Nothing scrolls sideways, the title names only the function, the exit is there."""
    wide, inner = page.evaluate("[document.documentElement.scrollWidth, innerWidth]") if _runs(page) else (0, 0)
    assert wide <= inner
    assert not re.search("Racines|apprendre|Adjoa", page.title())
    expect(page.locator("a.exit")).to_be_visible()


def _runs(page: Page) -> bool:
    try:
        return bool(page.evaluate("true"))
    except Exception:
        return False


def test_from_the_first_page_to_the_receipt_without_javascript(device: Open, place: Place) -> None:
    phone = device(javascript=False)
    phone.goto(place.apply)
    expect(phone.locator("h1")).to_have_text("Candidater")
    expect(phone.locator("main")).to_contain_text("Une aide pour la formulation est permise.")
    assert phone.context.cookies() == [] or {one["name"] for one in phone.context.cookies()} <= {"form"}
    fits(phone)
    phone.check("input[name=own_name][value=organisation]")
    phone.check("input[name=language][value=fr]")
    go_on(phone)
    expect(phone.locator("main")).to_contain_text("en son propre nom")
    phone.check("input[name=own_name][value=own]")
    phone.check("input[name=device][value=own]")
    go_on(phone)

    expect(phone.locator("h1")).to_have_text("Votre lien privé")
    link = phone.locator("#link").input_value()
    go_on(phone)
    expect(phone.locator("h1")).to_have_text("Ma candidature")
    assert link.rstrip("/").rsplit("/", 1)[1] not in phone.content()
    fits(phone)

    phone.click("main a.go:has-text('Qui je suis')")
    phone.fill("input[name=name]", "Adjoa")
    phone.fill("input[name=email]", "adjoa@")
    phone.select_option("select[name=country]", "FR")
    phone.check("input[name=french][value=fluent]")
    phone.check("input[name=english][value=some]")
    go_on(phone)
    expect(phone.locator("input[name=email]")).to_have_attribute("aria-invalid", "true")
    expect(phone.locator("input[name=name]")).to_have_value("Adjoa")
    phone.fill("input[name=email]", "adjoa@example.org")
    go_on(phone)
    expect(phone.locator("main")).to_contain_text("Le pays que vous avez choisi")
    phone.select_option("select[name=country]", "GH")
    go_on(phone)

    expect(phone.locator("h1")).to_have_text("Thèmes")
    phone.locator("input[name=theme_1]").first.check()
    go_on(phone)
    phone.locator("main textarea").fill("Dix ans d’animation. " * 900)
    go_on(phone)
    phone.locator("label.pick:has-text('Oui') input").check()
    phone.locator("main input[inputmode=decimal]").fill("12,5")
    go_on(phone)
    expect(phone.locator("main")).to_contain_text("Votre choix ouvre d’autres questions")
    phone.locator("main input[type=text]:not([inputmode])").first.fill("Un cercle de lecture")
    go_on(phone)

    false: FilePayload = {"name": "cv.pdf", "mimeType": "application/pdf", "buffer": b"not a pdf at all"}
    phone.set_input_files("input[type=file]", false)
    phone.click("main button:has-text('Joindre le fichier')")
    expect(phone.locator("input[type=file]")).to_have_attribute("aria-invalid", "true")
    true: FilePayload = {"name": "cv_adjoa.txt", "mimeType": "text/plain", "buffer": b"Dix ans."}
    phone.set_input_files("input[type=file]", true)
    phone.click("main button:has-text('Joindre le fichier')")
    expect(phone.locator("main")).not_to_contain_text("adjoa")
    go_on(phone)

    expect(phone.locator("h1")).to_have_text("Pour que des voix moins entendues soient présentes")
    phone.check("input[name=gender][value=nonbinary]")
    go_on(phone)
    phone.check("input[name=declares_rules]")
    phone.check("input[name=own_name]")
    go_on(phone)
    expect(phone.locator("h1")).to_have_text("La relire, puis la remettre")
    fits(phone)
    go_on(phone)
    expect(phone.locator("h1")).to_have_text("Votre candidature est reçue")
    expect(phone.locator("main .card")).to_contain_text("Kolkata")
    expect(phone.locator("main .card")).to_contain_text("à votre heure")
    fits(phone)

    phone.click("main a.btn.main")
    expect(phone.locator("main")).to_contain_text("Personne ne la lit avant la clôture")
    phone.click("main button:has-text('Quitter cet appareil')")
    expect(phone.locator("h1")).to_have_text("Vous avez quitté cet appareil")
    phone.go_back()
    expect(phone.locator("main")).not_to_contain_text("Adjoa")
    _withdrawn_elsewhere(device(javascript=False), link)


def _withdrawn_elsewhere(other: Page, link: str) -> None:
    """By the private link, on another phone."""
    other.goto(link)
    other.check("input[name=device][value=shared]")
    go_on(other)
    expect(other.locator("h1")).to_have_text("Où en est ma candidature")
    other.click("main a:has-text('La retirer')")
    other.click("main button.stop")
    expect(other.locator("h1")).to_have_text("Elle est retirée")
    other.goto(link)
    expect(other.locator("h1")).to_have_text("Ce lien n’ouvre rien")


def test_a_line_that_breaks_takes_nothing_of_what_was_typed(device: Open, place: Place) -> None:
    phone = device()
    phone.goto(place.apply)
    phone.check("input[name=own_name][value=own]")
    phone.check("input[name=language][value=fr]")
    go_on(phone)
    go_on(phone)
    phone.click("main a.go:has-text('Question 1')")
    question = phone.url
    phone.locator("main textarea").fill("Avant la coupure.")
    expect(phone.locator("[data-saved]")).to_contain_text("Brouillon gardé", timeout=20_000)
    phone.context.set_offline(True)
    phone.locator("main textarea").fill("Avant la coupure. Pendant la coupure.")
    expect(phone.locator("[data-saved]")).to_contain_text("la ligne manque", timeout=20_000)
    phone.context.set_offline(False)
    expect(phone.locator("[data-saved]")).to_contain_text("Brouillon gardé", timeout=70_000)
    go_on(phone)
    phone.goto(question)
    expect(phone.locator("main textarea")).to_have_value("Avant la coupure. Pendant la coupure.")
