"""How long a session lasts: the server decides, and reading pages writes nothing (SR-07)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from palabre.people.models import Person, Session
from tests.factories import PASSWORD, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel("2026-11-20 09:00Z", tick=False) as clock:
        yield clock


def enter(device: str) -> Client:
    make_person(email="awa@example.org", password=PASSWORD)
    client = Client()
    client.post("/sign-in/", {"email": "awa@example.org", "password": PASSWORD, "device": device})
    return client


def is_in(client: Client) -> bool:
    answer = client.get("/me/")
    assert answer.status_code in {200, 302}
    return answer.status_code == 200


@pytest.mark.parametrize(("device", "idle"), [("shared", timedelta(minutes=15)), ("own", timedelta(hours=2))])
def test_a_session_ends_when_nobody_touches_it(clock: time_machine.Coordinates, device: str, idle: timedelta) -> None:
    client = enter(device)
    clock.shift(idle - timedelta(seconds=30))
    assert is_in(client)
    clock.shift(idle - timedelta(seconds=30))
    assert is_in(client), "the page before counted as a gesture"
    clock.shift(idle + timedelta(minutes=2))
    answer = client.get("/me/")
    assert answer.status_code == 302
    assert "over=1" in answer["Location"]
    assert answer.cookies["palabre"]["max-age"] == 0
    assert "session closed because nobody touched it" in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    ("device", "step", "most"), [("shared", 14, timedelta(hours=8)), ("own", 119, timedelta(days=7))]
)
def test_a_session_ends_however_often_it_is_touched(
    clock: time_machine.Coordinates, device: str, step: int, most: timedelta
) -> None:
    client, lived = enter(device), timedelta()
    while is_in(client) and lived < most + timedelta(hours=3):
        clock.shift(timedelta(minutes=step))
        lived += timedelta(minutes=step)
    assert most <= lived <= most + timedelta(minutes=step)


def test_a_cookie_of_a_gesture_is_worth_nothing_in_another_session(clock: time_machine.Coordinates) -> None:
    old = enter("shared")
    clock.shift(timedelta(minutes=20))
    fresh = Client()
    fresh.post("/sign-in/", {"email": "awa@example.org", "password": PASSWORD, "device": "shared"})
    old.cookies["palabre-gesture"] = fresh.cookies["palabre-gesture"].value
    assert not is_in(old)


def test_a_forged_or_missing_gesture_counts_from_the_sign_in(clock: time_machine.Coordinates) -> None:
    client = enter("shared")
    clock.shift(timedelta(minutes=10))
    del client.cookies["palabre-gesture"]
    assert is_in(client)
    clock.shift(timedelta(minutes=10))
    client.cookies["palabre-gesture"] = f"{'a' * 16}:9999999999.{'b' * 43}"
    assert not is_in(client)


def test_reading_writes_nothing(clock: time_machine.Coordinates) -> None:
    client = enter("own")
    clock.shift(timedelta(minutes=30))
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert is_in(client)
    assert [row["sql"] for row in seen if not row["sql"].startswith("SELECT")] == []
    clock.shift(timedelta(hours=3))
    with CaptureQueriesContext(connection) as seen:
        assert not is_in(client)
    assert [row["sql"] for row in seen if not row["sql"].startswith("SELECT")] == []


def test_the_table_knows_when_a_session_ends(clock: time_machine.Coordinates) -> None:
    enter("own")
    session = Session.objects.get()
    assert session.expire_date - session.started_at == timedelta(days=7)
    assert session.person == Person.objects.get()


def test_saving_a_session_does_not_make_it_longer(clock: time_machine.Coordinates) -> None:
    client = enter("own")
    clock.shift(timedelta(hours=1))
    session = client.session
    session["anything"] = 1
    session.save()
    row = Session.objects.get()
    assert row.expire_date - row.started_at == timedelta(days=7)
    assert row.started_at.hour == 9


def test_ended_sessions_are_forgotten(clock: time_machine.Coordinates) -> None:
    from palabre.people.chores import forget_sessions

    enter("shared")
    forget_sessions()
    assert Session.objects.count() == 1
    clock.shift(timedelta(hours=9))
    forget_sessions()
    assert Session.objects.count() == 0
