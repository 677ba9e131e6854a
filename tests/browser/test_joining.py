"""Joining on a small phone without JavaScript: the link, the request, the mail, the account, the answer."""

from __future__ import annotations

import re
import uuid

import pytest
from playwright.sync_api import expect

from tests.browser import plans
from tests.browser.conftest import LAPTOP, Visit
from tests.browser.house import House

pytestmark = pytest.mark.browser


def test_a_visitor_joins_on_a_phone_without_javascript(visit: Visit, demo: House) -> None:
    desk = visit("coordinator", size=LAPTOP)
    desk.goto("/communities/")
    desk.click("main a:has-text('Voix du Fleuve')")
    home = re.search(r"/c/\w+/", desk.url)
    assert home
    desk.goto(f"{home[0]}links/")
    desk.check("input[name=language][value=fr]")
    desk.fill("input[name=max_uses]", "30")
    desk.click("main section:has(#new) button.main")
    address = desk.locator("input[readonly]").first.input_value()

    phone = visit(None, javascript=False)
    phone.goto(address)
    expect(phone.locator("h1")).to_have_text("Nous rejoindre")
    assert "Fleuve" not in phone.title()
    phone.click("main form button.main")
    expect(phone.locator("input[name=email]")).to_have_attribute("aria-invalid", "true")
    email = f"kadi.{uuid.uuid4().hex[:8]}@demo.example"
    phone.fill("input[name=display_name]", "Kadi")
    phone.fill("input[name=email]", email)
    phone.select_option("select[name=country]", "ML")
    phone.click("main form button.main")
    expect(phone.locator("h1")).to_have_text("Regardez vos courriels")

    mail = plans.mail_to(demo.data, email, "/join/requests/")
    assert "Fleuve" not in mail
    phone.goto(re.findall(r"http\S+/join/requests/\S+", mail)[0])
    expect(phone.locator("input[name=display_name]")).to_have_value("Kadi")
    phone.fill("input[name=password]", "une porte ouverte au matin")
    phone.click("main form button.main")
    phone.wait_for_load_state()
    phone.goto("/communities/")
    expect(phone.locator("main")).to_contain_text("en attente de réponse")

    desk.goto(f"{home[0]}requests/")
    desk.click("main a.go:has-text('Kadi')")
    desk.click("main button[value=admit]")
    desk.wait_for_url("**/requests/")
    phone.goto(f"{home[0]}welcome/")
    expect(phone.locator("h1")).to_contain_text("Bienvenue")
