"""A member of the alliance reads and signs the new code from a small phone, without JavaScript; then she prints it."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import PHONE
from tests.browser.house import ROOT, House

pytestmark = pytest.mark.browser
# somebody of the demo who has not signed the second version yet, and a session of hers
ARRIVE = """
import django, json, time
django.setup()
from django.test import Client
from palabre.charter.models import Adoption
from palabre.charter.rules import unsigned_memberships
from palabre.people.proving import FACTOR_KEY, PROVED_KEY
from palabre.people.sessions import DEVICE_KEY
second = Adoption.objects.filter(ended_at=None, code__version=2)
waiting = (unsigned_memberships(one).filter(person__language="fr").first() for one in second)
place = next(one for one in waiting if one is not None)
client = Client()
client.force_login(place.person)
session = client.session
session[DEVICE_KEY], session[PROVED_KEY], session[FACTOR_KEY] = "own", time.time(), time.time()
session.save()
cookies = {name: kept.value for name, kept in client.cookies.items()}
print(json.dumps({"cookies": cookies, "community": place.community.public_id}))
"""


def arrive(house: House) -> tuple[dict[str, str], str]:
    environ = {**house.environ, "DJANGO_SETTINGS_MODULE": "palabre.config.settings"}
    done = subprocess.run(
        [sys.executable, "-c", ARRIVE], cwd=ROOT, env=environ, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr[-2000:]
    said = json.loads(done.stdout.strip().splitlines()[-1])
    return said["cookies"], said["community"]


def test_she_reads_what_changed_and_signs_in_the_language_she_chooses(chromium: Browser, demo: House) -> None:
    cookies, community = arrive(demo)
    context = chromium.new_context(
        base_url=demo.origin,
        viewport=PHONE,
        java_script_enabled=False,
        locale="fr-FR",  # type: ignore[arg-type]
    )
    context.add_cookies([{"name": name, "value": value, "url": demo.origin} for name, value in cookies.items()])
    page = context.new_page()
    page.goto(f"/c/{community}/charter/?lang=fr")
    page.click("main a[href$='/charter/changes/']")
    expect(page.locator("main ins").first).to_be_visible()
    page.click("main a[href$='/charter/signature/']")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.click("main a[hreflang=en]")
    button = page.locator("main form[method=post] button.main")
    expect(button).to_have_text(re.compile("I sign in English"))
    assert (button.bounding_box() or {"height": 0})["height"] >= 44
    expect(page.locator("main input[name=seen]")).to_have_value(re.compile("^[0-9a-f]{64}$"))
    button.click()
    page.wait_for_url(f"**/c/{community}/charter/")
    expect(page.locator("main .badge.ok").first).to_be_visible()
    page.click("main a[href*='/charter/signature/']")
    expect(page.locator("main form[method=post]")).to_have_count(0)
    assert page.pdf(format="A4").startswith(b"%PDF")
    context.close()
