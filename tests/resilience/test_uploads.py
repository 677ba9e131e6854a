"""Files as people really send them, through the real server."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image

from tests.browser import plans
from tests.browser.house import House
from tests.browser.wire import Wire
from tests.unit.files.corpus import AUTHOR, photo

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def lead(demo: House) -> Wire:
    return Wire(demo.origin, "facilitator")


@pytest.fixture(scope="module")
def scans(lead: Wire) -> str:
    return f"{plans.plan_now(lead)}scans/"


@pytest.mark.covers("SR-49")
def test_forty_megabytes_are_refused_with_a_sentence_and_the_form_filled(lead: Wire, scans: str, demo: House) -> None:
    before = set((demo.data / "files").rglob("*"))
    big = photo() + bytes(40 * 1024 * 1024)
    answer = lead.submit(scans, files={"file": ("feuille.jpg", "image/jpeg", big)}, note="Feuille du matin")
    assert answer.status == 422
    page = re.sub(r"(?s)^.*<main", "<main", answer.text)
    beside = page[page.index('for="id_file"') : page.index('for="id_note"')]  # the sentence stands at the field
    assert "10\u00a0Mo" in re.sub(r"<[^>]+>", "", beside).replace(" ", "\u00a0")
    assert 'value="Feuille du matin"' in page
    assert set((demo.data / "files").rglob("*")) == before
    assert list((demo.data / "tmp").glob("*")) == []
    assert lead.get(scans).status == 200  # the server goes on


@pytest.mark.covers("SR-50")
def test_a_photographed_sheet_comes_back_without_its_place(lead: Wire, scans: str, demo: House) -> None:
    sent = photo(size=(1200, 900))
    assert b"SecretPhone" in sent
    to = lead.submit(scans, files={"file": ("IMG_Awa.jpg", "image/jpeg", sent)}, note="Feuille du soir")
    assert to.status == 303
    sheet = re.findall(r'href="(/scans/\w+/)"', lead.page(scans))[-1]
    answer = lead.get(sheet)
    assert answer.status == 200
    assert "attachment" in answer.headers["content-disposition"]
    assert "Awa" not in answer.headers["content-disposition"]
    kept = Image.open(io.BytesIO(answer.body))
    assert kept.size == (1200, 900)
    assert dict(kept.getexif()) == {}
    everything = answer.body + b"".join(
        path.read_bytes() for path in (demo.data / "files").rglob("*") if path.is_file()
    )
    assert not [word for word in (b"SecretPhone", AUTHOR.encode(), b"xmpmeta") if word in everything]
    # a member knows neither the list nor the file
    assert Wire(demo.origin, "member").get(sheet).status == 404
