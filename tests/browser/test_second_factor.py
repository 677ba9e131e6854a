"""Passkeys with Chromium's virtual authenticator; the sheet and the generator without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from time import time

import pyotp
import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

from palabre.demo.cast import ACCOUNTS, PASSPHRASES
from tests.browser.conftest import PHONE
from tests.browser.house import House, database_of_its_own, served

pytestmark = pytest.mark.browser
KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip
HUB = "/me/security/"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A demo of its own: here accounts get factors, and other journeys sign in without."""
    data: Path = tmp_path_factory.mktemp("factors")
    with database_of_its_own("palabre_factors") as database, served(data, **database) as running:
        yield running


@pytest.fixture
def phone(chromium: Browser, house: House, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A telephone; with `@pytest.mark.parametrize("phone", [False], indirect=True)` without JavaScript."""
    context: BrowserContext = chromium.new_context(
        base_url=house.origin, viewport=PHONE, locale="fr-FR", java_script_enabled=getattr(request, "param", True)
    )
    page, complaints = context.new_page(), []
    page.set_default_timeout(15_000)
    page.on("console", lambda one: complaints.append(one.text) if "Content Security Policy" in one.text else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def first_step(page: Page, key: str) -> None:
    page.goto("/sign-in/")
    page.fill("input[name=email]", next(one.email for one in ACCOUNTS if one.key == key))
    page.fill("input[name=password]", PASSPHRASES[key])
    page.check("input[name=device][value=own]")
    page.click("main form button.main")


def press(page: Page, action: str) -> None:
    """The button of the form that leads there."""
    page.click(f'main form[action="{action}"] button')


def sign_out(page: Page) -> None:
    page.goto("/me/")
    press(page, "/sign-out/")
    page.wait_for_url("**/sign-in/")


def new_sheet(page: Page) -> list[str]:
    page.goto(f"{HUB}sheet/")
    press(page, f"{HUB}sheet/")
    page.wait_for_selector("ol.codes")
    codes = page.locator("ol.codes code").all_inner_texts()
    press(page, f"{HUB}sheet/keeping/")
    page.wait_for_url(f"**{HUB}")
    return codes


def virtual_key(page: Page) -> tuple[CDPSession, str]:
    wire = page.context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    made = wire.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    return wire, made["authenticatorId"]


@pytest.mark.covers("SR-03")
def test_a_passkey_is_made_signs_in_alone_is_lost_and_the_sheet_opens(phone: Page) -> None:
    wire, key = virtual_key(phone)
    first_step(phone, "member")
    phone.wait_for_url("**/home/")
    codes = new_sheet(phone)
    assert len(codes) == 12
    phone.goto(f"{HUB}passkeys/")
    phone.fill("input[name=label]", "Téléphone")
    phone.click("[data-passkey=create]")
    phone.wait_for_url(f"**{HUB}")
    phone.goto(f"{HUB}passkeys/")
    assert "Téléphone" in phone.inner_text("main")
    (kept,) = wire.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]
    assert kept["isResidentCredential"]
    sign_out(phone)
    phone.check("input[name=device][value=own]")
    phone.click("[data-passkey=get]")
    phone.wait_for_url("**/home/")
    sign_out(phone)
    first_step(phone, "member")
    phone.wait_for_url("**/sign-in/factor/")
    phone.click("[data-passkey=get]")
    phone.wait_for_url("**/home/")
    sign_out(phone)
    wire.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": key})
    first_step(phone, "member")
    phone.wait_for_url("**/sign-in/factor/")
    assert phone.url.endswith("/sign-in/factor/")
    phone.goto("/home/")
    assert "/sign-in/" in phone.url, "the password alone opens nothing"
    first_step(phone, "member")
    phone.fill("input[name=proof_code]", codes[4])
    phone.click("main form button.main")
    phone.wait_for_url("**/home/")
    sign_out(phone)
    first_step(phone, "member")
    phone.fill("input[name=proof_code]", codes[4])
    phone.click("main form button.main")
    phone.wait_for_selector(".err")
    assert "/sign-in/factor/" in phone.url, "a code serves once"


@pytest.mark.covers("SR-03", "SR-67")
@pytest.mark.parametrize("phone", [False], indirect=True)
def test_without_javascript_the_sheet_opens_the_door(phone: Page) -> None:
    phone.goto("/sign-in/")
    assert phone.locator("[data-passkey]").is_disabled()
    assert "JavaScript" in phone.inner_text("#passkey-off")
    first_step(phone, "core")
    phone.wait_for_url("**/home/")
    codes = new_sheet(phone)
    sign_out(phone)
    first_step(phone, "core")
    phone.fill("input[name=proof_code]", codes[0].upper())
    phone.click("main form button.main")
    phone.wait_for_url("**/home/")


@pytest.mark.covers("SR-03")
@pytest.mark.parametrize("phone", [False], indirect=True)
def test_without_javascript_the_generator_opens_the_door(phone: Page) -> None:
    first_step(phone, "cap-member")
    phone.wait_for_url("**/home/")
    phone.goto(f"{HUB}generator/")
    press(phone, f"{HUB}generator/start/")
    phone.wait_for_selector(".scan svg")
    box = phone.locator(".scan svg").bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) > 150, "large enough for a camera"
    totp = pyotp.TOTP(re.sub(r"\s", "", phone.inner_text(".letters")))
    phone.fill("input[name=code]", totp.at(int(time()) - 30))
    phone.click("main form button.main")
    phone.wait_for_url(f"**{HUB}")
    sign_out(phone)
    first_step(phone, "cap-member")
    phone.fill("input[name=proof_code]", totp.now())
    phone.click("main form button.main")
    phone.wait_for_url("**/home/")


@pytest.mark.covers("SR-03")
def test_whoever_holds_a_role_is_told_until_when(phone: Page) -> None:
    first_step(phone, "coordinator")
    phone.wait_for_url("**/home/")
    said = phone.inner_text("main aside.notice")
    assert "seconde preuve" in said
    assert re.search(r"20\d\d", said)
