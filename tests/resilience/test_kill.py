"""`kill -9` in the middle of two hundred writes: what was acknowledged is there, once, and restart needs nothing."""

from __future__ import annotations

import http.client
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import html5lib
import pytest

from tests.browser import plans
from tests.browser.house import House, database_of_its_own, served
from tests.browser.wire import Fields, Wire

pytestmark = pytest.mark.slow
WRITES, AT_ONCE, KILLED_AFTER = 200, 16, 70
# where each kind of write leaves its words
TABLES = {
    "point": ("meetings_agendaitem", "title"),
    "promise": ("commitments_commitment", "text"),
    "guest": ("meetings_attendance", "name"),
}


@dataclass(slots=True)
class Write:
    """A form as its page gave it, with its key, filled in; `acknowledged` once the server said 303."""

    word: str
    kind: str
    wire: Wire
    to: str
    fields: Fields
    acknowledged: bool = False

    def send(self) -> None:
        try:
            self.acknowledged = self.wire.post(self.to, self.fields).status == 303
        except (OSError, http.client.HTTPException):
            self.acknowledged = False


@pytest.fixture
def place(tmp_path: Path) -> Iterator[dict[str, str]]:
    with database_of_its_own("palabre_kill") as database:
        yield {**database, "WORKERS": "2"}


@pytest.mark.covers("SR-57")
def test_acknowledged_writes_outlive_a_kill_and_repeats_make_one_record(tmp_path: Path, place: dict[str, str]) -> None:
    data = tmp_path / "data"
    with served(data, **place) as house:
        writes = _forms(house)
        assert len({write.fields["once"][0] for write in writes}) == WRITES
        _send_until_killed(writes, house)
    done = [write for write in writes if write.acknowledged]
    assert KILLED_AFTER <= len(done) < WRITES, "the kill did not come in the middle"

    with served(data, port=house.port, **place) as again:
        counts = _counts(again)
        assert {write.word: counts[write.word] for write in done if counts[write.word] != 1} == {}
        assert {word: number for word, number in counts.items() if number > 1} == {}
        _is_sound(again)
        # every form once more, with the same key and the same session, as a browser does on a bad line
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(Write.send, writes))
        assert [write.word for write in writes if not write.acknowledged] == []
        assert _counts(again) == dict.fromkeys((write.word for write in writes), 1)
        _is_sound(again)


def _forms(house: House) -> list[Write]:
    """Points, promises and guests, in turn, by two people: each form is asked for, one by one."""
    lines = [Wire(house.origin, who) for who in ("facilitator", "coordinator")]
    meetings = [plans.plan_now(lines[0]) for _ in range(4)]  # an agenda has at most so many points
    community = plans.river(lines[0])
    due = (datetime.now(UTC).date() + timedelta(days=30)).isoformat()
    owner = _first_owner(lines[0], f"/c/{community}/commitments/opening/")

    def form(number: int) -> Write:
        kind, line = list(TABLES)[number % 3], lines[number % 2]
        word, meeting = f"essai {kind} {number:03}", meetings[number % 4]
        page, said = {
            "point": (f"{meeting}agenda/", {"title_fr": word, "minutes": 5}),
            "promise": (f"/c/{community}/commitments/opening/", {"text": word, "owner": owner, "due": due}),
            "guest": (f"{meeting}attendance/people/", {"name": word}),
        }[kind]
        return Write(word, kind, line, *line.fill(page, **said))

    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(form, range(WRITES)))


def _first_owner(wire: Wire, page: str) -> str:
    tree = html5lib.parse(wire.page(page), namespaceHTMLElements=False)
    return next(one.get("value") for one in tree.iter("option") if one.get("value", "").startswith("p"))


def _send_until_killed(writes: list[Write], house: House) -> None:
    enough, lock, done = threading.Event(), threading.Lock(), 0

    def send(write: Write) -> None:
        nonlocal done
        write.send()
        with lock:
            done += write.acknowledged
            if done >= KILLED_AFTER:
                enough.set()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        results = [pool.submit(send, write) for write in writes]
        assert enough.wait(120), "the server did not answer"
        house.kill()
    assert all(result.exception() is None for result in results)


def _rows(house: House, query: str) -> list[tuple[object, ...]]:
    """Asked of the database itself, past the application."""
    url = house.environ.get("DATABASE_URL", "")
    if url:
        import psycopg

        with psycopg.connect(url) as connection:
            return connection.execute(query).fetchall()
    with closing(sqlite3.connect(f"file:{house.data / 'palabre.sqlite3'}?mode=ro", uri=True)) as file:
        return file.execute(query).fetchall()


def _counts(house: House) -> dict[str, int]:
    words = [
        str(row[0])
        for table, column in TABLES.values()
        for row in _rows(house, f"SELECT {column} FROM {table} WHERE {column} LIKE 'essai %'")
    ]
    return dict(Counter(words))


def _is_sound(house: House) -> None:
    if not house.environ.get("DATABASE_URL"):
        assert _rows(house, "PRAGMA integrity_check") == [("ok",)]
        assert _rows(house, "PRAGMA foreign_key_check") == []
    doctor = house.command("doctor")
    assert "the journal holds together" in doctor.stdout, doctor.stdout + doctor.stderr
