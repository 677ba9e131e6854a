"""No sequence of what people do takes an application out of the table of DOMAIN.md §2.2 (SR-18)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from palabre.calls.actions.accepting import confirm_place, declare_interests, decline_offer
from palabre.calls.actions.deciding import offer_next
from palabre.calls.actions.interviewing import invite_to_talk, offer_slots
from palabre.calls.actions.letters import prepare_letters, send_letters
from palabre.calls.actions.life import take_step
from palabre.calls.actions.screening import admit_application, ask_applicant, look_again_at, turn_down_application
from palabre.calls.actions.submitting import inform
from palabre.calls.actions.talking import choose_slot, refuse_talk
from palabre.calls.actions.withdrawing import withdraw
from palabre.calls.choices import ApplicationState, CallState, Outcome
from palabre.calls.models import Application, InterviewSlot
from palabre.calls.rules.deciding import PLACED
from palabre.kit.verdict import Refused
from tests.personas import make_cast
from tests.unit.calls.making_deciding import Selecting, again, hands_of, review, state_of
from tests.unit.calls.making_reviewing import make_application, person_again, to

S = ApplicationState
# DOMAIN.md §2.2; the screening may look again at what it said, until somebody was written to
TABLE: dict[str, frozenset[str]] = {
    S.SUBMITTED: frozenset({S.ELIGIBLE, S.INELIGIBLE, S.NEEDS_INFO}),
    S.ELIGIBLE: frozenset({S.IN_REVIEW, S.SUBMITTED}),
    S.INELIGIBLE: frozenset({S.SUBMITTED}),
    S.NEEDS_INFO: frozenset({S.SUBMITTED, S.ELIGIBLE, S.INELIGIBLE, S.IN_REVIEW}),
    S.IN_REVIEW: frozenset({S.SHORTLISTED, S.DECLINED, S.WAITLISTED, S.NEEDS_INFO}),
    S.SHORTLISTED: frozenset({S.OFFERED, S.DECLINED}),
    S.WAITLISTED: frozenset({S.OFFERED}),
    S.OFFERED: frozenset({S.COI_DECLARED}),
    S.COI_DECLARED: frozenset({S.ACCEPTED}),
    S.ACCEPTED: frozenset(),
    S.DECLINED: frozenset(),
    S.WITHDRAWN: frozenset(),
}
# her answer to a question of the screening brings a file back as one that is read, before anybody said whether it is
# admissible: then that is still to be said
UNSCREENED = frozenset({S.ELIGIBLE, S.INELIGIBLE})
Step = Callable[[Selecting, Application], object]


def _decide(outcome: str) -> Step:
    return lambda here, one: here.decide(outcome, one)


def _go(state: str) -> Step:
    """The call goes somewhere, by its own step or thrown there: the rules of files hold either way."""
    return lambda here, _one: to(here.call, state)


def _read(here: Selecting, one: Application) -> None:
    """As the plan of readers and their reviews leave it."""
    if state_of(one) == S.ELIGIBLE:
        one.refresh_from_db()
        for seat in here.seats:
            review(one, seat, here.criteria, 3)


def _moment(here: Selecting, one: Application) -> None:
    offer_slots(actor=here.lead, call=here.call, moments=[timezone.now() + timedelta(days=2)], minutes=20)
    slot = InterviewSlot.objects.filter(call=here.call).latest("pk")
    choose_slot(applicant=hands_of(one), application=one, slot=slot)


STEPS: dict[str, Step] = {
    "admit": lambda here, one: admit_application(actor=here.lead, application=one),
    "turn down": lambda here, one: turn_down_application(actor=here.lead, application=one, reason="Règle 1."),
    "ask": lambda here, one: ask_applicant(actor=here.lead, application=one, question="Où ?"),
    "answer": lambda _here, one: inform(applicant=hands_of(one), application=one, answer="Ici."),
    "look again": lambda here, one: look_again_at(actor=here.lead, application=one),
    "read": _read,
    **{f"decide {outcome}": _decide(outcome) for outcome in Outcome.values},
    "invite": lambda here, one: invite_to_talk(actor=here.lead, call=here.call, applications=[one]),
    "choose a moment": _moment,
    "no interview": lambda _here, one: refuse_talk(applicant=hands_of(one), application=one),
    "offer next": lambda here, one: offer_next(actor=here.lead, application=one),
    "letters": lambda here, _one: (
        prepare_letters(actor=here.lead, call=here.call),
        send_letters(actor=here.lead, call=here.call),
    ),
    "declare": lambda _here, one: declare_interests(applicant=hands_of(one), application=one, text="", nothing=True),
    "decline the offer": lambda _here, one: decline_offer(applicant=hands_of(one), application=one),
    "confirm": lambda here, one: confirm_place(actor=here.lead, application=one),
    "withdraw": lambda _here, one: withdraw(applicant=hands_of(one), application=one),
    **{
        f"call to {state}": _go(state)
        for state in (CallState.SCREENING, CallState.REVIEW, CallState.INTERVIEWS, CallState.SELECTION)
    },
    "publish": lambda here, _one: take_step(actor=here.lead, call=again(here.call), to=CallState.PUBLISHED),
}
# likely ways on from each state, so that a walk of thirty steps gets somewhere
LIKELY = [
    "call to screening", "admit", "read", "call to selection", "decide shortlist", "decide offer", "letters", "declare",
    "confirm", "decide waitlist", "offer next",
]  # fmt: skip
WALKS = st.lists(
    st.tuples(st.one_of(st.sampled_from(sorted(STEPS)), st.sampled_from(LIKELY)), st.integers(0, 2)), max_size=35
)


def walk(here: Selecting, files: list[Application], steps: Iterable[tuple[str, int]]) -> set[tuple[str, str]]:
    """Every step that anybody tries; what is refused changes nothing. Gives the transitions that were taken."""
    taken: set[tuple[str, str]] = set()
    for name, place in steps:
        before = [_seen(one) for one in files]
        one = Application.objects.select_related("call__community").get(pk=files[place].pk)
        here.call.refresh_from_db()
        person_again(here.lead)
        refused = True
        with suppress(Refused):
            STEPS[name](here, one)
            refused = False
        after = [state_of(one) for one in files]
        for (was, screened), now in zip(before, after, strict=True):
            if was == now:
                continue
            assert not refused, name
            asked_early = UNSCREENED if was == S.IN_REVIEW and not screened else frozenset()
            assert now in TABLE[was] | asked_early | {S.WITHDRAWN}, (name, was, now)
            taken.add((was, now))
        placed = Application.objects.filter(call=here.call, state__in=PLACED).count()
        assert placed <= here.call.places
        for row in Application.objects.filter(call=here.call, state__in=(S.COI_DECLARED, S.ACCEPTED)):
            assert row.coi_at is not None
    return taken


def _seen(one: Application) -> tuple[str, bool]:
    row = Application.objects.get(pk=one.pk)
    return row.state, row.screened_at is not None


def begin(places: int = 1) -> tuple[Selecting, list[Application]]:
    here = Selecting(make_cast(), files=0, places=places, state=CallState.SCREENING)
    here.adopt_code()
    return here, [make_application(here.call) for _number in range(3)]


@pytest.mark.covers("SR-18")
class TestMachine(TestCase):
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(WALKS)
    def test_whatever_people_do_in_whatever_order(self, steps: list[tuple[str, int]]) -> None:
        here, files = begin()
        walk(here, files, steps)


@pytest.mark.django_db
def test_every_transition_of_the_table_can_be_taken() -> None:
    """The walk above is no empty promise: these steps reach all that is reached by hand."""
    here, files = begin(places=2)
    story = [
        ("call to screening", 0), ("ask", 0), ("answer", 0), ("admit", 0), ("turn down", 1), ("look again", 1), ("admit", 1),
        ("look again", 1), ("admit", 1), ("admit", 2), ("read", 0), ("read", 1), ("read", 2), ("call to interviews", 0),
        ("ask", 1), ("answer", 1), ("decide shortlist", 0), ("decide waitlist", 1), ("invite", 0), ("choose a moment", 0),
        ("call to selection", 0), ("decide offer", 0), ("offer next", 1), ("decide shortlist", 2), ("decide decline", 2),
        ("letters", 0), ("declare", 0), ("confirm", 0), ("declare", 1), ("decline the offer", 1), ("publish", 0),
    ]  # fmt: skip
    taken = walk(here, files, story)
    assert (S.IN_REVIEW, S.NEEDS_INFO) in taken
    assert {(S.SHORTLISTED, S.OFFERED), (S.WAITLISTED, S.OFFERED), (S.SHORTLISTED, S.DECLINED)} <= taken
    assert {(S.OFFERED, S.COI_DECLARED), (S.COI_DECLARED, S.ACCEPTED), (S.COI_DECLARED, S.WITHDRAWN)} <= taken
