"""A member in danger, on a real phone: she leaves, somebody she trusts shuts her account, and nothing can be reopened."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from palabre.demo.cast import ACCOUNTS, PASSPHRASES
from tests.browser.conftest import LAPTOP, Visit

pytestmark = pytest.mark.browser
# an account that no other test of the run needs: it stays shut afterwards
WHO = "cap-member"
ACCOUNT = next(account for account in ACCOUNTS if account.key == WHO)
INSIDE = (ACCOUNT.name, ACCOUNT.email, "Pas à Pas", "has-bar")


@pytest.mark.covers("S003-13")
def test_exit_then_the_lock_from_another_device_without_javascript(visit: Visit) -> None:
    phone, laptop = visit(WHO, fresh=True), visit(WHO, fresh=True, size=LAPTOP)
    laptop.goto("/me/lock/")
    laptop.click("main form button.main")
    code = laptop.inner_text(".secret code")
    laptop.click("main a.main")
    laptop.wait_for_url("**/home/")

    phone.goto("/communities/")
    phone.click("main a:has-text('Pas à Pas')")
    phone.wait_for_url("**/c/*/")
    community = phone.url
    phone.click("a.exit")
    phone.wait_for_url("**/exit/")
    for _ in range(3):
        phone.go_back()
        _is_neutral(phone)
        phone.reload()
        _is_neutral(phone)
    phone.goto(community)
    _is_neutral(phone)
    assert "/sign-in/" in phone.url

    friend = visit(None, javascript=False)
    friend.goto("/sign-in/")
    friend.click("a[href='/lock/']")
    friend.fill("input[name=code]", code.upper().replace("-", " "))
    friend.click("main form button.main")
    friend.wait_for_url("**/lock/?done")
    _is_neutral(friend)
    expect(friend.locator("main .notice")).to_be_visible()

    for address in ("/home/", "/me/", community):
        laptop.goto(address)
        _is_neutral(laptop)
        assert "/sign-in/" in laptop.url
    laptop.fill("input[name=email]", ACCOUNT.email)
    laptop.fill("input[name=password]", PASSPHRASES[WHO])
    laptop.click("main form button.main")
    expect(laptop.locator("main .err, main .notice").first).to_be_visible()
    assert "/sign-in/" in laptop.url


def _is_neutral(page: Page) -> None:
    shown = page.content()
    assert not [word for word in INSIDE if word in shown], page.url
    assert not [word for word in INSIDE if word in page.title()]
