"""Makes the tables, fills them, and counts the queries of each page; the last line printed is JSON."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from bench.data import Marks


SIGN_IN = "/sign-in/"


def pages(marks: Marks) -> dict[str, str]:
    return {
        "community home": f"/c/{marks.community}/",
        "meeting, 50 + 20": f"/meetings/{marks.meeting}/",
        "list of 500 meetings": f"/c/{marks.community}/meetings/",
        "my day": "/home/",
        "network tree": f"/c/{marks.network}/network/",
        "directory of 1,000": f"/c/{marks.crowd}/people/",
        "member list of 1,000": f"/c/{marks.crowd}/members/",
        "sign-in": SIGN_IN,
    }


def main(scale: int) -> None:
    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from bench.account import EMAIL
    from bench.data import fill
    from palabre.config.messages import compile_messages
    from palabre.config.preparing import collect_static, make_tables
    from palabre.people.models import Person

    compile_messages()
    make_tables()
    collect_static()
    marks = fill(scale)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    client = Client(HTTP_HOST="localhost")
    client.force_login(Person.objects.get(email=EMAIL))
    told = {}
    for name, path in pages(marks).items():
        reader = Client(HTTP_HOST="localhost") if path == SIGN_IN else client
        reader.get(path)
        with CaptureQueriesContext(connection) as queries:
            answer = reader.get(path)
        if answer.status_code != 200:
            raise SystemExit(f"{path} answered {answer.status_code}")
        told[name] = {"path": path, "queries": len(queries)}
    print(json.dumps(told))


if __name__ == "__main__":
    main(int(sys.argv[1]))
