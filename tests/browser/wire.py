"""A person at the other end of the line, without a browser: cookies, pages, and their forms sent as they stand."""

from __future__ import annotations

import http.client
import json
import re
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit
from xml.etree.ElementTree import Element

import html5lib

from palabre.demo.cast import ACCOUNTS, PASSPHRASES, code_now

Fields = dict[str, list[str]]
File = tuple[str, str, bytes]  # name, content type, content
FACTOR = "/sign-in/factor/"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def location(self) -> str:
        return self.headers.get("location", "")

    @property
    def is_page(self) -> bool:
        return self.headers.get("content-type", "").startswith("text/html")


class Wire:
    """`Wire(origin, "facilitator")` is signed in. Several threads may share one."""

    def __init__(self, origin: str, who: str | None = None, *, timeout: float = 30) -> None:
        self.address = urlsplit(origin).netloc
        self.cookies: dict[str, str] = {}
        self.timeout = timeout
        self.lock = threading.Lock()
        if who:
            self.sign_in(who)

    def sign_in(self, who: str) -> None:
        """With the code of this moment, for the accounts that are asked for one."""
        account = next(account for account in ACCOUNTS if account.key == who)
        answer = self.submit("/sign-in/", email=account.email, password=PASSPHRASES[who], device="own")
        assert answer.status == 303, (who, answer.status, answer.text[-3000:])
        if answer.location.startswith(FACTOR):
            answer = self.submit(FACTOR, proof_code=code_now())
            assert answer.status == 303, (who, answer.status, answer.text[-3000:])

    def is_in(self) -> bool:
        return self.get("/home/").status == 200

    def request(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        """One request on a connection of its own; raises OSError or HTTPException when no whole answer comes."""
        with self.lock:
            cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        line = http.client.HTTPConnection(self.address, timeout=self.timeout)
        try:
            line.request(method, path, body, {"Cookie": cookie, "Accept-Language": "fr", **headers})
            answer = line.getresponse()
            content = answer.read()
        finally:
            line.close()
        self._keep(answer)
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, content)

    def _keep(self, answer: http.client.HTTPResponse) -> None:
        with self.lock:
            for line in answer.headers.get_all("Set-Cookie") or []:
                name, _, value = line.split(";")[0].strip().partition("=")
                self.cookies[name] = value

    def get(self, path: str) -> Answer:
        return self.request("GET", path)

    def page(self, path: str) -> str:
        """A page that must be there."""
        answer = self.get(path)
        assert answer.status == 200, (path, answer.status)
        return answer.text

    def post(self, path: str, fields: Mapping[str, Any], files: Mapping[str, File] | None = None) -> Answer:
        if files is None:
            body = urlencode(fields, doseq=True).encode()
            return self.request("POST", path, body, **{"Content-Type": "application/x-www-form-urlencoded"})
        edge = secrets.token_hex(16)
        body = multipart(edge, fields, files)
        return self.request("POST", path, body, **{"Content-Type": f"multipart/form-data; boundary={edge}"})

    def fill(self, page: str, to: str = "", **said: Any) -> tuple[str, Fields]:
        """Where the form of `page` that leads `to` goes (by default to the page itself), and all that it would send."""
        action, fields = form_of(self.page(page), to or page, page, next(iter(said), ""))
        for name, value in said.items():
            fields[name] = [str(one) for one in value] if isinstance(value, list) else [str(value)]
        return action, fields

    def submit(self, page: str, to: str = "", files: Mapping[str, File] | None = None, **said: Any) -> Answer:
        action, fields = self.fill(page, to, **said)
        return self.post(action, fields, files)

    def accepted(self, page: str, to: str = "", **said: Any) -> str:
        """Submit what must be accepted; gives where it leads."""
        answer = self.submit(page, to, **said)
        assert answer.status == 303, (page, to, answer.status, re.sub(r"(?s)^.*<main|<[^>]+>", " ", answer.text)[:1500])
        return answer.location


def multipart(edge: str, fields: Mapping[str, Any], files: Mapping[str, File]) -> bytes:
    said = [(name, one) for name, value in fields.items() for one in (value if isinstance(value, list) else [value])]
    parts = [part(edge, f'name="{name}"', str(one).encode()) for name, one in said]
    for name, (filename, kind, content) in files.items():
        parts.append(part(edge, f'name="{name}"; filename="{filename}"\r\nContent-Type: {kind}', content))
    return b"".join([*parts, f"--{edge}--\r\n".encode()])


def part(edge: str, about: str, content: bytes) -> bytes:
    return f"--{edge}\r\nContent-Disposition: form-data; {about}\r\n\r\n".encode() + content + b"\r\n"


def form_of(html: str, to: str, page: str, name: str) -> tuple[str, Fields]:
    """The POST form that leads `to` and holds a field `name` (any, if there is none such): its address, its values."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    forms = [form for form in tree.iter("form") if form.get("method", "").lower() == "post"]
    there = [form for form in forms if (form.get("action") or page) == to]
    holding = [form for form in there if any(field.get("name") == name for field in form.iter())]
    assert there, f"no form of {page} leads to {to}: {json.dumps([form.get('action') for form in forms])}"
    return to, values_of((holding or there)[0])


def values_of(form: Element) -> Fields:
    """What a browser would send if nothing were touched, without the buttons."""
    fields: Fields = {}
    for field in form.iter():
        if not field.get("name") or field.get("disabled") is not None:
            continue
        for value in _values(field):
            fields.setdefault(field.get("name", ""), []).append(value)
    return fields


def _values(field: Element) -> list[str]:
    kind = field.get("type", "text")
    if field.tag == "textarea":
        return ["".join(field.itertext()).removeprefix("\n")]
    if field.tag == "select":
        options = list(field.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None] or options[:1]
        return [option.get("value", "".join(option.itertext())) for option in chosen]
    if field.tag != "input" or kind in {"submit", "button", "file", "image", "reset"}:
        return []
    if kind in {"radio", "checkbox"} and field.get("checked") is None:
        return []
    return [field.get("value", "on" if kind in {"radio", "checkbox"} else "")]
