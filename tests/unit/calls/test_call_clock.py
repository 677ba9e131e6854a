"""The clock opens and closes a call, to the second, by the clocks of the city that the call states (INV-11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.utils import translation

from palabre.calls.actions.life import follow_clock, lengthen_call
from palabre.calls.choices import CallState
from palabre.calls.chores import follow_calls
from palabre.calls.forms.calls import BeginForm
from palabre.calls.models import Call
from palabre.calls.queries.moments import closing_moment, moments
from palabre.communities.choices import Role
from palabre.journal.models import Entry
from palabre.kit.dates import NoSuchTime
from palabre.notices.chores import read_journal
from palabre.notices.models import Mail, Notice
from tests.factories import grant, make_person
from tests.personas import Cast
from tests.unit.calls.making_calls import BEFORE, CLOSES, OPENS, announced, standing_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_day_before() -> Iterator[None]:
    with time_machine.travel(BEFORE, tick=True):
        yield


def at(moment: datetime) -> time_machine.travel:
    return time_machine.travel(moment, tick=False)


# phases


@pytest.mark.parametrize("stored", [CallState.READY, CallState.OPEN, CallState.CLOSED])
def test_the_closing_second_is_in_time_and_the_next_is_not(stored: CallState) -> None:
    """Whatever the chore has stored so far."""
    call = Call(state=stored, opens_at=OPENS, closes_at=CLOSES, zone="Africa/Bamako")
    assert call.phase(OPENS - timedelta(microseconds=1)) == CallState.READY
    assert call.phase(OPENS) == CallState.OPEN
    assert call.phase(CLOSES) == CallState.OPEN
    assert call.phase(CLOSES + timedelta(microseconds=999_999)) == CallState.OPEN
    assert call.phase(CLOSES + timedelta(seconds=1)) == CallState.CLOSED
    assert call.is_open(CLOSES)
    assert not call.is_open(CLOSES + timedelta(seconds=1))


@pytest.mark.parametrize("state", sorted(set(CallState) - {"ready", "open", "closed"}))
def test_the_clock_moves_nothing_else(state: str) -> None:
    call = Call(state=state, opens_at=OPENS, closes_at=CLOSES, zone="UTC")
    assert {call.phase(moment) for moment in (BEFORE, OPENS, CLOSES, CLOSES + timedelta(days=99))} == {state}


def test_the_table_agrees_with_the_clock_about_which_are_open(cast: Cast) -> None:
    call = announced(cast)
    for moment in (
        OPENS - timedelta(seconds=1),
        OPENS,
        CLOSES,
        CLOSES + timedelta(seconds=1),
        CLOSES + timedelta(days=1),
    ):
        found = Call.objects.open_at(moment).exists()
        assert found is call.is_open(moment), moment


# zones


def form(**wanted: str) -> BeginForm:
    said = {
        "opens_on": "2026-12-01", "opens_hour": "09:00", "closes_on": "2027-01-15", "closes_hour": "23:59",
        "zone": "Africa/Bamako", "places": "15", "language": "fr",
    }  # fmt: skip
    return BeginForm({**said, **wanted})


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Africa/Bamako", datetime(2027, 1, 15, 23, 59, tzinfo=UTC)),
        ("Asia/Kolkata", datetime(2027, 1, 15, 18, 29, tzinfo=UTC)),
        ("America/Lima", datetime(2027, 1, 16, 4, 59, tzinfo=UTC)),
        ("Pacific/Kiritimati", datetime(2027, 1, 15, 9, 59, tzinfo=UTC)),
    ],
)
def test_a_closing_hour_is_that_of_the_city_of_the_call(cast: Cast, zone: str, expected: datetime) -> None:
    filled = form(zone=zone)
    assert filled.is_valid(), filled.errors
    assert filled.cleaned_data["closes_at"] == expected


def test_an_hour_that_the_clocks_skip_is_refused_beside_its_field() -> None:
    """In Paris the clocks go from 2:00 to 3:00 on 28 March 2027."""
    filled = form(zone="Europe/Paris", closes_on="2027-03-28", closes_hour="02:30")
    assert not filled.is_valid()
    assert list(filled.errors) == ["closes_hour"]
    assert "3:00" in filled.errors["closes_hour"][0]
    filled = form(zone="Europe/Paris", opens_on="2027-03-28", opens_hour="02:30", closes_on="2027-04-28")
    assert list(filled.errors) == ["opens_hour"]
    with pytest.raises(NoSuchTime):
        closing_moment(date(2027, 3, 28), time(2, 30), "Europe/Paris")


def test_an_hour_that_comes_twice_is_the_later_one_and_says_so() -> None:
    """In Paris 2:30 comes twice on 31 October 2027: 0:30 and 1:30 UTC."""
    filled = form(zone="Europe/Paris", closes_on="2027-10-31", closes_hour="02:30")
    assert filled.is_valid()
    closes = filled.cleaned_data["closes_at"]
    assert closes == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    call = Call(state=CallState.OPEN, opens_at=OPENS, closes_at=closes, zone="Europe/Paris")
    with translation.override("en"):
        said = moments(call)
    assert (said.closes, said.closes_utc) == ("Sunday 31 October 2027 at 2:30 (CET)", "1:30")
    assert call.is_open(closes - timedelta(hours=1)), "the first 2:30 is in time"


def test_the_closing_is_said_by_its_own_clock_and_by_world_time() -> None:
    call = Call(state=CallState.OPEN, opens_at=OPENS, closes_at=CLOSES, zone="Asia/Kolkata")
    with translation.override("fr"):
        said = moments(call)
    assert said.closes == "samedi 16 janvier 2027 à 5\u00a0h\u00a029"
    assert said.closes_utc == "vendredi 15 janvier 2027 à 23\u00a0h\u00a059"
    assert said.zone == "Kolkata (Inde)"


# the chore


def kinds(call: Call) -> list[str]:
    rows = Entry.objects.filter(subject="call", subject_id=call.pk, kind__startswith="calls.").exclude(
        actor_id__isnull=False
    )
    return list(rows.order_by("pk").values_list("kind", flat=True))


def test_the_chore_stores_what_the_clock_did_each_once(cast: Cast) -> None:
    call = announced(cast)
    assert follow_calls() == 0
    with at(OPENS):
        assert (follow_calls(), follow_calls()) == (1, 0)
    assert Call.objects.get().state == CallState.OPEN
    with at(CLOSES):
        follow_calls()
        assert Call.objects.get().state == CallState.OPEN
    with at(CLOSES + timedelta(seconds=1)):
        assert (follow_calls(), follow_calls()) == (1, 0)
    assert Call.objects.get().state == CallState.CLOSED
    assert kinds(call) == ["calls.opened", "calls.closing_reminded", "calls.closed"]


def test_a_worker_that_slept_all_the_time_still_tells_both_in_order(cast: Cast) -> None:
    call = announced(cast)
    with at(CLOSES + timedelta(days=3)):
        assert follow_clock(call=call) == 2
        assert follow_clock(call=call) == 0
    assert kinds(call) == ["calls.opened", "calls.closed"]


@pytest.mark.parametrize("state", ["draft", "screening", "published", "cancelled"])
def test_the_chore_leaves_the_others_alone(cast: Cast, state: str) -> None:
    standing_in(cast, state, opens_at=BEFORE - timedelta(days=9), closes_at=BEFORE - timedelta(days=3))
    assert follow_calls() == 0
    assert Call.objects.get().state == state


def test_the_coordination_is_reminded_three_days_before_once_for_each_closing(cast: Cast) -> None:
    call = announced(cast)
    with at(CLOSES - timedelta(days=3, seconds=1)):
        follow_calls()
        assert "calls.closing_reminded" not in kinds(call)
    with at(CLOSES - timedelta(days=3)):
        follow_calls()
        follow_calls()
        assert kinds(call).count("calls.closing_reminded") == 1
        lengthen_call(actor=cast.person("coordinator"), call=call, closes_at=CLOSES + timedelta(days=10))
        follow_calls()
    with at(CLOSES + timedelta(days=8)):
        follow_calls()
    assert kinds(call).count("calls.closing_reminded") == 2


def test_the_whole_coordination_hears_of_it_and_nobody_else(cast: Cast) -> None:
    second = make_person("Seconde")
    grant(second, cast.here, Role.COORDINATOR)
    announced(cast)
    with at(OPENS):
        follow_calls()
        read_journal()
    told = set(Notice.objects.filter(kind="calls.opened").values_list("person_id", flat=True))
    assert told == {cast.coordinator.pk, second.pk}
    mails = Mail.objects.filter(template="calls/email/news.txt")
    assert set(mails.values_list("person_id", flat=True)) == told
