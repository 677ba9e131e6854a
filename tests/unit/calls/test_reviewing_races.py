"""Two at once: one plan is given once, a place is taken once, a tie and a review do not cross."""

from __future__ import annotations

import pytest

from palabre.calls.actions.assigning import give_files
from palabre.calls.actions.conflicts import declare_conflict
from palabre.calls.actions.reviewers import accept_place, declare_ties, name_reviewer
from palabre.calls.actions.scoring import Said, save_review, submit_review
from palabre.calls.actions.screening import admit_application, turn_down_application
from palabre.calls.choices import ApplicationState, CallState
from palabre.calls.models import Application, Conflict, Review, ReviewAssignment, Reviewer
from palabre.calls.queries.marks import standings
from palabre.calls.queries.proposing import propose
from palabre.kit.verdict import Refused
from palabre.people.models import Person
from tests.factories import make_person
from tests.personas import Cast, make_cast
from tests.races import at_once
from tests.unit.calls.making_reviewing import Reading, assign, make_application, to

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


@pytest.fixture
def reading(cast: Cast) -> Reading:
    return Reading(cast)


def again(person: Person) -> Person:
    """Another process has its own row of her."""
    return Person.objects.get(pk=person.pk)


def whole(reading: Reading, points: int = 4) -> Said:
    return Said({one.pk: points for one in reading.criteria}, "Vu.", "yes")


def test_two_confirmations_of_one_table_give_the_files_once(reading: Reading) -> None:
    seal, lead = propose(reading.call).seal, reading.lead
    done = at_once([lambda: give_files(actor=again(lead), call=reading.call, seen=seal) for _ in range(2)])
    assert sorted(type(one).__name__ for one in done) == ["Refused", "int"]
    assert ReviewAssignment.objects.count() == 4


def test_a_tie_that_is_said_while_files_are_given_is_kept(reading: Reading) -> None:
    """Whoever comes first: she never holds the file."""
    one = reading.files[0]
    Application.objects.filter(pk=one.pk).update(organisation="Karité")
    seal, lead, reader = propose(reading.call).seal, reading.lead, reading.reader
    at_once(
        [
            lambda: give_files(actor=again(lead), call=reading.call, seen=seal),
            lambda: declare_ties(actor=again(reader), reviewer=reading.first, organisations=["karite"], none=False),
        ]
    )
    assert Conflict.objects.filter(reviewer=reading.first, application=one).exists()
    assert not ReviewAssignment.objects.running().filter(reviewer=reading.first, application=one).exists()


def test_a_review_and_a_tie_in_the_same_moment_leave_nothing_that_counts(reading: Reading) -> None:
    given, reader = assign(reading.files[0], reading.first), reading.reader
    at_once(
        [
            lambda: submit_review(actor=again(reader), assignment=given, said=whole(reading)),
            lambda: declare_conflict(actor=again(reader), assignment=given),
        ]
    )
    assert ReviewAssignment.objects.get().state == "conflict"
    assert standings(reading.call) == {}
    assert not Review.objects.filter(void_at=None).exists()


def test_autosave_of_two_pages_makes_one_review(reading: Reading) -> None:
    given, reader = assign(reading.files[0], reading.first), reading.reader
    done = at_once([lambda: save_review(actor=again(reader), assignment=given, said=whole(reading)) for _ in range(4)])
    assert [one for one in done if isinstance(one, Exception)] == []
    assert Review.objects.get().version == 4
    assert Review.objects.get().scores.count() == len(reading.criteria)


def test_a_place_is_taken_once(cast: Cast, reading: Reading) -> None:
    person = make_person(email="lire@example.org")
    reviewer = name_reviewer(actor=reading.lead, call=reading.call, email=person.email, language="fr")
    token = reviewer.token()
    done = at_once([lambda: accept_place(token=token, person=again(person)) for _ in range(3)])
    assert sum(isinstance(one, Person) for one in done) == 1
    assert all(isinstance(one, Person | Refused) for one in done)
    assert Reviewer.objects.filter(person=person).count() == 1


def test_one_of_two_words_on_an_application_holds(reading: Reading) -> None:
    to(reading.call, CallState.SCREENING)
    one, lead = make_application(reading.call), reading.lead
    done = at_once(
        [
            lambda: admit_application(actor=again(lead), application=one),
            lambda: turn_down_application(actor=again(lead), application=one, reason="Non."),
        ]
    )
    assert sum(isinstance(each, Refused) for each in done) == 1
    one.refresh_from_db()
    assert one.state in (ApplicationState.ELIGIBLE, ApplicationState.INELIGIBLE)
    assert (one.state == ApplicationState.INELIGIBLE) == bool(one.screening_note)
