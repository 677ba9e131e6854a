"""What a page costs on the wire, as Chromium counts it: bytes and requests, never times."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page

from tests.browser.conftest import PERSONAS, Visit
from tests.browser.walking import Found

pytestmark = pytest.mark.browser
FIRST, NEXT = 60_000, 20_000
NODES = 1200


@dataclass
class Meter:
    """Counts what came over the line; what the browser had already costs nothing."""

    line: CDPSession
    origin: str
    asked: dict[str, str] = field(default_factory=dict)
    held: set[str] = field(default_factory=set)
    under_way: set[str] = field(default_factory=set)
    bytes: int = 0

    def __post_init__(self) -> None:
        self.line.on("Network.requestWillBeSent", self._asked)
        self.line.on("Network.loadingFailed", lambda told: self.under_way.discard(told["requestId"]))
        self.line.on("Network.requestServedFromCache", lambda told: self.held.add(told["requestId"]))
        self.line.on("Network.responseReceived", self._answered)
        self.line.on("Network.loadingFinished", self._finished)
        self.line.send("Network.enable")

    def _asked(self, told: dict[str, Any]) -> None:
        self.asked[told["requestId"]] = told["request"]["url"]
        self.under_way.add(told["requestId"])

    def _answered(self, told: dict[str, Any]) -> None:
        if told["response"].get("fromDiskCache"):
            self.held.add(told["requestId"])

    def _finished(self, told: dict[str, Any]) -> None:
        self.under_way.discard(told["requestId"])
        if told["requestId"] not in self.held:
            self.bytes += int(told["encodedDataLength"])

    def open(self, page: Page, url: str) -> tuple[int, int, set[str]]:
        """Waits until nothing is under way any more, icons too; what the browser itself drops is not waited for."""
        self.read()
        page.goto(url, wait_until="load")
        page.wait_for_timeout(120)
        for _ in range(100):
            if not self.under_way:
                break
            page.wait_for_timeout(20)
        return self.read()

    def read(self) -> tuple[int, int, set[str]]:
        """Bytes, requests and foreign addresses since the last reading."""
        fetched = {key: url for key, url in self.asked.items() if key not in self.held and not url.startswith("data:")}
        said = (self.bytes, len(fetched), {url for url in fetched.values() if not url.startswith(self.origin)})
        self.asked, self.held, self.under_way, self.bytes = {}, set(), set(), 0
        return said


def heaviest(pages: list[Found]) -> dict[str, list[Found]]:
    """The longest page of each kind, by whose it is."""
    longest: dict[str, Found] = {}
    for page in pages:
        if page.kind not in longest or len(page.html) > len(longest[page.kind].html):
            longest[page.kind] = page
    return {who or "visitor": [page for page in longest.values() if page.who == (who or "visitor")] for who in PERSONAS}


@pytest.mark.covers("SR-22")
@pytest.mark.parametrize("who", PERSONAS)
def test_pages_are_light(who: str | None, reachable: list[Found], visit: Visit, origin: str) -> None:
    page = visit(who)
    meter = Meter(page.context.new_cdp_session(page), origin)
    found = [what for one in heaviest(reachable)[who or "visitor"] for what in _weigh(page, meter, one.url)]
    assert found == []


def _weigh(page: Page, meter: Meter, url: str) -> list[str]:
    """Seen for the first time, then once more with what the browser has kept."""
    meter.line.send("Network.clearBrowserCache")
    first, asked, foreign = meter.open(page, url)
    again, asked_again, _ = meter.open(page, url)
    nodes = page.locator("*").count()
    limits = (
        ("bytes at first", first, FIRST), ("bytes again", again, NEXT), ("requests at first", asked, 5),
        ("requests again", asked_again, 1), ("nodes", nodes, NODES), ("other hosts", len(foreign), 0),
    )  # fmt: skip
    assert first > 500  # the meter counts
    assert asked >= 1
    return [f"{url}: {name}: {value}, at most {limit}" for name, value, limit in limits if value > limit]


def test_the_style_and_the_scripts_are_small(visit: Visit, origin: str) -> None:
    page = visit("member")
    sizes: dict[str, int] = {}
    for path in _linked(page):
        answer = page.request.get(path, headers={"Accept-Encoding": "br, gzip"})
        assert answer.headers.get("content-encoding") in {"br", "gzip"}, path
        assert "immutable" in answer.headers["cache-control"], path
        sizes[path] = len(gzip.compress(answer.body(), 9))
    assert sum(size for path, size in sizes.items() if path.endswith(".css")) <= 8_000
    assert sum(size for path, size in sizes.items() if path.endswith(".js")) <= 20_000


def _linked(page: Page) -> list[str]:
    page.goto("/home/")
    paths: list[str] = page.eval_on_selector_all(
        "link[rel=stylesheet], script[src]", "nodes => nodes.map(node => node.href || node.src)"
    )
    assert len(paths) >= 3
    return paths
