"""A browser without JavaScript: it keeps cookies, fills the forms of a page and sends them."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

from bench.load import cookies, written

WORDS = "Depuis des années je travaille avec des collectifs de la région, et nous avons à apprendre. " * 6


@dataclass(slots=True)
class Answer:
    """What came back, and how many seconds it took."""

    status: int
    body: str
    location: str
    took: float


@dataclass(slots=True)
class Browser:
    """One visitor."""

    port: int
    jar: dict[str, str] = field(default_factory=dict)
    line: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None)

    def post(self, path: str, said: dict[str, str]) -> Answer:
        return self._ask("POST", path, urlencode(said))

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        home = f"http://localhost:{self.port}"
        headers = {"Host": f"localhost:{self.port}", "Cookie": written(self.jar), "Accept-Language": "fr"}
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": home, "Referer": home + path}
        begun = time.perf_counter()
        self.line.request(method, path, body=body, headers=headers)
        answer = self.line.getresponse()
        text = answer.read().decode()
        took = time.perf_counter() - begun
        self.jar |= cookies(answer.headers)
        return Answer(answer.status, text, answer.headers.get("Location", ""), took)


class Form(HTMLParser):
    """The form of a page that saves, or else its last one, as somebody would fill it: `said`, where it goes (`action`),
    and whether it saves by itself."""

    def __init__(self, page: str, typed: Callable[[str], str]) -> None:
        super().__init__()
        self.said: dict[str, str] = {}
        self.action, self.autosave, self._select, self._typed = "", "", "", typed
        self._inside = True
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = not self.autosave and at.get("method") == "post"
            if self._inside:
                self.said, self.action, self.autosave = {}, at.get("action", ""), at.get("data-autosave", "")
        name = at.get("name", "")
        if not self._inside or (tag != "option" and not name):
            return
        if tag == "input":
            self._input(name, at)
        elif tag == "textarea":
            self.said[name] = WORDS
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and at.get("value"):
            self.said.setdefault(self._select, at["value"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""

    def _input(self, name: str, at: dict[str, str]) -> None:
        kind = at.get("type", "text")
        if kind == "hidden":
            self.said[name] = at.get("value", "")
        elif kind in ("text", "email"):
            self.said[name] = self._typed(name)
        elif kind == "checkbox":
            self.said[name] = "on"
        elif kind == "radio" and at.get("value") not in self.said.values():
            self.said.setdefault(name, at.get("value", ""))
