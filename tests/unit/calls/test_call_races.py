"""Several people at the same moment: each step is taken once, each part has its own place, one text wins."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from palabre.calls import gates
from palabre.calls.actions.life import announce_call, cancel_call, follow_clock, lengthen_call, take_step
from palabre.calls.actions.parts import add_part
from palabre.calls.actions.writing import write_call
from palabre.calls.choices import CallState
from palabre.calls.models import Call, CallTheme
from palabre.journal.models import Entry
from palabre.kit.verdict import Clash, Refused
from palabre.people.models import Person
from tests.personas import Cast
from tests.races import at_once
from tests.unit.calls.making_calls import BEFORE, CLOSES, OPENS, announced, begun, whole

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def a_day_before() -> Iterator[None]:
    with time_machine.travel(BEFORE, tick=True):
        yield


def again(person: Person) -> Person:
    """The same person as another request has her."""
    return Person.objects.get(pk=person.pk)


def kinds(call: Call, kind: str) -> int:
    return Entry.objects.filter(kind=kind, subject_id=call.pk).count()


def test_five_workers_open_and_close_a_call_once(cast: Cast) -> None:
    call = announced(cast)
    with time_machine.travel(CLOSES + timedelta(days=1), tick=True):
        results = at_once([lambda: follow_clock(call=call)] * 5)
    assert sorted(results) == [0, 0, 0, 0, 2]
    assert (kinds(call, "calls.opened"), kinds(call, "calls.closed")) == (1, 1)


def test_two_announcements_are_one(cast: Cast) -> None:
    call = whole(cast)
    results = at_once([lambda: announce_call(actor=again(cast.coordinator), call=call)] * 4)
    assert sum(isinstance(one, Refused) for one in results) == 3
    assert kinds(call, "calls.announced") == 1


def test_a_step_that_two_take_is_taken_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gates, "_GATES", {state: [] for state in CallState})
    call = announced_without_gates(cast)
    with time_machine.travel(CLOSES + timedelta(days=1), tick=True):
        step = lambda: take_step(actor=again(cast.coordinator), call=call, to=CallState.SCREENING)  # noqa: E731
        results = at_once([step] * 4)
    assert sum(isinstance(one, Refused) for one in results) == 3
    assert kinds(call, "calls.stepped") == 1
    assert Call.objects.get().state == CallState.SCREENING


def announced_without_gates(cast: Cast) -> Call:
    return announce_call(actor=cast.person("coordinator"), call=begun(cast))


def test_giving_up_and_moving_the_last_day_at_once_leave_one_truth(cast: Cast) -> None:
    call = announced(cast)
    with time_machine.travel(OPENS + timedelta(days=1), tick=True):
        results = at_once(
            [
                lambda: cancel_call(actor=again(cast.coordinator), call=call, reason="Raison"),
                lambda: lengthen_call(actor=again(cast.coordinator), call=call, closes_at=CLOSES + timedelta(days=1)),
            ]
        )
    call.refresh_from_db()
    assert call.state == CallState.CANCELLED
    moved = not isinstance(results[1], Exception)
    assert (call.closes_at > CLOSES) is moved
    assert kinds(call, "calls.lengthened") == int(moved)


def test_parts_added_at_once_stand_one_behind_the_other(cast: Cast) -> None:
    call = begun(cast)
    add = lambda: add_part(  # noqa: E731
        actor=again(cast.coordinator), call=call, kind="theme", texts={"title": {"fr": "T", "en": "T"}}
    )
    at_once([add] * 6)
    assert sorted(CallTheme.objects.values_list("position", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_of_several_writers_with_the_same_version_one_writes(cast: Cast) -> None:
    call = begun(cast)

    def write(number: int):
        return lambda: write_call(
            actor=again(cast.coordinator), call=call, texts={"title": {"fr": f"Titre {number}"}}, seen=1
        )

    results = at_once([write(number) for number in range(5)])
    assert sum(isinstance(one, Clash) for one in results) == 4
    call.refresh_from_db()
    winner = next(one for one in results if isinstance(one, Call))
    assert (call.title, call.version) == (winner.title, 2)
