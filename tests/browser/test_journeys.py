"""What people come to do, in a real browser before the real server: plan and print, answer, take attendance."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from babel.dates import format_date
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser import plans
from tests.browser.conftest import LAPTOP, MEMBER, PHONE, Visit, WireOf
from tests.browser.house import House
from tests.browser.lines import SLOW, condition

pytestmark = pytest.mark.browser
A4 = (595, 842)  # points
ANSWER = "form[action$='/reply/'] button[name=answer]"


def sheets(page: Page) -> list[str]:
    """The text of each sheet that the printer would give; all of them A4."""
    page.emulate_media(media="print")
    pages = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True))).pages
    assert all(abs(one.mediabox.width - A4[0]) < 2 and abs(one.mediabox.height - A4[1]) < 2 for one in pages)
    page.emulate_media(media="screen")
    return [one.extract_text() for one in pages]


def test_a_half_yearly_meeting_is_planned_on_a_laptop_and_printed(visit: Visit, wire: WireOf) -> None:
    page = visit("coordinator", size=LAPTOP)
    page.goto("/home/")
    page.click("nav.bar a[href='/communities/']")
    page.click("main a:has-text('Voix du Fleuve')")
    page.click("nav.local a[href$='/meetings/']")
    page.click("main a[href$='/meetings/plan/']")

    day = datetime.now(UTC).date() + timedelta(days=100)
    page.select_option("select[name=kind]", "half_yearly")
    page.check("input[name=mode][value=hybrid]")
    page.fill("input[name=title_fr]", "Rencontre semestrielle d’essai")
    page.fill("input[name=title_en]", "Half-yearly trial meeting")
    page.fill("input[name=day]", day.isoformat())
    page.fill("input[name=start]", "09:00")
    page.fill("input[name=end]", "08:30")
    page.fill("input[name=place]", "Salle du Quai, Niafara")
    page.click("main form button.main")
    # the end comes before the start: said beside the field, and nothing typed is lost
    expect(page.locator("input[name=end]")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("input[name=title_en]")).to_have_value("Half-yearly trial meeting")
    page.fill("input[name=end]", "16:30")
    page.click("main form button.main")
    page.wait_for_url("**/agenda/")

    for french, english in (("Suivi des conventions", "Following the pledges"), ("Partage d’expériences", "")):
        page.fill("input[name=title_fr]", french)
        page.fill("input[name=title_en]", english)
        page.fill("input[name=minutes]", "90")
        page.click("section:has(#add) form button.main")
        expect(page.locator("ol.agenda")).to_contain_text(french)
    # what is ready in one language only is shown as such, and does not stop anybody
    expect(page.locator("ol.agenda > li", has_text="Partage d’expériences").locator(".pair")).to_contain_text(
        "manquant"
    )
    page.click("form[action$='/publication/'] button")
    page.wait_for_load_state()
    meeting = page.url.split("/meetings/")[1].split("/")[0]

    page.goto(f"/meetings/{meeting}/agenda/print/?language=en")
    printed = sheets(page)
    assert 1 <= len(printed) <= 2
    assert "Following the pledges" in printed[0]
    assert "Quick exit" not in "".join(printed)
    page.goto(f"/meetings/{meeting}/attendance/sheet/?language=en&lines=18")
    empty = sheets(page)
    assert len(empty) == 1
    assert "Signature" in empty[0]
    page.goto(f"/meetings/{meeting}/attendance/sheet/")  # with the names of all who are expected
    named = sheets(page)
    assert all("Signature" in sheet for sheet in named)  # the head returns on every sheet, and none holds nothing else
    assert "Femmes du Quai" in "".join(named)

    # a member reads it in the other language, with the missing half in the first one
    shown = wire("translator").page(f"/meetings/{meeting}/")
    assert "Following the pledges" in shown
    assert re.search(r'lang="fr"[^>]*>Partage d’expériences', shown)


def test_a_member_answers_from_a_small_phone_without_javascript(visit: Visit) -> None:
    page = visit("member", size=PHONE, javascript=False)
    page.goto("/home/")
    button = page.locator(f"{ANSWER}[value=remote]")
    assert (button.bounding_box() or {"height": 0})["height"] >= 44
    button.click()  # one tap
    page.wait_for_url("**/meetings/*/")
    expect(page.locator("[role=status], .notice").first).to_contain_text(re.compile("à distance", re.IGNORECASE))
    page.goto("/home/")
    expect(page.locator(f"{ANSWER}[value=remote]")).to_have_attribute("aria-pressed", "true")
    page.locator(f"{ANSWER}[value=yes]").click()
    page.goto("/home/")
    expect(page.locator(f"{ANSWER}[aria-pressed=true]")).to_have_count(1)
    expect(page.locator(f"{ANSWER}[value=yes]")).to_have_attribute("aria-pressed", "true")


def test_a_member_answers_by_the_link_of_her_mail_without_signing_in(visit: Visit, wire: WireOf, demo: House) -> None:
    lead = wire("facilitator")
    day = datetime.now(UTC).date() + timedelta(days=200)
    meeting = plans.plan(lead, day=day, title_fr="Un titre qui ne sort pas")
    plans.add_point(lead, meeting, "Un point qui ne sort pas")
    plans.publish(lead, meeting)
    mail = plans.mail_to(demo.data, MEMBER, "/answers/", format_date(day, "MMMM y", locale="fr"))
    assert not [word for word in ("titre", "point qui", "Fleuve", "Quai") if word in mail]
    link = next(iter(re.findall(r"http\S+/answers/\S+", mail)))

    page = visit(None, size=PHONE, javascript=False)
    page.goto(link)
    body = page.inner_text("body")
    assert not [word for word in ("titre", "Fleuve", "Quai", "Salimata") if word in body]
    expect(page.locator("main button[aria-pressed=true]")).to_have_count(0)  # looking is not answering
    page.locator("main button[value=no]").click()
    expect(page.locator("main button[value=no]")).to_have_attribute("aria-pressed", "true")
    page.locator("main button[value=yes]").click()
    expect(page.locator("main button[value=yes]")).to_have_attribute("aria-pressed", "true")
    assert "palabre" not in {cookie["name"] for cookie in page.context.cookies()}  # nobody was signed in

    signed_in = visit("member")
    signed_in.goto(meeting)
    expect(signed_in.locator(f"{ANSWER}[value=yes]")).to_have_attribute("aria-pressed", "true")
    page.goto(link[:-3] + "abc")
    assert "Salimata" not in page.inner_text("body")
    expect(page.locator("main button[name=answer]")).to_have_count(0)


def test_attendance_is_taken_on_a_slow_line_that_breaks(visit: Visit, wire: WireOf) -> None:
    lead = wire("facilitator")
    meeting = plans.plan_now(lead)
    page = visit("facilitator", size=PHONE)
    page.goto(f"{meeting}attendance/")
    line = condition(page, SLOW)
    rows = page.locator("main fieldset[hx-post]")
    tally = page.locator("#tally")
    for number in range(2):
        rows.nth(number).locator("label:has(input[value=present])").click()
    expect(tally).to_contain_text(re.compile(r"^\s*2 "))
    condition(page, SLOW, offline=True, line=line)
    rows.nth(2).locator("label:has(input[value=remote])").click()
    expect(page.locator(".toast")).to_be_visible()  # says that it was not sent, and that nothing on the page is lost
    expect(rows.nth(2).locator("input[value=remote]")).to_be_checked()
    condition(page, SLOW, line=line)
    rows.nth(3).locator("label:has(input[value=present])").click()
    expect(tally).to_contain_text(re.compile(r"^\s*3 "))
    page.locator("main > * form button.main").first.click()  # the whole list, once the line is back
    page.wait_for_load_state()
    expect(page.locator("#tally")).to_contain_text(re.compile(r"^\s*3 .*\n?\s*1 "))
    page.reload()
    expect(page.locator("main fieldset[hx-post]").nth(2).locator("input[value=remote]")).to_be_checked()
