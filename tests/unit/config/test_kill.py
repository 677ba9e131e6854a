"""`kill -9` in the middle of two hundred writes: what was acknowledged is there, once, and nothing needs mending."""

from __future__ import annotations

import http.client
import os
import re
import signal
import sqlite3
import threading
import time
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import pytest

from palabre.demo.cast import PASSPHRASES
from tests.unit.config.running import House

WRITERS, EACH = 20, 10
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Hand:
    """A person at a browser, as far as this test needs one."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}

    def ask(self, path: str, said: dict[str, str] | None = None) -> tuple[int, str]:
        """A GET, or a POST of `said`; raises OSError or HTTPException when the line breaks."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
            if said is not None:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            line.request("GET" if said is None else "POST", path, None if said is None else urlencode(said), headers)
            answer = line.getresponse()
            text = answer.read().decode()
            for morsel in SimpleCookie("; ".join(answer.headers.get_all("Set-Cookie", []))).values():
                self.cookies[morsel.key] = morsel.value
            return answer.status, text
        finally:
            line.close()

    def token(self, path: str) -> tuple[str, str]:
        """The page, and the guard of its forms."""
        status, page = self.ask(path)
        found = TOKEN.search(page)
        assert found, (status, path)
        return page, found.group(1)


def signed_in(house: House, who: str) -> Hand:
    hand = Hand(house.port)
    _page, token = hand.token("/sign-in/")
    said = {"csrfmiddlewaretoken": token, "once": "in", "email": f"{who}@demo.example", "password": PASSPHRASES[who]}
    status, _text = hand.ask("/sign-in/", {**said, "device": "own"})
    assert status == 303
    return hand


def look(house: House, question: str, *words: str) -> list[tuple[str, ...]]:
    with sqlite3.connect(house.data / "palabre.sqlite3") as base:
        rows = base.execute(question, words).fetchall()
    base.close()
    return rows


class Writers:
    """Two hundred promises by twenty hands at once; `acknowledged` holds those the server answered for."""

    def __init__(self, hand: Hand, address: str) -> None:
        self.hand, self.address = hand, address
        page, self.token = hand.token(address)
        owner = re.search(r'name="owner".*?<option value="([^"]+)"', page, re.DOTALL)
        assert owner
        self.owner = owner.group(1)
        self.acknowledged: list[str] = []
        self.refused: list[int] = []
        self.threads = [threading.Thread(target=self.write, args=(number,)) for number in range(WRITERS)]

    def write(self, number: int) -> None:
        for turn in range(EACH):
            text = f"promise {number}-{turn} of the test"
            said = {"text": text, "owner": self.owner, "due": "2030-01-15", "once": text.replace(" ", "-")}
            hand = Hand(self.hand.port)
            hand.cookies = dict(self.hand.cookies)
            try:
                status, _page = hand.ask(self.address, {**said, "csrfmiddlewaretoken": self.token})
            except (OSError, http.client.HTTPException):
                return
            if status == 303:
                self.acknowledged.append(text)
            else:
                self.refused.append(status)


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_when_the_house_is_killed(house: House) -> None:
    house.environ["WORKERS"] = "2"
    house.start()
    hand = signed_in(house, "coordinator")
    [(community,)] = look(house, "SELECT public_id FROM communities_community WHERE name LIKE ?", "%Voix du Fleuve%")
    writers = Writers(hand, f"/c/{community}/commitments/opening/")
    for thread in writers.threads:
        thread.start()
    until = time.monotonic() + 60
    while len(writers.acknowledged) < WRITERS * EACH // 3 and time.monotonic() < until:
        time.sleep(0.005)
    assert house.process
    os.killpg(house.process.pid, signal.SIGKILL)
    house.process.wait(10)
    for thread in writers.threads:
        thread.join(30)
    assert writers.refused == []
    assert 0 < len(writers.acknowledged) < WRITERS * EACH
    house.start()
    assert look(house, "PRAGMA integrity_check") == [("ok",)]
    kept = [text for (text,) in look(house, "SELECT text FROM commitments_commitment WHERE text LIKE ?", "promise %")]
    assert set(writers.acknowledged) <= set(kept)
    assert len(kept) == len(set(kept))
    assert "the journal holds together" in house.command("doctor").stdout
