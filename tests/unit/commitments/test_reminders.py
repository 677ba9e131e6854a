"""One quiet word three days before, one when it is late; the journal remembers."""

from __future__ import annotations

import threading
from datetime import date

import pytest
import time_machine
from django.db import connection

from palabre.commitments.actions import change_commitment, remind_owner
from palabre.commitments.actions.opening import today_in
from palabre.commitments.chores import remind_owners
from palabre.commitments.models import Commitment
from palabre.journal.models import Entry
from tests.personas import Cast, make_cast
from tests.unit.commitments.test_progress import house_of, promise, soon


def told(row: Commitment) -> list[str]:
    return list(
        Entry.objects.filter(subject="commitment", subject_id=row.pk).order_by("pk").values_list("kind", flat=True)
    )


@pytest.mark.parametrize(
    ("days", "kinds"),
    [
        (9, []),
        (4, []),
        (3, ["commitments.reminder_due"]),
        (0, ["commitments.reminder_due"]),
        (-1, ["commitments.became_late"]),
        (-20, ["commitments.became_late"]),
        (-90, []),
    ],
)
def test_each_promise_is_spoken_of_once_in_its_time(cast: Cast, days: int, kinds: list[str]) -> None:
    cast.here.zone = "UTC"
    cast.here.save()
    row = promise(cast, due=soon(days))
    for _ in range(3):
        remind_owners()
    assert told(row) == kinds
    entry = Entry.objects.filter(subject="commitment").first()
    assert entry is None or (entry.about_id, entry.actor_id, entry.facts["due"]) == (
        cast.member.pk,
        None,
        row.due.isoformat(),
    )


@pytest.mark.parametrize("state", ["done", "dropped"])
def test_what_is_closed_is_not_spoken_of(cast: Cast, state: str) -> None:
    row = promise(cast, due=soon(-2), state=state, evidence="Vu")
    assert remind_owners() == 0
    assert told(row) == []


def test_a_promise_moved_to_another_day_is_spoken_of_again(cast: Cast) -> None:
    row = promise(cast, due=soon(-2))
    remind_owners()
    change_commitment(actor=cast.member, commitment=row, text=row.text, due=soon(2))
    remind_owners()
    assert told(row) == ["commitments.became_late", "commitments.changed", "commitments.reminder_due"]


def test_an_organisation_is_named_by_its_key(cast: Cast) -> None:
    house = house_of(cast)
    promise(cast, due=soon(2), person=None, organisation=house)
    remind_owners()
    entry = Entry.objects.get(kind="commitments.reminder_due")
    assert (entry.about_id, entry.facts["organisation"]) == (None, house.pk)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_speak_once() -> None:
    row = promise(make_cast(), due=soon(-2))
    start = threading.Barrier(2)

    def work() -> None:
        try:
            start.wait(10)
            remind_owner(commitment=Commitment.objects.get(pk=row.pk))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert told(row) == ["commitments.became_late"]


def test_a_promise_moved_again_within_its_three_days_is_spoken_of_again(cast: Cast) -> None:
    row = promise(cast, due=soon(1))
    remind_owner(commitment=row)
    change_commitment(actor=cast.member, commitment=row, text=row.text, due=soon(3))
    remind_owner(commitment=row)
    remind_owner(commitment=row)
    assert told(row).count("commitments.reminder_due") == 2


def test_the_day_is_that_of_the_place_where_the_community_lives(cast: Cast) -> None:
    with time_machine.travel("2027-03-16T23:30:00Z", tick=False):
        cast.here.zone = "Asia/Dhaka"
        assert today_in(cast.here) == date(2027, 3, 17)
        cast.here.zone = "America/Lima"
        assert today_in(cast.here) == date(2027, 3, 16)
