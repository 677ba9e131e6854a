"""The small script in a real browser: exit, doubles, drafts on a line that breaks."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.contrib.staticfiles import finders

pytestmark = pytest.mark.browser
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Minutes</title>
<script src="/palabre.js" defer></script></head><body>
<a href="/exit/" data-exit>Quick exit</a>
<form method="post" action="/send/" data-autosave="/draft/"><input type="hidden" name="once" value="k1">
<input type="hidden" name="version" value="1"><textarea name="text"></textarea><button>Send</button>
<p role="status" data-saved data-ok="saved at HH:MM" data-wait="not sent yet" data-no="not saved"></p></form>
</body></html>"""


@dataclass
class Site:
    """A server of four answers, and what it received."""

    url: str = ""
    up: bool = True
    status: int = 200
    seen: list[tuple[str, dict[str, list[str]]]] = field(default_factory=list)

    def received(self, path: str) -> list[dict[str, list[str]]]:
        return [words for where, words in self.seen if where == path]


@pytest.fixture
def site() -> Iterator[Site]:
    state = Site()
    script = finders.find("kit/palabre.js")
    assert isinstance(script, str)
    answers = {"/": (PAGE, "text/html"), "/palabre.js": (Path(script).read_text(), "text/javascript")}

    class Handler(BaseHTTPRequestHandler):
        def answer(self, status: int, text: str, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(text.encode())

        def do_GET(self) -> None:
            state.seen.append((self.path, {}))
            self.answer(200, *answers.get(self.path, ("<title>Blank page</title>", "text/html")))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if not state.up:
                self.close_connection = True
                self.connection.close()
                return
            state.seen.append((self.path, form_of(body, self.headers["Content-Type"])))
            if self.path == "/draft/":
                self.answer(state.status, '{"version": 7}', "application/json")
            else:
                self.answer(200, "<title>Sent</title>", "text/html")

        def log_message(self, *_: Any) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield state
    server.shutdown()
    server.server_close()


def form_of(body: bytes, kind: str) -> dict[str, list[str]]:
    if "multipart" not in kind:
        return parse_qs(body.decode())
    boundary = kind.split("boundary=")[1]
    parts = [part.strip("\r\n").split("\r\n\r\n", 1) for part in body.decode().split(f"--{boundary}")[1:-1]]
    return {head.split('name="')[1].split('"')[0]: [value] for head, value in parts}


@pytest.fixture
def page(site: Site, chromium: Any) -> Iterator[Any]:
    context = chromium.new_context()
    shown = context.new_page()
    shown.goto(site.url + "/")
    yield shown
    context.close()


def status(page: Any) -> Any:
    return page.locator("[data-saved]")


@pytest.mark.covers("SR-21")
@pytest.mark.parametrize("gesture", ["click", "keys"])
def test_the_exit_leaves_nothing_of_the_page_and_no_way_back(site: Site, page: Any, gesture: str) -> None:
    before = page.evaluate("history.length")
    if gesture == "click":
        page.click("[data-exit]")
    else:
        for _ in range(3):
            page.keyboard.press("Shift")
    page.wait_for_url(site.url + "/exit/")
    assert page.title() == "Blank page"
    assert page.evaluate("history.length") == before
    page.go_back()
    assert page.title() != "Minutes"


def test_shift_used_for_capitals_is_no_exit(site: Site, page: Any) -> None:
    page.focus("textarea")
    for letter in "ABC":
        page.keyboard.press(f"Shift+{letter}")
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    page.wait_for_timeout(300)
    assert page.title() == "Minutes"
    assert page.input_value("textarea") == "ABC"


@pytest.mark.covers("SR-57")
def test_two_presses_send_once(site: Site, page: Any) -> None:
    page.evaluate("document.querySelector('form').addEventListener('submit', (e) => e.preventDefault(), {once: true})")
    page.evaluate("window.count = 0; document.querySelector('form').addEventListener('submit', () => window.count++)")
    page.click("button")
    assert page.get_attribute("button", "aria-disabled") == "true"
    page.evaluate("document.querySelector('form').requestSubmit()")
    assert page.evaluate("window.count") == 1


def test_a_draft_is_sent_two_seconds_after_the_last_key_and_without_the_key_of_the_form(site: Site, page: Any) -> None:
    page.type("textarea", "Bonjour", delay=40)
    assert site.received("/draft/") == []
    status(page).get_by_text("saved at").wait_for(timeout=5000)
    [draft] = site.received("/draft/")
    assert draft["text"] == ["Bonjour"]
    assert "once" not in draft
    assert page.input_value("[name=version]") == "7"


@pytest.mark.slow
def test_a_draft_that_could_not_leave_says_so_and_leaves_when_the_line_returns(site: Site, page: Any) -> None:
    site.up = False
    page.fill("textarea", "Sans ligne")
    status(page).get_by_text("not sent yet").wait_for(timeout=5000)
    site.up = True
    page.evaluate("dispatchEvent(new Event('online'))")
    status(page).get_by_text("saved at").wait_for(timeout=5000)
    assert [draft["text"] for draft in site.received("/draft/")] == [["Sans ligne"]]


def test_a_draft_that_is_refused_says_so(site: Site, page: Any) -> None:
    site.status = 403
    page.fill("textarea", "Trop tard")
    status(page).get_by_text("not saved").wait_for(timeout=5000)
