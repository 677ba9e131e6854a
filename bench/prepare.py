"""Makes the tables, fills them, and counts the queries of each page; the last line printed is JSON."""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from django.test import Client

    from bench.data import Marks
    from bench.year.marks import YearMarks


SIGN_IN = "/sign-in/"
BENCH, YEAR, APPLICANT, VISITOR = "bench", "year", "applicant", "visitor"
RUSH = 300
# sixty openings a day for each person: what is counted of it is forgotten before each run
LIMITED = "directory of 1,000"


def pages(marks: Marks) -> dict[str, tuple[str, str]]:
    """Each with whoever opens it."""
    return {
        "community home": (f"/c/{marks.community}/", BENCH),
        "meeting, 50 + 20": (f"/meetings/{marks.meeting}/", BENCH),
        "list of 500 meetings": (f"/c/{marks.community}/meetings/", BENCH),
        "my day": ("/home/", BENCH),
        "network tree": (f"/c/{marks.network}/network/", BENCH),
        LIMITED: (f"/c/{marks.crowd}/people/", BENCH),
        "member list of 1,000": (f"/c/{marks.crowd}/members/", BENCH),
        "sign-in": (SIGN_IN, VISITOR),
    }


def pages_of_the_year(marks: YearMarks) -> dict[str, tuple[str, str]]:
    """Those of a call, from the first to the last, and those of money."""
    here, call, file = f"/c/{marks.community}", f"/calls/{marks.chosen}", f"/apply/file/{marks.blank[0].application}"
    return {
        "application, start": (f"/apply/{marks.open}/", VISITOR),
        "application, overview": (f"{file}/", APPLICANT),
        "application, who I am": (f"{file}/who/", APPLICANT),
        "application, sending": (f"{file}/submission/", APPLICANT),
        "reviewer’s list": ("/review/", YEAR),
        "cohort composition": (f"{call}/selection/", YEAR),
        "… by result": (f"{call}/selection/?order=result", YEAR),
        "ranking": (f"{call}/ranking/", YEAR),
        "applications": (f"{call}/applications/?shelf=all", YEAR),
        "honoraria of a month": (f"{here}/honoraria/?month={marks.year}-12", YEAR),
        "honoraria of a year": (f"{here}/honoraria/year/?year={marks.year}", YEAR),
        "ledger": (f"{here}/ledger/?month={marks.year}-05", YEAR),
    }


def main(scale: int) -> None:
    django.setup()
    from dataclasses import asdict

    from django.conf import settings
    from django.db import connection

    from bench.data import fill
    from bench.year.filling import fill_year
    from bench.year.marks import Size
    from palabre.config.messages import compile_messages
    from palabre.config.preparing import collect_static, make_tables

    compile_messages()
    make_tables()
    collect_static()
    marks, size = fill(scale), Size.of(scale, RUSH)
    year = fill_year(size)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    readers = readers_of(year)
    told = counted({**pages(marks), **pages_of_the_year(year)}, readers)
    cookie = settings.SESSION_COOKIE_NAME
    sessions = {who: one.cookies[cookie].value for who, one in readers.items() if who != VISITOR}
    print(json.dumps({"pages": told, "year": asdict(year), "size": str(size), "cookie": cookie, "sessions": sessions}))


def readers_of(year: YearMarks) -> dict[str, Client]:
    """Everybody with a session; who holds a role has shown her second factor in it."""
    from django.conf import settings
    from django.test import Client

    from bench.account import EMAIL, YEAR_EMAIL
    from palabre.people.choices import DeviceKind
    from palabre.people.models import Person
    from palabre.people.proving import FACTOR_KEY
    from palabre.people.sessions import DEVICE_KEY

    readers = {who: Client(HTTP_HOST="localhost") for who in (BENCH, YEAR, APPLICANT, VISITOR)}
    for who, email in ((BENCH, EMAIL), (YEAR, YEAR_EMAIL)):
        readers[who].force_login(Person.objects.get(email=email))
        session = readers[who].session
        session[FACTOR_KEY], session[DEVICE_KEY] = time.time(), DeviceKind.OWN.value
        session.save()
    readers[APPLICANT].cookies[settings.SESSION_COOKIE_NAME] = year.blank[0].session
    return readers


def counted(asked: dict[str, tuple[str, str]], readers: dict[str, Client]) -> dict[str, dict[str, object]]:
    """The queries of each page, the second time it is opened."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    told: dict[str, dict[str, object]] = {}
    for name, (path, who) in asked.items():
        readers[who].get(path)
        with CaptureQueriesContext(connection) as queries:
            answer = readers[who].get(path)
        if answer.status_code != 200:
            raise SystemExit(f"{path} answered {answer.status_code}")
        told[name] = {"path": path, "queries": len(queries), "who": who}
    return told


if __name__ == "__main__":
    main(int(sys.argv[1]))
