"""The ranking: what each may see of it, in which order, at which cost."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from palabre.calls.actions.scoring import Said, submit_review
from palabre.calls.choices import ApplicationState, AssignmentState, CallState
from palabre.calls.models import Application, Review, ReviewAssignment, Score
from palabre.calls.queries.proposing import propose
from palabre.calls.queries.ranking import ranking_page
from palabre.communities.choices import Role
from palabre.people.models import Person
from tests.factories import grant, join, make_person
from tests.personas import Cast
from tests.unit.calls.making_reviewing import Reading, assign, make_application, make_reviewer, person_again, to

pytestmark = pytest.mark.django_db
AsPerson = Callable[[Person], Client]


@pytest.fixture
def reading(cast: Cast) -> Reading:
    return Reading(cast)


def reviewed(reading: Reading, application: Application, first: int, second: int, advice: str = "yes") -> None:
    for reviewer, points in ((reading.first, first), (reading.second, second)):
        person = reviewer.person
        assert person is not None
        said = Said({one.pk: points for one in reading.criteria}, "Vu.", advice if points < 3 else "yes")
        submit_review(actor=person_again(person), assignment=assign(application, reviewer), said=said)


def codes(actor: Person, reading: Reading, **asked: str) -> list[str]:
    return [one.application.code for one in ranking_page(actor, reading.call, asked).rows]


def test_means_spreads_and_words(reading: Reading, as_person: AsPerson) -> None:
    one, two = reading.files
    three = make_application(reading.call, state=ApplicationState.ELIGIBLE)
    reviewed(reading, one, 5, 1, advice="no")
    reviewed(reading, two, 4, 4)
    page = ranking_page(reading.lead, reading.call, {})
    assert [row.application for row in page.rows] == [two, one, three]
    first, second, third = page.rows
    assert first.standing is not None
    assert first.standing.mark is not None
    assert (round(first.standing.mark.mean), first.standing.mark.number, first.standing.mark.apart) == (80, 2, "near")
    assert second.standing is not None
    assert second.standing.mark is not None
    assert (round(second.standing.mark.low), round(second.standing.mark.high)) == (20, 100)
    assert second.standing.opposed
    assert third.standing is None
    assert (page.number, page.read) == (3, 2)
    assert codes(reading.lead, reading, by="spread") == [one.code, two.code, three.code]
    assert codes(reading.lead, reading, by="reviews")[0] == three.code
    assert codes(reading.lead, reading, by="code") == sorted([one.code, two.code, three.code])
    html = as_person(reading.lead).get(reverse("calls:ranking", args=[reading.call.public_id])).content.decode()
    assert "<svg" in html
    assert "20,0–100,0" in html
    assert "Candidate" not in html
    sheet = as_person(reading.lead).get(reverse("calls:ranking_sheet", args=[reading.call.public_id]))
    assert "Candidate" not in sheet.content.decode()


def test_who_sees_what_of_it(cast: Cast, reading: Reading, as_person: AsPerson) -> None:
    one, two = reading.files
    reviewed(reading, one, 5, 4)
    assign(two, reading.second)
    mel = make_person()
    join(mel, cast.here)
    grant(mel, cast.here, Role.MEL)
    assert set(codes(reading.lead, reading)) == set(codes(mel, reading)) == {one.code, two.code}
    # while files are read: those that she has handed in
    assert codes(reading.reader, reading) == [one.code]
    assert codes(reading.other, reading) == [one.code]
    # later: all but what she has still to read
    to(reading.call, CallState.INTERVIEWS)
    assert set(codes(reading.reader, reading)) == {one.code, two.code}
    assert codes(reading.other, reading) == [one.code]
    selection = reverse("calls:selection", args=[reading.call.public_id])
    assert selection in as_person(reading.reader).get(reverse("calls:reading")).content.decode()
    path = reverse("calls:ranking", args=[reading.call.public_id])
    for who in ("member", "facilitator", "translator", "steward", "outsider", "keeper", "nobody"):
        assert as_person(cast.person(who)).get(path).status_code == 404
        assert codes(cast.person(who), reading) == []
    to(reading.call, CallState.PUBLISHED)
    assert as_person(reading.reader).get(path).status_code == 404


def test_a_coordination_that_reads_does_not_see_the_marks_of_what_she_has_still_to_read(reading: Reading) -> None:
    to(reading.call, CallState.SCREENING)
    seat = make_reviewer(reading.call, reading.lead, by=reading.lead)
    to(reading.call, CallState.REVIEW)
    one, two = reading.files
    reviewed(reading, one, 5, 4)
    assign(one, seat)
    assert codes(person_again(reading.lead), reading) == [two.code]


def test_pages_of_twenty_go_forth_and_back(reading: Reading) -> None:
    for _ in range(43):
        make_application(reading.call, state=ApplicationState.ELIGIBLE)
    first = ranking_page(reading.lead, reading.call, {"by": "code"})
    second = ranking_page(reading.lead, reading.call, {"by": "code", "older": first.slice.older})
    third = ranking_page(reading.lead, reading.call, {"by": "code", "older": second.slice.older})
    assert [len(page.rows) for page in (first, second, third)] == [20, 20, 5]
    assert (first.slice.newer, third.slice.older) == (None, None)
    back = ranking_page(reading.lead, reading.call, {"by": "code", "newer": third.slice.newer})
    assert [row.place for row in back.rows] == list(range(21, 41))
    assert ranking_page(reading.lead, reading.call, {"older": "nothing"}).rows[0].place == 1


def grow(reading: Reading, number: int) -> None:
    """Files with two counted reviews each, as the tables hold them."""
    files = [
        make_application(reading.call, state=ApplicationState.IN_REVIEW, screened_at=timezone.now())
        for _ in range(number)
    ]
    given = ReviewAssignment.objects.bulk_create(
        ReviewAssignment(application=one, reviewer=reader, state=AssignmentState.SUBMITTED)
        for one in files
        for reader in (reading.first, reading.second)
    )
    reviews = Review.objects.bulk_create(
        Review(assignment=one, submitted_at=timezone.now(), comment="Vu.", recommendation="yes") for one in given
    )
    Score.objects.bulk_create(
        Score(review=one, criterion=criterion, points=one.pk % 6) for one in reviews for criterion in reading.criteria
    )


LISTS = [
    *(("lead", name) for name in ("ranking", "ranking_sheet", "reading", "applications", "assignments", "committee")),
    *(("reader", name) for name in ("ranking", "ranking_sheet", "reading")),
]


@pytest.mark.parametrize(("who", "name"), LISTS)
def test_lists_cost_the_same_for_three_files_and_for_forty(
    reading: Reading, as_person: AsPerson, name: str, who: str
) -> None:
    client = as_person(getattr(reading, who))
    path = reverse(f"calls:{name}", args=[] if name == "reading" else [reading.call.public_id])
    path += {"reading": "?shelf=done", "applications": "?shelf=all"}.get(name, "")

    def spent() -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(path).status_code == 200
        return len(seen)

    grow(reading, 3)
    before = spent()
    grow(reading, 40)
    assert spent() == before
    assert before <= 30


@pytest.mark.slow
def test_two_thousand_files_are_ranked_and_shared_out_in_time(
    reading: Reading, record_property: Callable[[str, object], None]
) -> None:
    grow(reading, 2000)
    began = perf_counter()
    page = ranking_page(reading.lead, reading.call, {})
    ranked = perf_counter() - began
    assert (page.number, page.read) == (2002, 2000)
    ReviewAssignment.objects.all().delete()
    began = perf_counter()
    assert len(propose(reading.call).plan.pairs) == 4004
    shared = perf_counter() - began
    record_property("said", f"2,000 files: ranked in {ranked:.2f} s, shared out in {shared:.2f} s")
    assert ranked < 5
    assert shared < 10
