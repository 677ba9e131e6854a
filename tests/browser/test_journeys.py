"""What people come to do, in a real browser before the real server: plan and print, answer, take attendance."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from babel.dates import format_date
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from palabre.demo.cast import ACCOUNTS
from tests.browser import plans
from tests.browser.conftest import LAPTOP, PHONE, Visit, WireOf
from tests.browser.house import House
from tests.browser.lines import SLOW, condition

pytestmark = pytest.mark.browser
A4 = (595, 842)  # points
ANSWER = "form[action$='/reply/'] button[name=answer]"
MEMBER = next(account.email for account in ACCOUNTS if account.key == "member")


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
    page.check("input[name=kind][value=half_yearly]")
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
    page.keyboard.type("neuf-pagnes-indigo-au-soleil")
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
  const one = document.activeElement, box = one.getBoundingClientRect(), style = getComputedStyle(one);
  const label = one.closest("label"), ring = [style, ...(label ? [getComputedStyle(label)] : [])];
  const points = [.1, .5, .9].flatMap(x => [.1, .5, .9].map(y => [box.left + box.width * x, box.top + box.height * y]));
  return {
    where: one.tagName.toLowerCase() + [...one.classList].map(name => "." + name).join(""),
    ring: ring.some(s => (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2) || s.boxShadow !== "none"),
    seen: points.some(([x, y]) => { const top = document.elementFromPoint(x, y); return top && (one.contains(top) || top.contains(one) || (label && label.contains(top))) && !top.matches("html, body"); }),
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
