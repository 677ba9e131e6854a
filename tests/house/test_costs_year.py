"""The pages of a year ask as many questions for two thousand applications as for twenty, and stay light (P4, P5)."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from bench.account import YEAR_EMAIL
from bench.prepare import APPLICANT, VISITOR, YEAR, pages_of_the_year
from bench.year.filling import fill_year
from bench.year.marks import Draft, Size, YearMarks
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from palabre.people.models import Person

pytestmark = pytest.mark.django_db

AsPerson = Callable[[Person | None], Client]
FEW, MANY = Size(25, 25, 1), Size(100, 60, 1)
# each with the queries that it may ask at most: a ceiling, beside which nothing may grow
PAGES = {
    "application, start": 8,
    "application, overview": 15,
    "application, who I am": 15,
    "application, sending": 15,
    "reviewer’s list": 15,
    "cohort composition": 45,
    "… by result": 45,
    "ranking": 25,
    "applications": 25,
    "honoraria of a month": 15,
    "honoraria of a year": 15,
    "ledger": 25,
}
FIRST, NEXT, NODES = 60_000, 20_000, 1200


# a list that is longer leads on
LISTS = {name for name in PAGES if not name.startswith("application,")}
LINKED = re.compile(r'<(?:link[^>]+href|script[^>]+src)="/static/([^"]+)"')


def readers(marks: YearMarks, as_person: AsPerson) -> dict[str, Client]:
    applicant = Client()
    applicant.cookies[settings.SESSION_COOKIE_NAME] = marks.blank[0].session
    return {YEAR: as_person(Person.objects.get(email=YEAR_EMAIL)), APPLICANT: applicant, VISITOR: Client()}


def spent(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200, path
    return len(seen)


def asked_by(marks: YearMarks, as_person: AsPerson) -> dict[str, int]:
    opened = readers(marks, as_person)
    return {name: spent(opened[who], path) for name, (path, who) in pages_of_the_year(marks).items()}


def test_every_page_of_the_bench_is_held_here(as_person: AsPerson) -> None:
    assert set(pages_of_the_year(YearMarks("c", "o", "d", 2025, [], [Draft("a", "s")]))) == set(PAGES)


def test_no_page_asks_more_for_more_rows(as_person: AsPerson) -> None:
    few = asked_by(fill_year(FEW), as_person)
    assert asked_by(fill_year(MANY), as_person) == few
    assert {name: number for name, number in few.items() if number > PAGES[name]} == {}


def test_long_lists_are_read_by_twenty_and_weigh_little(as_person: AsPerson) -> None:
    """On the wire, as the browser of somebody who comes for the first time, and of somebody who has the style already."""
    marks = fill_year(MANY)
    opened, style = readers(marks, as_person), {}
    for name, (path, who) in pages_of_the_year(marks).items():
        page = opened[who].get(path).content.decode()
        for one in LINKED.findall(page):
            style[one] = gzipped(Path(str(finders.find(re.sub(r"\.[0-9a-f]{12}(?=\.)", "", one)))).read_bytes())
        assert len(re.findall(r"<[a-z]", page)) <= NODES, name
        assert gzipped(page.encode()) <= NEXT, name
        assert gzipped(page.encode()) + sum(style.values()) <= FIRST, name
        assert ("older=" in page) is (name in LISTS), name
    assert style


def gzipped(content: bytes) -> int:
    return len(gzip.compress(content, 6))
