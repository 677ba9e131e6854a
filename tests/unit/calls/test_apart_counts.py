"""No refusal, no sum and no notice tells what became of a tied file, or who has applied, before it may be known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import combinations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from palabre.calls.actions.accepting import decline_offer
from palabre.calls.actions.assigning import give_files
from palabre.calls.actions.balancing import count_balance
from palabre.calls.actions.deciding import MOST_RANK, Ruling, decide
from palabre.calls.actions.interviewing import invite_to_talk, offer_slots, withdraw_slot
from palabre.calls.actions.reviewers import accept_place, name_reviewer
from palabre.calls.actions.screening import admit_application
from palabre.calls.actions.talking import choose_slot
from palabre.calls.choices import ApplicationState, CallState, Outcome
from palabre.calls.models import (
    Application,
    Deliberation,
    InterviewSlot,
    Publication,
    ReviewAssignment,
    SelectionCount,
    SelectionDecision,
)
from palabre.calls.queries.assigning import plan_page
from palabre.calls.queries.calls import call_page
from palabre.calls.queries.committee import committee_page
from palabre.calls.queries.composing import selection_page
from palabre.calls.queries.counts import summary_of
from palabre.calls.queries.interviews import interviews_page
from palabre.calls.rules.apart import knows_all, tied_in
from palabre.communities.choices import Role
from palabre.communities.rules import fresh
from palabre.kit.verdict import Refused
from palabre.notices.chores import read_journal
from palabre.notices.models import Notice
from palabre.notices.queries import news_for
from palabre.people.models import Person
from tests.factories import make_person
from tests.personas import Cast
from tests.unit.calls.making_deciding import Selecting, again, hands_of, state_of
from tests.unit.calls.making_reviewing import (
    Reading,
    assign,
    fresh_client,
    make_application,
    make_call,
    make_reviewer,
    person_again,
    to,
)
from tests.unit.calls.test_interviews import soon
from tests.unit.calls.test_standing_apart import tie, with_role

pytestmark = pytest.mark.django_db
S = ApplicationState
OTHERS = "waits for its letter: somebody else"


@pytest.fixture
def here(cast: Cast) -> Selecting:
    return Selecting(cast, seats=3)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as error:
        act()
    return str(error.value.verdict.why)


def in_english(person: Person) -> Client:
    Person.objects.filter(pk=person.pk).update(language="en")
    return fresh_client(Person.objects.get(pk=person.pk))


# --- what a sitting decides


@pytest.mark.covers("INV-13")
@pytest.mark.parametrize("outcome", [Outcome.OFFER, Outcome.DECLINE])
def test_no_refusal_tells_whether_the_last_place_is_taken(cast: Cast, outcome: str) -> None:
    here = Selecting(cast, seats=3, places=1)
    other, (tied, wanted) = with_role(cast, Role.COORDINATOR), here.files[:2]
    here.shortlist(tied, wanted)
    here.decide(outcome, tied)
    tie(other, tied)
    for reasons in ("", "Le projet est clair."):
        rulings = [Ruling(application=wanted, outcome=Outcome.OFFER, reasons=reasons)]
        act = lambda said=rulings: decide(actor=other, deliberation=here.sitting(actor=other), rulings=said)  # noqa: E731
        assert OTHERS in refused(act)
    assert state_of(wanted) == S.SHORTLISTED
    here.decide(Outcome.DECLINE, wanted, actor=other)
    # somebody whom nothing ties is told how it is
    more = here.files[2]
    here.shortlist(more)
    if outcome == Outcome.DECLINE:
        here.decide(Outcome.OFFER, more)
    else:
        assert "not so many places" in refused(lambda: here.decide(Outcome.OFFER, more))


@pytest.mark.covers("INV-13")
@pytest.mark.parametrize("rank", [1, MOST_RANK])
def test_no_place_of_the_waiting_list_tells_who_has_another_one(here: Selecting, rank: int) -> None:
    other, (tied, one, two, three) = with_role(here.cast, Role.COORDINATOR), here.files
    here.decide(Outcome.WAITLIST, tied, rank=rank)
    tie(other, tied)
    for wanted in (1, 2, MOST_RANK, MOST_RANK + 1):
        assert OTHERS in refused(lambda place=wanted: here.decide(Outcome.WAITLIST, one, actor=other, rank=place))
    here.decide(Outcome.WAITLIST, one, two, actor=other)
    ranks = list(SelectionDecision.objects.order_by("pk").values_list("rank", flat=True))
    assert len(set(ranks)) == 3
    assert all(1 <= place <= MOST_RANK for place in ranks if place)
    assert "already has this place" in refused(lambda: here.decide(Outcome.WAITLIST, three, rank=rank))
    # the form asks her for neither
    here.shortlist(three)
    pages = []
    for person in (other, here.lead):
        sitting = here.sitting(actor=fresh(person))
        url = reverse("calls:sitting", args=[here.call.public_id, sitting.public_id])
        pages.append(fresh_client(person).get(url).content.decode())
    key = three.public_id
    for name in (f'name="{key}-rank"', 'value="offer"'):
        assert [name in page for page in pages] == [False, True]


@pytest.mark.covers("INV-13")
def test_what_her_own_list_shows_is_all_that_she_counts(cast: Cast) -> None:
    here = Selecting(cast, seats=3, files=14, places=20)
    other, tied = with_role(cast, Role.COORDINATOR), here.files[0]
    here.shortlist(*here.files[:8])
    tie(other, tied)
    sitting = Deliberation.objects.filter(decisions__isnull=False).distinct().get()
    empty = here.sitting()
    for one in (sitting, empty):
        assert OTHERS in refused(lambda row=one: count_balance(actor=other, deliberation=row))
    count_balance(actor=here.lead, deliberation=sitting)
    url = reverse("calls:selection", args=[here.call.public_id])
    page = in_english(other).get(url).content.decode()
    assert "Chosen so far (7)" in page
    assert "(8)" not in page
    page = in_english(here.lead).get(url).content.decode()
    assert "Chosen so far (8)" in page
    mel = with_role(cast, Role.MEL)
    tie(mel, tied)
    page = in_english(mel).get(url).content.decode()
    assert "Chosen so far" not in page
    assert selection_page(fresh(mel), again(here.call), {}).balance == []


# --- interviews, and what a step waits for


@pytest.mark.covers("INV-13")
@pytest.mark.parametrize("booked", [True, False])
def test_a_moment_does_not_tell_who_was_invited(cast: Cast, booked: bool) -> None:
    here = Selecting(cast, seats=3, state=CallState.INTERVIEWS)
    other, (tied, free) = with_role(cast, Role.COORDINATOR), here.files[:2]
    here.shortlist(tied, free)
    invite_to_talk(actor=here.lead, call=here.call, applications=[tied, free])
    slots = offer_slots(actor=here.lead, call=here.call, moments=[soon(hours=one) for one in range(3)], minutes=30)
    choose_slot(applicant=hands_of(free), application=free, slot=slots[0], zone="UTC")
    if booked:
        choose_slot(applicant=hands_of(tied), application=tied, slot=slots[1], zone="UTC")
    tie(other, tied)
    rows = interviews_page(other, here.call).slots
    assert [(one.taken, one.interview is not None) for one in rows] == [(None, True), (None, False), (None, False)]
    url = reverse("calls:interviews", args=[here.call.public_id])
    page = in_english(other).get(url).content.decode()
    assert not any(f">{word}<" in page for word in ("free", "taken"))
    assert "You are tied to an application of this call" in page
    for one in slots[1:]:
        assert OTHERS in refused(lambda slot=one: withdraw_slot(actor=fresh(other), slot=slot))
    gaps = call_page(fresh(other), again(here.call)).gaps
    assert [str(one.sentence) for one in gaps] == ["Something on this page still waits for the next step."]
    assert gaps[0].url == reverse("calls:applications", args=[here.call.public_id])
    # who is tied to nobody sees and does it
    page = in_english(here.lead).get(url).content.decode()
    assert ">free<" in page
    assert "You are tied" not in page
    assert [one.taken for one in interviews_page(fresh(here.lead), here.call).slots] == [True, booked, False]
    withdraw_slot(actor=here.lead, slot=slots[2])
    assert InterviewSlot.objects.count() == 2


def test_what_is_missing_beside_files_is_still_said(here: Selecting) -> None:
    tie(here.lead, here.files[0])
    gaps = call_page(fresh(here.lead), again(here.call)).gaps
    assert len(gaps) == 2
    assert "adopted no code" in str(gaps[0].sentence)


# --- who reads what


@pytest.mark.covers("INV-13")
def test_no_sum_of_readings_tells_how_far_a_tied_file_is(cast: Cast) -> None:
    reading = Reading(cast)
    tied, _free = reading.files
    other = with_role(cast, Role.COORDINATOR)
    tie(other, tied)
    looks = []
    for state in (S.ELIGIBLE, S.INELIGIBLE, S.IN_REVIEW):
        Application.objects.filter(pk=tied.pk).update(state=state)
        if state == S.IN_REVIEW:
            assign(tied, reading.first)
        page = plan_page(fresh(other), reading.call, {})
        readers = [(one.given, one.handed_in, one.more) for one in page.readers]
        seats = [(one.given, one.handed_in) for one in committee_page(fresh(other), reading.call).seats]
        looks.append((page.number, page.short, page.lacking, page.proposal.seal, readers, seats))
    assert looks[0] == looks[1] == looks[2]
    assert looks[0][:3] == (2, 0, 1)
    whole = plan_page(reading.lead, reading.call, {})
    assert (whole.number, whole.lacking, whole.readers[0].given) == (3, 2, 1)
    assert give_files(actor=other, call=reading.call, seen=looks[0][3]) == 2
    assert not ReviewAssignment.objects.filter(application=tied, reviewer=reading.second).exists()
    why = refused(lambda: give_files(actor=fresh(other), call=reading.call, seen=""))
    assert "Every file has its readers" in why
    seal = plan_page(fresh(reading.lead), reading.call, {}).proposal.seal
    assert give_files(actor=reading.lead, call=reading.call, seen=seal) == 1


def test_a_reader_gets_no_more_than_she_can_though_she_reads_a_tied_file(cast: Cast) -> None:
    reading = Reading(cast)
    tied, _free = reading.files
    assign(tied, reading.first)
    type(reading.first).objects.filter(pk=reading.first.pk).update(capacity=1)
    other = with_role(cast, Role.COORDINATOR)
    tie(other, tied)
    assert [one.more for one in plan_page(fresh(other), reading.call, {}).readers] == [0, 1]


# --- the figures for everybody


@pytest.mark.covers("INV-36")
def test_no_difference_between_two_splits_tells_of_a_few(cast: Cast) -> None:
    call = make_call(cast.here, state=CallState.PUBLISHED)
    Publication.objects.create(call=call)
    kept = {
        "state": {"accepted": 15, "declined": 16, "ineligible": 7, "withdrawn": 1},
        "language": {"fr": 20, "en": 18},
        "region": {"west_africa": 30, "south_asia": 8},
    }
    SelectionCount.objects.bulk_create(
        SelectionCount(call=call, what=what, key=key, number=number)
        for what, cells in kept.items()
        for key, number in cells.items()
    )
    summary = summary_of(call)
    assert summary is not None
    assert summary.number == 38
    totals = {str(one.title): sum(part.number or 0 for part in one.parts) for one in summary.splits if one.parts}
    assert len(totals) == 3
    for (_one, first), (_two, second) in combinations([*totals.items(), ("total", summary.number)], 2):
        assert first == second or abs(first - second) >= 5
    assert not any("withdrawn" in str(part.label) for one in summary.splits for part in one.parts)


# --- an address that was only typed


@pytest.mark.parametrize("proven", [False, True])
def test_only_a_proven_address_ties_a_coordination(here: Selecting, proven: bool) -> None:
    typed = make_application(
        here.call, email=here.lead.email, email_proven_at=timezone.now() if proven else None, state=S.IN_REVIEW
    )
    assert knows_all(fresh(here.lead), here.call) is not proven
    assert (typed.pk in tied_in(here.lead, here.call)) is proven
    assert (selection_page(here.lead, here.call, {}).left is None) is proven


def test_a_typed_address_screens_like_any_other_and_leaves_a_reader_her_totals(cast: Cast) -> None:
    reading = Reading(cast)
    to(reading.call, CallState.SCREENING)
    seat = make_reviewer(reading.call, reading.lead, by=reading.lead)
    typed = make_application(reading.call, email=reading.lead.email, email_proven_at=None)
    again_typed = make_application(reading.call, email=reading.lead.email, email_proven_at=None)
    lead = person_again(reading.lead)
    admit_application(actor=lead, application=again_typed)
    from palabre.calls.actions.conflicts import look_for_conflicts

    look_for_conflicts(call=reading.call)
    assert seat.conflicts.filter(application=typed).exists(), "she reads others"
    assert tied_in(fresh(lead), reading.call) == frozenset()
    Application.objects.filter(pk=typed.pk).update(email_proven_at=timezone.now())
    assert tied_in(fresh(lead), reading.call) == {typed.pk}


# --- who has applied


@pytest.mark.covers("INV-11")
def test_before_the_closing_naming_somebody_does_not_tell_whether_she_applied(cast: Cast) -> None:
    lead, person = cast.person("coordinator"), make_person("Candidate")
    call = make_call(cast.here, state=CallState.OPEN, closes_at=timezone.now() + timedelta(days=3))
    make_application(call, email=person.email)
    asked = name_reviewer(actor=lead, call=call, email=person.email, language="fr")
    assert "You have applied" in refused(lambda: accept_place(token=asked.token(), person=person))
    asked.refresh_from_db()
    assert asked.accepted_at is None
    later = make_call(cast.here)
    make_application(later, email=person.email)
    why = refused(lambda: name_reviewer(actor=lead, call=later, email=person.email, language="fr"))
    assert "belongs to an application" in why


# --- who hears that a place is free


@pytest.mark.covers("INV-13")
def test_a_free_place_is_told_to_nobody_who_applied_or_is_tied(here: Selecting) -> None:
    def coordinator() -> Person:
        return with_role(here.cast, Role.COORDINATOR)

    candidate, tied = coordinator(), coordinator()
    here.offer(here.files[0])
    here.tell_everybody()
    here.file(person=candidate)
    tie(tied, here.files[1])
    decline_offer(applicant=hands_of(here.files[0]), application=here.files[0])
    read_journal()
    rows = Notice.objects.filter(kind="calls.offer_declined").values_list("person_id", flat=True)
    assert list(rows) == [here.lead.pk]
    assert "A place that was offered is free again" in " ".join(
        str(one.line.text) for one in news_for(fresh(here.lead))
    )
