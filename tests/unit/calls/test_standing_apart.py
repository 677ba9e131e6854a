"""Whoever applied, or is tied to somebody who did, learns nothing of that file before its letter, and decides nothing."""

from __future__ import annotations

import pytest
from django.urls import reverse

from palabre.calls.actions.accepting import confirm_place
from palabre.calls.actions.assigning import give_file, give_files, take_file
from palabre.calls.actions.conflicts import find_tie
from palabre.calls.actions.deciding import Ruling, decide, note_sitting, offer_next
from palabre.calls.actions.letters import prepare_letters, send_letters
from palabre.calls.actions.life import take_step
from palabre.calls.actions.scoring import reopen_review
from palabre.calls.actions.screening import admit_application
from palabre.calls.actions.withdrawing import withdraw
from palabre.calls.choices import ApplicationState, AssignmentState, CallState, ConflictKind, Outcome
from palabre.calls.models import Application, Conflict
from palabre.calls.queries.accepting import places_page
from palabre.calls.queries.assigning import plan_page
from palabre.calls.queries.calls import call_page
from palabre.calls.queries.composing import filters_of, selection_page
from palabre.calls.queries.interviews import interviews_page, talk_page
from palabre.calls.queries.letters import letters_page
from palabre.calls.queries.proposing import propose
from palabre.calls.queries.ranking import ranking_page
from palabre.calls.queries.screening import application_page, filed_page
from palabre.calls.queries.sittings import sitting_page, sittings_page
from palabre.communities.choices import Role
from palabre.communities.models import Membership
from palabre.communities.rules import fresh
from palabre.kit.verdict import Refused
from palabre.people.models import Person
from tests.factories import grant, join, make_organisation, make_person
from tests.personas import Cast
from tests.unit.calls.making_deciding import WORDS, Selecting, again, hands_of, state_of
from tests.unit.calls.making_reviewing import (
    Reading,
    assign,
    fresh_client,
    make_application,
    make_reviewer,
    person_again,
    to,
)

pytestmark = pytest.mark.django_db
S = ApplicationState


def with_role(cast: Cast, role: str) -> Person:
    person = make_person("Autre")
    join(person, cast.here)
    grant(person, cast.here, role)
    return person


def tie(person: Person, *files: Application) -> None:
    """She stands for the house whose name they wrote."""
    Membership.objects.filter(person=person).update(organisation=make_organisation("Maison"))
    Application.objects.filter(pk__in=[one.pk for one in files]).update(organisation="maison")
    fresh(person)


@pytest.fixture
def here(cast: Cast) -> Selecting:
    return Selecting(cast, seats=3)


# --- a tie that the data show


@pytest.mark.parametrize("outcome", [Outcome.OFFER, Outcome.WAITLIST, Outcome.DECLINE, ""])
def test_whoever_is_tied_sees_the_same_whatever_was_decided(here: Selecting, outcome: str) -> None:
    """Pages and counts of the coordination and of monitoring are the same for each outcome that was not sent."""
    other, mel = with_role(here.cast, Role.COORDINATOR), with_role(here.cast, Role.MEL)
    tied, rest = here.files[0], here.files[1:]
    here.shortlist(tied, rest[0])
    here.decide(Outcome.OFFER, rest[0])
    here.decide(Outcome.WAITLIST, rest[1])
    tie(other, tied)
    tie(mel)
    if outcome == Outcome.WAITLIST:
        Application.objects.filter(pk=tied.pk).update(state=S.WAITLISTED)
    elif outcome:
        here.decide(outcome, tied)
    prepare_letters(actor=here.lead, call=here.call)
    call = again(here.call)
    for state in ("", *S.readable()):
        page = selection_page(fresh(other), call, {"state": state})
        assert tied.pk not in {one.application.pk for one in page.candidates}
    assert (page.left, page.taken, page.following) == (None, None, None)
    assert not any(one.rank for one in page.candidates), "a gap between two places of the waiting list tells too"
    spoken = {one.what: (one.number_all, one.number_chosen) for one in page.balance}
    assert spoken == {"theme": (0, 0), "language": (3, 1), "region": (3, 1)}, (
        "her own list, and nothing taken at a sitting"
    )
    page = selection_page(fresh(mel), call, {})
    assert (page.left, page.taken, page.balance) == (None, None, [])
    places = places_page(fresh(other), call, {})
    assert [one.application.pk for one in places.rows] == [rest[0].pk]
    assert (places.left, places.following) == (None, None)
    letters = letters_page(fresh(other), call, {"all": ""})
    assert {one.application.pk for one in letters.rows} == {rest[0].pk, rest[1].pk}
    assert (letters.unanswered, letters.unprepared, letters.waiting) == (2, 0, 2)
    held = [number for _one, number in sittings_page(fresh(other), call, {}).rows]
    assert sum(held) == 3
    gaps = [str(one.sentence) for one in call_page(fresh(other), call).gaps]
    assert not any(sign.isdigit() for sentence in gaps for sign in sentence)
    for person in (other, mel):
        rooms = call_page(fresh(person), call).rooms
        assert rooms
        assert not any(room.figure for room in rooms)
    shown = fresh_client(other).get(reverse("calls:places", args=[call.public_id])).content.decode()
    assert tied.code not in shown
    # somebody whom nothing ties sees all of it
    page = selection_page(fresh(here.lead), call, {})
    assert page.left is not None
    assert next(one.number_all for one in page.balance if one.what == "language") == 4
    assert sum(bool(room.figure) for room in call_page(fresh(here.lead), call).rooms) >= 5
    assert len(letters_page(fresh(here.lead), call, {"all": ""}).rows) == (3 if outcome else 2)


def test_once_her_file_has_its_letter_the_totals_are_hers_again(here: Selecting) -> None:
    tied = here.files[0]
    here.decide(Outcome.DECLINE, tied)
    tie(here.lead, tied)
    assert selection_page(here.lead, here.call, {}).left is None
    prepare_letters(actor=here.lead, call=here.call)
    assert send_letters(actor=here.lead, call=here.call) == 0
    assert selection_page(fresh(here.lead), here.call, {}).left == 2


def test_a_waiting_list_that_would_tell_is_followed_by_somebody_else(here: Selecting) -> None:
    other, tied, waits = with_role(here.cast, Role.COORDINATOR), here.files[0], here.files[1]
    here.decide(Outcome.WAITLIST, waits)
    tie(here.lead, tied)
    with pytest.raises(Refused, match="You are tied to an application of this call"):
        offer_next(actor=here.lead, application=waits)
    offer_next(actor=other, application=waits)
    assert state_of(waits) == S.OFFERED


def test_what_a_sitting_decided_on_a_tied_file_is_not_counted(here: Selecting) -> None:
    tied = here.files[0]
    here.decide(Outcome.DECLINE, tied)
    tie(here.lead, tied)
    [(sitting, number)] = sittings_page(here.lead, here.call, {}).rows
    assert number == 0
    page = sitting_page(fresh(here.lead), sitting, {})
    assert (page.decided, page.left) == ([], None)
    assert len(sitting_page(here.reader(), sitting, {}).decided) == 1


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.MEL])
def test_marks_of_a_tied_file_are_left_out(here: Selecting, role: str) -> None:
    """INV-13: a detected conflict hides the scores too."""
    who, tied = with_role(here.cast, role), here.files[3]
    assert tied in [one.application for one in ranking_page(who, here.call, {}).rows]
    tie(who, tied)
    page = ranking_page(who, here.call, {})
    assert tied not in [one.application for one in page.rows]
    assert page.number == 3


def test_a_list_of_applications_does_not_tell_how_far_a_tied_one_is(cast: Cast) -> None:
    reading = Reading(cast)
    tied, free = reading.files
    Application.objects.filter(pk=tied.pk).update(state=S.INELIGIBLE)
    tie(reading.lead, tied)
    page = filed_page(reading.lead, reading.call, {"shelf": "ineligible"})
    assert page.rows == []
    assert {one.key: one.number for one in page.shelves} == {
        "waiting": 0, "asked": 0, "eligible": 1, "ineligible": 0, "all": 2,
    }  # fmt: skip
    url = reverse("calls:applications", args=[reading.call.public_id])
    shown = fresh_client(reading.lead).get(url, {"shelf": "all"}).content.decode()
    line = shown.split(tied.code)[1].split("</li>")[0]
    assert "recevable" not in line
    assert "badge" not in line
    assert free.name in shown
    Application.objects.filter(pk=tied.pk).update(state=S.ELIGIBLE)
    touched = [one.application for one in plan_page(fresh(reading.lead), reading.call, {}).files]
    assert touched == [free]


def test_whoever_is_tied_does_not_touch_who_reads_the_file(cast: Cast) -> None:
    reading = Reading(cast)
    given, done = assign(reading.files[0], reading.first), assign(reading.files[0], reading.second)
    done.state = AssignmentState.SUBMITTED
    done.save(update_fields=["state"])
    other = with_role(cast, Role.COORDINATOR)
    tie(reading.lead, reading.files[0])
    for act in (
        lambda who: take_file(actor=who, assignment=given),
        lambda who: reopen_review(actor=who, assignment=done),
        lambda who: find_tie(actor=who, assignment=done, note="Un lien."),
    ):
        with pytest.raises(Refused, match="You are tied"):
            act(reading.lead)
        act(other)


# --- a candidate who coordinates


@pytest.fixture
def candidate(here: Selecting) -> Application:
    """The coordination has applied to its own call."""
    application = here.file(person=here.lead)
    fresh(here.lead)
    return application


PAGES = ("applications", "assignments", "ranking", "selection", "sittings", "letters", "places", "interviews")


def test_a_candidate_finds_none_of_the_pages_where_others_are_chosen(here: Selecting, candidate: Application) -> None:
    other = fresh_client(with_role(here.cast, Role.COORDINATOR))
    client = fresh_client(here.lead)
    for name in (*PAGES, "committee"):
        url = reverse(f"calls:{name}", args=[here.call.public_id])
        assert client.get(url).status_code == 404, name
        assert other.get(url).status_code == 200, name
    home = reverse("calls:call", args=[here.cast.here.public_id, here.call.public_id])
    assert "You have applied to this call" in client.get(home, headers={"accept-language": "en"}).content.decode() or (
        "calls:letters" not in client.get(home).content.decode()
    )
    page = call_page(fresh(here.lead), here.call)
    assert (page.rooms, page.gaps) == ([], [])
    assert page.applied is not None
    assert candidate.code not in client.get(home).content.decode()


def test_a_candidate_neither_screens_nor_assigns_nor_decides_on_the_others(
    here: Selecting, candidate: Application
) -> None:
    other = with_role(here.cast, Role.COORDINATOR)
    call, waits, seat = here.call, make_application(here.call), here.seats[2]
    to(call, CallState.SCREENING)
    with pytest.raises(Refused, match="You have applied"):
        take_step(actor=here.lead, call=call, to=CallState.REVIEW)
    with pytest.raises(Refused):
        admit_application(actor=here.lead, application=waits)
    admit_application(actor=other, application=waits)
    to(call, CallState.REVIEW)
    with pytest.raises(Refused, match="You have applied"):
        give_file(actor=here.lead, application=waits, reviewer=seat)
    give_file(actor=other, application=waits, reviewer=seat)
    assert waits.assignments.count() == 1
    with pytest.raises(Refused, match="You have applied"):
        give_files(actor=here.lead, call=call, seen="")
    to(call, CallState.SELECTION)
    with pytest.raises(Refused, match="You have applied"):
        here.decide(Outcome.DECLINE, here.files[0])
    with pytest.raises(Refused, match="You have applied"):
        prepare_letters(actor=here.lead, call=call)
    sitting = here.sitting(actor=other)
    decide(actor=other, deliberation=sitting, rulings=[Ruling(application=here.files[0], outcome="decline", **WORDS)])
    assert state_of(here.files[0]) == S.DECLINED


def test_she_is_a_candidate_by_a_proven_address_and_no_more_once_she_has_withdrawn(here: Selecting) -> None:
    typed = make_application(here.call, email=here.lead.email, email_proven_at=None)
    fresh(here.lead)
    assert here.sitting().pk, "an address that somebody only typed shuts nobody out"
    Application.objects.filter(pk=typed.pk).update(email_proven_at=typed.submitted_at)
    with pytest.raises(Refused, match="You have applied"):
        here.sitting()
    typed.refresh_from_db()
    withdraw(applicant=hands_of(typed), application=typed)
    assert here.sitting().pk


def test_after_the_results_only_the_waiting_list_keeps_her_out(here: Selecting, candidate: Application) -> None:
    Application.objects.filter(pk=candidate.pk).update(state=S.WAITLISTED)
    to(here.call, CallState.PUBLISHED)
    url = reverse("calls:places", args=[here.call.public_id])
    assert fresh_client(here.lead).get(url).status_code == 404
    Application.objects.filter(pk=candidate.pk).update(state=S.DECLINED)
    assert fresh_client(here.lead).get(url).status_code == 200


def test_a_candidate_of_the_committee_notes_no_sitting(here: Selecting) -> None:
    here.file(person=here.reader())
    with pytest.raises(Refused, match="You have applied"):
        note_sitting(actor=here.reader(), call=here.call, held_on=None, present=[])
    url = reverse("calls:selection", args=[here.call.public_id])
    assert fresh_client(here.reader()).get(url).status_code == 404
    assert fresh_client(here.reader(1)).get(url).status_code == 200


def test_a_candidate_confirms_nobody(here: Selecting, candidate: Application) -> None:
    here.adopt_code()
    file = here.files[0]
    Application.objects.filter(pk=file.pk).update(state=S.COI_DECLARED, coi_at=file.submitted_at, coi_none=True)
    with pytest.raises(Refused, match="You have applied"):
        confirm_place(actor=here.lead, application=file)
    confirm_place(actor=with_role(here.cast, Role.COORDINATOR), application=file)
    assert state_of(file) == S.ACCEPTED


# --- a coordination that reads too


def test_she_gives_herself_no_file_of_which_she_could_have_read_a_review(cast: Cast) -> None:
    reading = Reading(cast)
    to(reading.call, CallState.SCREENING)
    seat = make_reviewer(reading.call, reading.lead, by=reading.lead)
    to(reading.call, CallState.REVIEW)
    lead, (one, two) = person_again(reading.lead), reading.files
    done = assign(one, reading.first, state=AssignmentState.SUBMITTED)
    from palabre.calls.models import Review

    review = Review.objects.create(assignment=done, submitted_at=one.submitted_at, comment="Lu QZX")
    assert [said.review for said in application_page(lead, one).reviews] == [review]
    with pytest.raises(Refused, match="could have seen it"):
        give_file(actor=lead, application=one, reviewer=seat)
    assert (one.pk, seat.pk) not in propose(reading.call).plan.pairs
    # also once it is void, or opened again: she has seen it
    Review.objects.filter(pk=review.pk).update(submitted_at=None)
    reopened = AssignmentState.REOPENED
    type(done).objects.filter(pk=done.pk).update(state=reopened)
    with pytest.raises(Refused, match="could have seen it"):
        give_file(actor=lead, application=one, reviewer=seat)
    # a file that nobody has handed in is hers to read like anybody's, and another reader takes the first
    given = give_file(actor=lead, application=two, reviewer=seat)
    give_file(actor=lead, application=one, reviewer=reading.second)
    # until her own is in, the reviews of the others are not on her page
    Review.objects.create(
        assignment=assign(two, reading.first, state=AssignmentState.SUBMITTED), submitted_at=one.submitted_at
    )
    assert application_page(person_again(lead), two).reviews == []
    type(given).objects.filter(pk=given.pk).update(state=AssignmentState.SUBMITTED)
    assert len(application_page(person_again(lead), two).reviews) == 1


# --- blind, until the points are given


def test_who_reads_blind_learns_neither_region_nor_clock_during_the_interviews(cast: Cast) -> None:
    from palabre.calls.actions.interviewing import invite_to_talk, offer_slots
    from palabre.calls.actions.talking import choose_slot
    from palabre.calls.models import Interview
    from tests.unit.calls.test_interviews import soon

    here = Selecting(cast, state=CallState.INTERVIEWS)
    file = here.files[0]
    Application.objects.filter(pk=file.pk).update(country="IN")
    here.shortlist(file)
    invite_to_talk(actor=here.lead, call=here.call, applications=[file])
    [slot] = offer_slots(actor=here.lead, call=here.call, moments=[soon()], minutes=30)
    choose_slot(applicant=hands_of(file), application=file, slot=slot, zone="Asia/Kolkata")
    interview = Interview.objects.select_related("application", "slot").get()

    def learns(who: Person) -> tuple[bool, bool, bool, bool, int]:
        interview.application.call = here.call
        rows = selection_page(who, here.call, {"order": "code"}).candidates
        narrowed = selection_page(who, here.call, {"region": "south_asia"}).candidates
        return (
            any(one.region for one in rows),
            "region" in filters_of(who, here.call),
            any(one.theirs for one in interviews_page(who, here.call).slots),
            bool(talk_page(who, interview).theirs),
            len(narrowed),
        )

    assert learns(here.reader()) == (False, False, False, False, 4)
    assert learns(fresh(here.lead)) == (True, True, True, True, 1)
    to(here.call, CallState.SELECTION)
    assert learns(here.reader()) == (True, True, True, True, 1)
    # nor does a coordination of what it has still to read itself
    to(here.call, CallState.INTERVIEWS)
    seat = make_reviewer(here.call, here.lead, by=here.lead)
    assign(file, seat)
    rows = selection_page(fresh(here.lead), here.call, {}).candidates
    assert {one.application.pk: bool(one.region) for one in rows}[file.pk] is False
    assert any(one.region for one in rows)


# --- who may be asked


def test_a_typed_address_shuts_nobody_out_of_the_committee(cast: Cast) -> None:
    reading = Reading(cast)
    to(reading.call, CallState.SCREENING)
    wanted = make_person("Lectrice")
    typed = make_application(reading.call, email=wanted.email, email_proven_at=None)
    seat = make_reviewer(reading.call, wanted, by=reading.lead)
    assert Conflict.objects.filter(reviewer=seat, application=typed, kind=ConflictKind.SAME_PERSON).exists()
    other = make_person("Candidate")
    make_application(reading.call, email=other.email)
    with pytest.raises(Refused, match="belongs to an application"):
        make_reviewer(reading.call, other, by=reading.lead)
