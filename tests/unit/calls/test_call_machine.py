"""No sequence of actions, whoever acts and whenever, brings a call into a state that the table does not allow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from palabre.calls import gates
from palabre.calls.actions import life
from palabre.calls.choices import CallState
from palabre.calls.models import Call
from palabre.journal.models import Entry
from palabre.kit.verdict import Refused
from tests.personas import Cast
from tests.unit.calls.making_calls import BEFORE, CLOSES, OPENS, announced, whole

pytestmark = pytest.mark.django_db

S = CallState
# DOMAIN.md §2.2, word for word; the first three steps of the second line are the clock's
TABLE: dict[str, set[str]] = {
    S.DRAFT: {S.READY, S.CANCELLED},
    S.READY: {S.DRAFT, S.OPEN, S.CANCELLED},
    S.OPEN: {S.CLOSED, S.CANCELLED},
    S.CLOSED: {S.SCREENING, S.CANCELLED},
    S.SCREENING: {S.REVIEW, S.CANCELLED},
    S.REVIEW: {S.INTERVIEWS, S.SELECTION},
    S.INTERVIEWS: {S.SELECTION},
    S.SELECTION: {S.PUBLISHED},
    S.PUBLISHED: set(),
    S.CANCELLED: set(),
}
MOMENTS = [
    BEFORE, OPENS - timedelta(seconds=1), OPENS, CLOSES, CLOSES + timedelta(seconds=1), CLOSES + timedelta(days=400),
]  # fmt: skip
ACTORS = ["coordinator", "coordinator", "coordinator", "member", "outsider"]
WHAT = ["announce", "take_back", "lengthen", "cancel", "follow", *(f"step {state}" for state in S)]


def act(what: str, actor: object, call: Call) -> None:
    if what == "announce":
        life.announce_call(actor=actor, call=call)
    elif what == "take_back":
        life.take_back_call(actor=actor, call=call)
    elif what == "lengthen":
        life.lengthen_call(actor=actor, call=call, closes_at=call.closes_at + timedelta(days=1))
    elif what == "cancel":
        life.cancel_call(actor=actor, call=call, reason="Raison")
    elif what == "follow":
        life.follow_clock(call=call)
    else:
        life.take_step(actor=actor, call=call, to=what.removeprefix("step "))


@pytest.fixture(autouse=True)
def a_day_before() -> Iterator[None]:
    with time_machine.travel(BEFORE, tick=False):
        yield


@pytest.fixture
def gates_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """The gates of the later steps belong to other parts: here they let through."""
    ours = (S.DRAFT, S.READY)
    monkeypatch.setattr(gates, "_GATES", {**{state: [] for state in S}, **{one: gates._GATES[one] for one in ours}})


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(WHAT), st.sampled_from(ACTORS), st.integers(0, 5)), min_size=4, max_size=18
    ),
    talks=st.booleans(),
)
@pytest.mark.covers("SR-18")
def test_no_sequence_leaves_the_table(cast: Cast, gates_open: None, steps: list, talks: bool) -> None:
    call = _start(cast, talks)
    seen, clock = [S.DRAFT.value], 0
    for what, who, ahead in steps:
        clock = max(clock, ahead if what in {"follow", "lengthen", "announce"} else clock)  # time goes one way
        with time_machine.travel(MOMENTS[clock], tick=False):
            _try(what, cast.person(who), call)
        seen.append(Call.objects.get(pk=call.pk).state)
    for before, after in pairwise(seen):
        assert after in _reached(before, talks), (before, after)
    if not talks:
        assert S.INTERVIEWS not in seen
    for kind in ("calls.opened", "calls.closed"):
        assert Entry.objects.filter(kind=kind, subject_id=call.pk).count() <= 1


def _start(cast: Cast, talks: bool) -> Call:
    Call.objects.all().delete()
    call = whole(cast)
    Call.objects.filter(pk=call.pk).update(with_interviews=talks)
    return call


def _try(what: str, actor: object, call: Call) -> None:
    call.refresh_from_db()
    try:
        act(what, actor, call)
    except Refused:
        return


def _reached(state: str, talks: bool) -> set[str]:
    """Where one action may lead: one step by hand, after those that the clock had taken before it."""
    found = {state}
    if state in {S.READY, S.OPEN}:
        found |= {S.OPEN, S.CLOSED, S.SCREENING, S.CANCELLED}
    return found | {one for one in TABLE[state] if talks or one != S.INTERVIEWS}


def test_a_stored_state_that_lags_behind_opens_no_way_around(cast: Cast, gates_open: None) -> None:
    """The worker sleeps: the row still says `ready` when everything is over."""
    call = announced(cast)
    with time_machine.travel(CLOSES + timedelta(seconds=1), tick=False):
        for what in ("announce", "take_back", "lengthen", "step review", "step published"):
            with pytest.raises(Refused):
                act(what, cast.person("coordinator"), call)
        act("step screening", cast.person("coordinator"), call)
    assert Call.objects.get().state == S.SCREENING
    assert Entry.objects.filter(kind__in=("calls.opened", "calls.closed")).count() == 2
