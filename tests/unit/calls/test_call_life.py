"""From draft to publication: through gates, by the clock, one step at a time, and no other way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import time_machine

from palabre.calls import gates
from palabre.calls.actions.life import (
    announce_call,
    cancel_call,
    follow_clock,
    lengthen_call,
    take_back_call,
    take_step,
)
from palabre.calls.actions.parts import add_part, remove_part, write_part
from palabre.calls.actions.writing import Frame, approve_call, frame_call, write_call
from palabre.calls.choices import CallState
from palabre.calls.gates import Missing, missing_before
from palabre.calls.models import Call
from palabre.journal.models import Entry
from palabre.kit.verdict import Refused
from tests.personas import Cast
from tests.unit.calls.making_calls import BEFORE, CLOSES, OPENS, announced, begun, filled, mel_of, standing_in, whole

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_day_before() -> Iterator[None]:
    with time_machine.travel(BEFORE, tick=True):
        yield


@contextmanager
def no_gate(*states: CallState) -> Iterator[None]:
    """The gates of other parts stand aside."""
    kept = {state: gates._GATES[state][:] for state in states}
    missing_before(Call(), CallState.DRAFT)  # every rule of the room has been read
    for state in states:
        kept[state] = gates._GATES[state][:]
        gates._GATES[state].clear()
    try:
        yield
    finally:
        for state in states:
            gates._GATES[state].extend(kept[state])


LATER = (
    CallState.SCREENING, CallState.REVIEW, CallState.INTERVIEWS, CallState.SELECTION, CallState.PUBLISHED,
)  # fmt: skip


def sentences(call: Call) -> str:
    return " ".join(str(gap.sentence) for gap in missing_before(Call.objects.get(pk=call.pk), CallState.READY))


# draft → ready


def test_a_whole_call_is_announced(cast: Cast) -> None:
    call = whole(cast)
    assert sentences(call) == ""
    announce_call(actor=cast.person("coordinator"), call=call)
    call.refresh_from_db()
    assert (call.state, call.published_at is not None) == (CallState.READY, True)


def test_a_call_fresh_from_the_pattern_is_not_ready(cast: Cast) -> None:
    call = begun(cast)
    said = sentences(call)
    assert "[brackets]" in said
    assert "not approved in English" in said
    assert "in French" not in said
    with pytest.raises(Refused, match="brackets"):
        announce_call(actor=cast.person("coordinator"), call=call)


def test_each_thing_that_is_missing_is_named(cast: Cast) -> None:
    call, actor = whole(cast), cast.person("coordinator")
    add_part(actor=actor, call=call, kind="theme", texts={"title": {"fr": "Soin", "en": ""}})
    said = sentences(call)
    assert "One theme alone" in said
    assert "1 text is missing in English" in said
    write_call(actor=actor, call=call, texts={"title": {"fr": "Nouveau"}, "ai_notice": {"fr": "", "en": ""}})
    assert "1 text is outdated in English" in sentences(call)
    assert "artificial intelligence" in sentences(call)
    for criterion in call.criteria.all():
        write_part(actor=actor, part=criterion, texts={}, facts={"weight": 1, "scale": 5, "scored": False})
    assert "points are given" in sentences(call)
    for question in [*call.questions.order_by("-position")]:
        remove_part(actor=actor, part=question)
    assert "at least one question" in sentences(call)


def test_a_question_without_choices_and_a_rule_without_countries_hold_it_back(cast: Cast) -> None:
    call, actor = whole(cast), cast.person("coordinator")
    facts = {"kind": "choice", "longest": 500}
    add_part(actor=actor, call=call, kind="question", texts={"label": {"fr": "Q", "en": "Q"}}, facts=facts)
    rule = add_part(
        actor=actor, call=call, kind="rule", texts={"label": {"fr": "R", "en": "R"}},
        facts={"kind": "may", "check_by": "countries", "countries": ("ML",)},
    )  # fmt: skip
    rule.countries.all().delete()
    assert "fewer than two choices" in sentences(call)
    assert "names no country" in sentences(call)


def test_dates_lie_ahead(cast: Cast) -> None:
    call = whole(cast)
    with time_machine.travel(OPENS + timedelta(seconds=1), tick=False), pytest.raises(Refused, match="past"):
        announce_call(actor=cast.person("coordinator"), call=call)


def test_what_one_person_alone_wrote_and_approved_is_not_enough(cast: Cast) -> None:
    """The other half of what she wrote herself waits for somebody else."""
    actor = cast.person("coordinator")
    call = filled(begun(cast), actor)
    approve_call(actor=actor, call=call)
    with pytest.raises(Refused, match="not approved in English"):
        announce_call(actor=actor, call=call)


@pytest.mark.parametrize("name", ["member", "translator", "facilitator", "outsider", "nobody", "keeper", "steward"])
def test_only_the_coordination_announces(cast: Cast, name: str) -> None:
    call = whole(cast)
    with pytest.raises(Refused, match="coordination"):
        announce_call(actor=cast.person(name), call=call)


def test_monitoring_writes_and_does_not_announce(cast: Cast) -> None:
    with pytest.raises(Refused, match="coordination"):
        announce_call(actor=mel_of(cast), call=whole(cast))


# ready → draft


def test_until_it_opens_it_becomes_a_draft_again(cast: Cast) -> None:
    call = announced(cast)
    take_back_call(actor=cast.person("coordinator"), call=call)
    call.refresh_from_db()
    assert (call.state, call.published_at) == (CallState.DRAFT, None)
    write_call(actor=cast.person("coordinator"), call=call, texts={"title": {"fr": "Autre", "en": "Other"}})


def test_once_its_hour_has_come_it_stays(cast: Cast) -> None:
    """Also while the worker has not passed by: the clock decides, not the stored state."""
    call = announced(cast)
    with time_machine.travel(OPENS, tick=False), pytest.raises(Refused, match="not open yet"):
        take_back_call(actor=cast.person("coordinator"), call=call)


# the last day


def test_the_last_day_moves_later_with_its_entry_and_never_earlier(cast: Cast) -> None:
    call, actor = announced(cast), cast.person("coordinator")
    later = CLOSES + timedelta(days=7)
    with time_machine.travel(OPENS + timedelta(days=1), tick=False):
        lengthen_call(actor=actor, call=call, closes_at=later)
        entry = Entry.objects.get(kind="calls.lengthened")
        assert entry.facts == {"before": CLOSES.isoformat(), "after": later.isoformat()}
        for moment in (later, CLOSES, later - timedelta(seconds=1)):
            with pytest.raises(Refused, match="later, never earlier"):
                lengthen_call(actor=actor, call=call, closes_at=moment)
        with pytest.raises(Refused):
            lengthen_call(actor=mel_of(cast), call=call, closes_at=later + timedelta(days=1))
    call.refresh_from_db()
    assert call.closes_at == later


def test_a_closed_call_is_not_opened_again_by_moving_its_last_day(cast: Cast) -> None:
    call, actor = announced(cast), cast.person("coordinator")
    with time_machine.travel(CLOSES + timedelta(seconds=1), tick=False), pytest.raises(Refused, match="while the call"):
        lengthen_call(actor=actor, call=call, closes_at=CLOSES + timedelta(days=7))
    with pytest.raises(Refused, match="while the call"):  # not open yet: it can become a draft again
        lengthen_call(actor=actor, call=call, closes_at=CLOSES + timedelta(days=7))


# by hand


def test_one_step_after_the_other_to_the_end(cast: Cast) -> None:
    call, actor = announced(cast), cast.person("coordinator")
    with time_machine.travel(CLOSES + timedelta(hours=1), tick=True), no_gate(*LATER):
        for state in LATER:
            call = take_step(actor=actor, call=call, to=state)
            assert call.state == state
    steps = [(one.facts["before"], one.facts["after"]) for one in Entry.objects.filter(kind="calls.stepped")]
    assert steps == [*zip((CallState.CLOSED, *LATER), LATER, strict=False)]
    assert Entry.objects.filter(kind="calls.opened").count() == Entry.objects.filter(kind="calls.closed").count() == 1


def test_a_call_without_interviews_goes_from_review_to_selection(cast: Cast) -> None:
    call = standing_in(cast, CallState.REVIEW, with_interviews=False)
    with no_gate(*LATER):
        with pytest.raises(Refused, match="not the next step"):
            take_step(actor=cast.person("coordinator"), call=call, to=CallState.INTERVIEWS)
        assert take_step(actor=cast.person("coordinator"), call=call, to=CallState.SELECTION).state == "selection"


@pytest.mark.covers("SR-18")
@pytest.mark.parametrize("state", [state.value for state in CallState])
def test_no_request_skips_a_step_whatever_the_order(cast: Cast, as_person, state: str) -> None:
    """Direct posts to every state from every state: only the one step of the table passes."""
    call = standing_in(cast, state)
    client = as_person(cast.person("coordinator"))
    phase = call.phase()
    allowed = {
        CallState.CLOSED: "screening", CallState.SCREENING: "review", CallState.REVIEW: "interviews",
        CallState.INTERVIEWS: "selection", CallState.SELECTION: "published",
    }.get(phase)  # fmt: skip
    with no_gate(*LATER):
        for to in [*CallState, "", "nonsense"]:
            Call.objects.filter(pk=call.pk).update(state=state)
            answer = client.post(f"/c/{cast.here.public_id}/calls/{call.public_id}/step/", {"to": str(to)})
            now = Call.objects.get(pk=call.pk).state
            if str(to) == allowed:
                assert (answer.status_code, now) == (303, to)
            else:
                assert answer.status_code == 403
                assert now in {state, phase.value}


def test_a_gate_that_another_part_of_the_room_adds_holds_the_step_and_names_its_reason(cast: Cast) -> None:
    call, actor = standing_in(cast, CallState.SCREENING), cast.person("coordinator")
    with no_gate(*LATER):
        open_ = [False]

        def gate(asked: Call) -> list[Missing]:
            assert asked.pk == call.pk
            return [] if open_[0] else [Missing("Three applications wait.", "/somewhere/")]

        gates.before(CallState.REVIEW)(gate)
        with pytest.raises(Refused, match="Three applications wait"):
            take_step(actor=actor, call=call, to=CallState.REVIEW)
        open_[0] = True
        take_step(actor=actor, call=call, to=CallState.REVIEW)
        gates._GATES[CallState.REVIEW].clear()


@pytest.mark.parametrize("name", ["member", "translator", "facilitator", "outsider", "nobody", "keeper", "steward"])
def test_only_the_coordination_takes_steps_and_gives_up(cast: Cast, name: str) -> None:
    call = standing_in(cast, CallState.CLOSED)
    with no_gate(*LATER), pytest.raises(Refused):
        take_step(actor=cast.person(name), call=call, to=CallState.SCREENING)
    with pytest.raises(Refused):
        cancel_call(actor=cast.person(name), call=call, reason="Non")


# giving up


@pytest.mark.parametrize("state", ["draft", "ready", "open", "closed", "screening"])
def test_before_the_review_it_can_be_given_up_with_a_reason(cast: Cast, state: str) -> None:
    call = standing_in(cast, state)
    for empty in ("", "  \u200b "):
        with pytest.raises(Refused) as refusal:
            cancel_call(actor=cast.person("coordinator"), call=call, reason=empty)
        assert refusal.value.field == "reason"
    cancel_call(actor=cast.person("coordinator"), call=call, reason="Plus de moyens.")
    call.refresh_from_db()
    assert (call.state, call.cancelled_because) == (CallState.CANCELLED, "Plus de moyens.")
    entry = Entry.objects.get(kind="calls.cancelled")
    assert "Plus" not in str(entry.facts)


@pytest.mark.parametrize("state", ["review", "interviews", "selection", "published", "cancelled"])
def test_later_it_goes_on_to_its_end(cast: Cast, state: str) -> None:
    call = standing_in(cast, state)
    with pytest.raises(Refused):
        cancel_call(actor=cast.person("coordinator"), call=call, reason="Trop tard")
    assert Call.objects.get().state == state


def test_a_frame_is_changed_as_long_as_it_is_a_draft(cast: Cast) -> None:
    call = begun(cast)
    frame = Frame(
        OPENS, CLOSES + timedelta(days=1), "Asia/Kolkata", 9, ("en",), with_interviews=False, reviews_needed=3
    )
    call = frame_call(actor=cast.person("coordinator"), call=call, frame=frame, seen=1)
    assert (call.zone, call.places, call.languages, call.reviews_needed, call.version) == (
        "Asia/Kolkata",
        9,
        "en",
        3,
        2,
    )
    assert follow_clock(call=call) == 0
