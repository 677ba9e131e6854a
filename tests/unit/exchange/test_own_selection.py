"""One's own data and one's erasure, as whoever applied and as whoever read for a committee."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.utils import timezone

from palabre.calls.actions.interviewing import invite_to_talk
from palabre.calls.choices import AssignmentState, CallState, ConflictKind
from palabre.calls.models import (
    Application,
    Conflict,
    Interview,
    InterviewNote,
    Review,
    ReviewAssignment,
    Reviewer,
    Tie,
)
from palabre.calls.rules.deciding import enough_read
from palabre.exchange.actions.erasing import erase
from palabre.exchange.actions.unlinking import name_of, relations
from palabre.exchange.queries.own import everything_of
from palabre.people.choices import WordsAfter
from palabre.people.models import Person
from tests.factories import make_person
from tests.personas import Cast
from tests.unit.calls.making_deciding import Selecting, says, state_of
from tests.unit.calls.making_reviewing import assign, make_application

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(cast: Cast) -> Selecting:
    """A reader with ties, reviews, a conflict, a note, and a file she has only begun."""
    here = Selecting(cast, state=CallState.INTERVIEWS)
    seat = here.seats[0]
    Tie.objects.create(reviewer=seat, name="Ma maison", folded="ma maison")
    Review.objects.filter(assignment__reviewer=seat).update(comment="Mes mots")
    Conflict.objects.create(reviewer=seat, application=here.files[3], kind=ConflictKind.DECLARED, note="Ma cousine")
    here.shortlist(here.files[0])
    invite_to_talk(actor=here.lead, call=here.call, applications=here.files[:1])
    interview = Interview.objects.get()
    InterviewNote.objects.create(interview=interview, reviewer=seat, text="Ma note", points=4)
    begun = assign(make_application(here.call), seat, state=AssignmentState.DRAFTED)
    Review.objects.create(assignment=begun, comment="Mon brouillon")
    return here


def told_to(person: Person) -> str:
    sheets = everything_of(Person.objects.get(pk=person.pk))
    return json.dumps([list(map(str, row.values())) for one in sheets for row in one.rows], ensure_ascii=False)


def test_a_reader_takes_along_what_she_said_and_nobody_s_name(here: Selecting) -> None:
    told = told_to(here.reader(0))
    for mine in ("Ma maison", "Mes mots", "Ma cousine", "Ma note", "Mon brouillon", here.files[0].code, "Expérience"):
        assert mine in told
    for file in here.files:
        assert file.name not in told
        assert file.email not in told
    other = told_to(here.reader(1))
    for hers in ("Ma maison", "Ma cousine", "Ma note", "Mon brouillon"):
        assert hers not in other


def test_whoever_applied_takes_along_her_interview_and_no_note_of_others(here: Selecting) -> None:
    person = make_person("Candidate avec compte")
    Application.objects.filter(pk=here.files[0].pk).update(person=person)
    told = told_to(person)
    assert here.call.title in told
    for theirs in ("Ma note", "Mes mots", "Le projet est clair"):
        assert theirs not in told


@pytest.mark.parametrize("words", [WordsAfter.NAMELESS, WordsAfter.DELETED])
def test_an_erased_reader_leaves_points_that_decided_on_others_and_no_name(here: Selecting, words: str) -> None:
    reader, seat = here.reader(0), here.seats[0]
    read = enough_read(here.call, here.files)
    erase(person=reader, words=words)
    seat.refresh_from_db()
    assert (seat.person, seat.name, seat.email, seat.email_digest) == (None, "", "", "")
    assert seat.ended_at is not None
    assert not Tie.objects.filter(reviewer=seat).exists()
    assert enough_read(here.call, here.files) == read
    said = set(Review.objects.filter(assignment__reviewer=seat).values_list("comment", flat=True))
    assert said == ({"Mes mots"} if words == WordsAfter.NAMELESS else {""})
    assert InterviewNote.objects.exists() is (words == WordsAfter.NAMELESS)
    # what she had not handed in can be given to somebody else
    assert ReviewAssignment.objects.filter(reviewer=seat, state=AssignmentState.REMOVED).count() == 1
    for relation in relations():
        if name_of(relation).startswith("calls."):
            rows = relation.related_model._base_manager.filter(**{relation.field.name: reader})
            assert not rows.exists(), name_of(relation)


def test_an_erased_applicant_withdraws_and_frees_what_she_held(here: Selecting) -> None:
    person = make_person("Candidate avec compte")
    file = here.files[0]
    Application.objects.filter(pk=file.pk).update(person=person)
    says(file, gender="woman")
    erase(person=person)
    assert state_of(file) == "withdrawn"
    assert not Interview.objects.filter(application=file).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, email, email_digest, organisation FROM calls_application WHERE id = %s", [file.pk])
        assert set(cursor.fetchone()) == {""}
    assert Reviewer.objects.filter(call=here.call, ended_at=None).count() == 2
    assert file.submitted_at is not None
    assert timezone.now() > file.submitted_at
