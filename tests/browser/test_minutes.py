"""Minutes in a real browser: typed on a line that breaks, by two at once, translated, approved, closed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import plans
from tests.browser.conftest import LAPTOP, PHONE, Visit, WireOf
from tests.browser.lines import SLOW, condition

pytestmark = pytest.mark.browser
BODY = "textarea[name=body]"
SAVED = re.compile(r"\b\d{1,2}\s*h\s*\d\d\b")


def held(wire: WireOf, *points: tuple[str, str]) -> tuple[str, list[str]]:
    """A meeting of today that was held, with minutes begun by the facilitation: its address, those of its passages."""
    lead = wire("facilitator")
    meeting = plans.plan_now(lead)
    for french, english in points:
        plans.add_point(lead, meeting, french, english)
    plans.publish(lead, meeting)
    return meeting, plans.begin_minutes(lead, meeting)[-len(points) :]


def no_line(page: Page) -> str:
    """The sentence with which autosave says that it waits for the line."""
    return page.locator("[data-saved]").first.get_attribute("data-wait") or "-"


def test_what_is_typed_outlives_a_broken_line(visit: Visit, wire: WireOf) -> None:
    _meeting, (passage,) = held(wire, ("La caisse de solidarité", "The savings box"))
    page = visit("facilitator", size=PHONE)
    page.goto(passage)
    line = condition(page, SLOW)
    status = page.locator("[data-saved]").first
    page.locator(BODY).press_sequentially("Premier mot. ", delay=5)
    expect(status).to_contain_text(SAVED, timeout=15_000)

    condition(page, SLOW, offline=True, line=line)
    page.locator(BODY).press_sequentially("Mot tapé sans réseau. ", delay=5)
    expect(status).to_have_text(no_line(page), timeout=15_000)
    page.locator(BODY).press_sequentially("Et encore un.", delay=5)
    expect(page.locator(BODY)).to_have_value("Premier mot. Mot tapé sans réseau. Et encore un.")
    condition(page, SLOW, line=line)
    expect(status).to_contain_text(SAVED, timeout=15_000)
    page.reload()
    expect(page.locator(BODY)).to_have_value("Premier mot. Mot tapé sans réseau. Et encore un.")
    # a draft is hers alone until she saves the passage
    assert "sans réseau" not in wire("coordinator").page(passage)
    page.click("form[data-autosave] button.main")
    page.wait_for_load_state()
    assert "sans réseau" in wire("member").page(passage.split("minutes/")[0] + "minutes/")


def test_two_who_write_at_once_both_keep_their_words(visit: Visit, wire: WireOf) -> None:
    _meeting, (passage,) = held(wire, ("Suite des conventions", "Following the pledges"))
    hers, his = visit("facilitator", size=LAPTOP), visit("coordinator", size=PHONE)
    hers.goto(passage)
    his.goto(passage)
    his.fill(BODY, "Sept conventions sont signées.")
    his.click("form[data-autosave] button.main")
    his.wait_for_load_state()
    hers.fill(BODY, "Une huitième est promise.")
    hers.click("form[data-autosave] button.main")
    expect(hers.locator("#theirs")).to_be_visible()
    expect(hers.locator("section[aria-labelledby=theirs]")).to_contain_text("Sept conventions")
    expect(hers.locator("section[aria-labelledby=mine]")).to_contain_text("Une huitième")
    third = hers.locator(BODY)
    assert "Sept conventions" in third.input_value()
    assert "Une huitième" in third.input_value()
    third.fill("Sept conventions sont signées, une huitième est promise.")
    hers.click("section[aria-labelledby=third] form button.main")
    hers.wait_for_load_state()
    hers.goto(f"{passage}versions/")
    history = hers.inner_text("main")
    assert "Version 2" in history
    assert "une huitième est promise" in history


@pytest.mark.covers("INV-23")
def test_translated_approved_by_a_second_person_and_closed(visit: Visit, wire: WireOf) -> None:
    meeting, passages = held(wire, ("La caisse", "The savings box"), ("La loi 052", "Law 052"))
    lead, minutes = wire("facilitator"), f"{meeting}minutes/"
    plans.write(lead, passages[0], "La caisse garde une clé tenue par trois personnes.")
    plans.write(lead, passages[1], "Les écarts sont listés.")

    page = visit("translator", size=LAPTOP)
    page.goto("/translate/")
    assert page.locator(f"main a[href^='{meeting}']").count() >= 1  # her work is on her desk
    for passage, english in zip(
        passages, ("The box keeps a key held by three people.", "The gaps are listed."), strict=True
    ):
        page.goto(passage.replace("/minutes/", "/minutes/translation/"))
        page.locator("main textarea[lang=en]").fill(english)
        page.locator("main form button:has-text('Save')").last.click()
        page.wait_for_url(f"**{minutes}translation/**")

    # the French of one passage changes: exactly that one is outdated, and she sees which words moved
    plans.write(lead, passages[0], "La caisse garde une clé tenue par trois femmes.")
    page.goto(f"{minutes}translation/")
    outdated = page.locator("main li", has=page.locator(".badge.warn"))
    expect(outdated).to_have_count(1)
    outdated.locator("a").click()
    expect(page.locator(".notice del")).to_contain_text("personnes")
    expect(page.locator(".notice ins")).to_contain_text("femmes")
    expect(page.locator("main textarea[lang=en]")).to_have_value("The box keeps a key held by three people.")
    page.locator("main textarea[lang=en]").fill("The box keeps a key held by three women.")
    page.locator("main form button:has-text('Save')").last.click()
    page.goto(f"{minutes}translation/")
    expect(page.locator("main .badge.warn")).to_have_count(0)

    lead.accepted(minutes, f"{minutes}proposal/fr/")
    wire("translator").accepted(minutes, f"{minutes}proposal/en/")
    # the only author may not approve her own words: the button is shut and says why
    author = visit("facilitator", size=PHONE)
    author.goto(minutes)
    shut = author.locator("section[aria-labelledby=app] button:disabled").first
    assert author.locator(f"#{shut.get_attribute('aria-describedby')}").inner_text().strip()

    second = visit("coordinator", size=PHONE, javascript=False)
    second.goto(minutes)
    expect(second.locator(f"form[action='{meeting}closing/']")).to_have_count(
        0
    )  # not before both languages are approved
    for language in ("fr", "en"):
        second.click(f"form[action='{minutes}approval/{language}/'] button")
        second.goto(minutes)
    second.click(f"form[action='{meeting}closing/'] button")
    second.goto(minutes)
    expect(second.locator("section[aria-labelledby=app] form")).to_have_count(0)
    assert "three women" in wire("member").page(minutes)
