"""Giving files: as the table showed it, never under a tie, in few questions to the database; by hand; taken away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from palabre.calls.actions.assigning import give_file, give_files, take_file
from palabre.calls.actions.reviewers import declare_ties, step_back
from palabre.calls.actions.scoring import Said, submit_review
from palabre.calls.choices import ApplicationState, AssignmentState, CallState
from palabre.calls.gates import missing_before
from palabre.calls.models import Application, Call, ReviewAssignment
from palabre.calls.queries.proposing import propose
from palabre.calls.rules.assigning import fits_reader, lacking_reviews
from palabre.kit.verdict import Clash, Refused
from palabre.notices.chores import read_journal
from palabre.notices.models import Notice
from palabre.people.models import Person
from tests.personas import Cast
from tests.unit.calls.making_reviewing import Reading, assign, make_application, make_reviewer, to

pytestmark = pytest.mark.django_db
AsPerson = Callable[[Person], Client]


@pytest.fixture
def reading(cast: Cast) -> Reading:
    return Reading(cast)


def more(reading: Reading, number: int, **fields: Any) -> list[Application]:
    return [make_application(reading.call, state=ApplicationState.ELIGIBLE, **fields) for _ in range(number)]


def give(reading: Reading) -> int:
    return give_files(actor=reading.lead, call=reading.call, seen=propose(reading.call).seal)


def test_all_files_are_given_evenly_and_each_reader_is_told_once(reading: Reading) -> None:
    more(reading, 5)
    assert give(reading) == 14
    loads = Counter(ReviewAssignment.objects.values_list("reviewer", flat=True))
    assert sorted(loads.values()) == [7, 7]
    assert set(Application.objects.values_list("state", flat=True)) == {ApplicationState.IN_REVIEW}
    read_journal()
    assert Notice.objects.filter(kind="calls.files_given").count() == 2
    with pytest.raises(Refused):
        give(reading)


def test_who_does_not_coordinate_gives_nothing(cast: Cast, reading: Reading) -> None:
    for who in ("member", "facilitator", "outsider", "steward", "keeper"):
        with pytest.raises(Refused):
            give_files(actor=cast.person(who), call=reading.call, seen=propose(reading.call).seal)
    with pytest.raises(Refused):
        give_files(actor=reading.reader, call=reading.call, seen=propose(reading.call).seal)


@pytest.mark.parametrize("state", [CallState.SCREENING, CallState.SELECTION, CallState.PUBLISHED])
def test_files_are_given_while_they_are_read(reading: Reading, state: str) -> None:
    to(reading.call, state)
    with pytest.raises(Refused):
        give(reading)


def test_a_table_that_was_overtaken_is_shown_again(reading: Reading, as_person: AsPerson) -> None:
    seen = propose(reading.call).seal
    more(reading, 1)
    with pytest.raises(Clash):
        give_files(actor=reading.lead, call=reading.call, seen=seen)
    assert not ReviewAssignment.objects.exists()
    client, path = as_person(reading.lead), reverse("calls:assignments", args=[reading.call.public_id])
    again = client.post(path, {"seen": seen})
    assert again.status_code == 409
    assert propose(reading.call).seal in again.content.decode()
    assert client.post(path, {"seen": propose(reading.call).seal}).status_code == 303
    assert client.post(path, {"seen": propose(reading.call).seal}).status_code == 403


def test_ties_languages_and_capacity_are_kept(reading: Reading) -> None:
    """Also a tie that nobody kept yet."""
    tied, english = more(reading, 1, organisation="Karité")[0], more(reading, 1, language="en")[0]
    to(reading.call, CallState.SCREENING)
    third = make_reviewer(reading.call, by=reading.lead, capacity=1)
    to(reading.call, CallState.REVIEW)
    declare_ties(
        actor=reading.reader, reviewer=reading.first, organisations=["karite"], none=False, reads_english=False
    )
    give(reading)
    found = set(ReviewAssignment.objects.values_list("application", "reviewer"))
    assert (tied.pk, reading.first.pk) not in found
    assert (english.pk, reading.first.pk) not in found
    assert sum(reader == third.pk for _file, reader in found) == 1
    assert propose(reading.call).plan.short != {}


def test_a_second_round_gives_only_what_is_lacking_and_never_the_same_twice(reading: Reading) -> None:
    give(reading)
    to(reading.call, CallState.SCREENING)
    third = make_reviewer(reading.call, by=reading.lead)
    to(reading.call, CallState.REVIEW)
    step_back(actor=reading.reader, reviewer=reading.first)
    plan = propose(reading.call).plan
    assert {reader for _file, reader in plan.pairs} == {third.pk}
    assert len(plan.pairs) == 2
    # who stepped back and comes again never reads the same file twice
    to(reading.call, CallState.SCREENING)
    again = make_reviewer(reading.call, reading.reader, by=reading.lead)
    to(reading.call, CallState.REVIEW)
    assert again.pk not in {reader for _file, reader in propose(reading.call).plan.pairs}


def test_by_hand_with_each_reason_against_it(cast: Cast, reading: Reading, as_person: AsPerson) -> None:
    one = reading.files[0]
    given = give_file(actor=reading.lead, application=one, reviewer=reading.first)
    assert given.state == AssignmentState.ASSIGNED
    with pytest.raises(Refused):
        give_file(actor=reading.lead, application=one, reviewer=reading.first)
    with pytest.raises(Refused):
        give_file(actor=reading.other, application=one, reviewer=reading.second)
    take_file(actor=reading.lead, assignment=given)
    assert fits_reader(one, reading.first)
    give_file(actor=reading.lead, application=one, reviewer=reading.first)
    reading.second.refresh_from_db()
    for change in ({"reads_french": False}, {"capacity": 0}, {"declared_at": None}):
        for name, value in change.items():
            setattr(reading.second, name, value)
        assert not fits_reader(one, reading.second)
        reading.second.refresh_from_db()
    assert not fits_reader(make_application(reading.call), reading.second)
    client = as_person(reading.lead)
    path = reverse("calls:readers", args=[reading.call.public_id, one.public_id])
    assert client.post(path, {"reviewer": reading.first.public_id}).status_code == 422
    assert client.post(path, {"reviewer": reading.second.public_id}).status_code == 303
    page = client.get(reverse("calls:application", args=[reading.call.public_id, one.public_id]))
    assert page.status_code == 200


def test_only_what_is_not_begun_is_taken_away(cast: Cast, reading: Reading, as_person: AsPerson) -> None:
    fresh, begun = assign(reading.files[0], reading.first), assign(reading.files[1], reading.first, state="drafted")
    for actor in (reading.reader, cast.person("member"), cast.person("outsider")):
        with pytest.raises(Refused):
            take_file(actor=actor, assignment=fresh)
    with pytest.raises(Refused):
        take_file(actor=reading.lead, assignment=begun)
    client = as_person(reading.lead)
    place = [reading.call.public_id, fresh.public_id]
    assert client.post(reverse("calls:assignment_removal", args=place)).status_code == 303
    assert client.post(reverse("calls:assignment_removal", args=place)).status_code == 404
    place = [reading.call.public_id, begun.public_id]
    assert client.post(reverse("calls:assignment_reopening", args=place)).status_code == 403
    tie = reverse("calls:assignment_tie", args=place)
    assert client.get(tie).status_code == 200
    assert client.post(tie, {"note": ""}).status_code == 422
    assert client.post(tie, {"note": "Collègues."}).status_code == 303


@pytest.mark.covers("INV-14")
def test_no_step_to_interviews_or_selection_before_enough_reviews(reading: Reading) -> None:
    """≥ `reviews_needed` counted reviews for each file that is compared; and the others only after one's own."""
    give(reading)
    said = Said({one.pk: 3 for one in reading.criteria}, "Oui.", "rather")
    for number, given in enumerate(ReviewAssignment.objects.select_related("reviewer__person").order_by("pk")):
        assert len(missing_before(reading.call, CallState.INTERVIEWS)) == 1, number
        assert len(missing_before(reading.call, CallState.SELECTION)) == 1
        person = given.reviewer.person
        assert person is not None
        submit_review(actor=person, assignment=given, said=said)
    assert lacking_reviews(reading.call).count() == 0
    assert missing_before(reading.call, CallState.INTERVIEWS) == []
    read_journal()
    assert Notice.objects.filter(person=reading.lead, kind="calls.reviews_complete").count() == 1
    Call.objects.update(reviews_needed=3)
    reading.call.refresh_from_db()
    assert len(missing_before(reading.call, CallState.SELECTION)) == 1


def test_the_table_costs_the_same_for_few_files_and_for_many(reading: Reading, as_person: AsPerson) -> None:
    client, path = as_person(reading.lead), reverse("calls:assignments", args=[reading.call.public_id])

    def spent() -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(path).status_code == 200
        return len(seen)

    before = spent()
    more(reading, 30, organisation="Karité")
    assert spent() == before
