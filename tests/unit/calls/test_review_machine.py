"""No order of what readers and the coordination do takes a review out of its table (DOMAIN.md §2.2, SR-18)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from palabre.calls.actions.assigning import give_file, take_file
from palabre.calls.actions.conflicts import declare_conflict, find_tie
from palabre.calls.actions.reviewers import declare_ties
from palabre.calls.actions.scoring import Said, reopen_review, save_review, submit_review
from palabre.calls.choices import AssignmentState, CallState
from palabre.calls.models import Application, Review, ReviewAssignment, Reviewer, Score
from palabre.calls.queries.marks import standings
from palabre.calls.rules.reviewing import can_read_others, visible_assignments
from palabre.kit.verdict import Refused
from palabre.people.models import Person
from tests.personas import make_cast
from tests.unit.calls.making_reviewing import Reading, person_again, to

S = AssignmentState
TABLE: dict[str, frozenset[str]] = {
    S.ASSIGNED: frozenset({S.DRAFTED, S.SUBMITTED, S.CONFLICT, S.REMOVED}),
    S.DRAFTED: frozenset({S.SUBMITTED, S.CONFLICT}),
    S.SUBMITTED: frozenset({S.REOPENED, S.CONFLICT}),
    S.REOPENED: frozenset({S.SUBMITTED, S.CONFLICT}),
    S.CONFLICT: frozenset(),
    S.REMOVED: frozenset(),
}


class Walk:
    """Two readers, two files; each step concerns one reader and one file."""

    def __init__(self) -> None:
        self.reading = Reading(make_cast())
        self.files = self.reading.files
        Application.objects.filter(pk=self.files[0].pk).update(organisation="Maison Karité")

    def seat(self, place: int) -> Reviewer:
        return Reviewer.objects.get(pk=(self.reading.first, self.reading.second)[place].pk)

    def reader(self, place: int) -> Person:
        return self.reading.other if place else self.reading.reader

    def row(self, reader: int, file: int) -> ReviewAssignment:
        """The newest of this pair."""
        rows = ReviewAssignment.objects.filter(reviewer=self.seat(reader), application=self.files[file])
        found = rows.order_by("pk").last()
        if found is None:
            raise NothingThere
        return found

    def said(self, *, whole: bool) -> Said:
        points = {one.pk: 3 for one in self.reading.criteria[: None if whole else 2]}
        return Said(points, "Clair." if whole else "", "yes" if whole else "")


class NothingThere(Refused):
    """No such pair yet."""

    def __init__(self) -> None:
        Exception.__init__(self)


Step = Callable[[Walk, int, int], object]
STEPS: dict[str, Step] = {
    "give": lambda walk, who, file: give_file(
        actor=person_again(walk.reading.lead), application=walk.files[file], reviewer=walk.seat(who)
    ),
    "take away": lambda walk, who, file: take_file(
        actor=person_again(walk.reading.lead), assignment=walk.row(who, file)
    ),
    "begin": lambda walk, who, file: save_review(
        actor=walk.reader(who), assignment=walk.row(who, file), said=walk.said(whole=False)
    ),
    "hand in": lambda walk, who, file: submit_review(
        actor=walk.reader(who), assignment=walk.row(who, file), said=walk.said(whole=True)
    ),
    "hand in half": lambda walk, who, file: submit_review(
        actor=walk.reader(who), assignment=walk.row(who, file), said=walk.said(whole=False)
    ),
    "of somebody else": lambda walk, who, file: submit_review(
        actor=walk.reader(1 - who), assignment=walk.row(who, file), said=walk.said(whole=True)
    ),
    "open again": lambda walk, who, file: reopen_review(
        actor=person_again(walk.reading.lead), assignment=walk.row(who, file)
    ),
    "step aside": lambda walk, who, file: declare_conflict(actor=walk.reader(who), assignment=walk.row(who, file)),
    "a tie is found": lambda walk, who, file: find_tie(
        actor=person_again(walk.reading.lead), assignment=walk.row(who, file), note="Une cousine."
    ),
    "say a tie": lambda walk, who, _file: declare_ties(
        actor=walk.reader(who), reviewer=walk.seat(who), organisations=["maison karite"], none=False
    ),
    "call goes on": lambda walk, _who, _file: to(walk.reading.call, CallState.SELECTION),
    "call comes back": lambda walk, _who, _file: to(walk.reading.call, CallState.REVIEW),
}
LIKELY = ["give", "give", "begin", "hand in", "hand in", "open again"]
WALKS = st.lists(
    st.tuples(st.one_of(st.sampled_from(sorted(STEPS)), st.sampled_from(LIKELY)), st.integers(0, 1), st.integers(0, 1)),
    max_size=30,
)


def walked(walk: Walk, steps: list[tuple[str, int, int]]) -> set[tuple[str, str]]:
    """What is refused changes nothing; gives the transitions that were taken."""
    taken: set[tuple[str, str]] = set()
    for name, who, file in steps:
        before, done = states(), False
        with suppress(Refused):
            STEPS[name](walk, who, file)
            done = True
        after = states()
        assert done or before == after, name
        for key, was in before.items():
            now = after[key]
            assert was == now or now in TABLE[was], (name, was, now)
            taken |= {(was, now)} if was != now else set()
        holds(walk)
    return taken


def states() -> dict[int, str]:
    return dict(ReviewAssignment.objects.values_list("pk", "state"))


def holds(walk: Walk) -> None:
    """INV-13 and INV-14, asked of the bare tables and of what a reader finds."""
    marked = {key: found.mark.number for key, found in standings(walk.reading.call).items() if found.mark}
    for file in walk.files:
        rows = ReviewAssignment.objects.filter(application=file)
        handed_in = rows.filter(state=S.SUBMITTED)
        assert marked.get(file.pk, 0) == handed_in.count(), "what is withdrawn from a reader counts no more"
    for row in ReviewAssignment.objects.select_related("reviewer__person", "application__call"):
        reader = person_again(row.reviewer.person) if row.reviewer.person else None
        assert reader is not None
        if row.state in {S.CONFLICT, S.REMOVED}:
            assert not visible_assignments(reader).filter(pk=row.pk).exists()
            assert not can_read_others(reader, row)
        elif row.state != S.SUBMITTED:
            assert not can_read_others(reader, row), "the others after one's own"
        whole = Score.objects.filter(review__assignment=row).count() == len(walk.reading.criteria)
        assert whole or row.state != S.SUBMITTED
        assert Review.objects.filter(assignment=row).count() <= 1


@pytest.mark.covers("SR-18", "INV-13", "INV-14")
class TestMachine(TestCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(WALKS)
    def test_whatever_people_do_in_whatever_order(self, steps: list[tuple[str, int, int]]) -> None:
        walked(Walk(), steps)


@pytest.mark.django_db
def test_the_walk_reaches_every_step_of_the_table() -> None:
    story = [
        ("give", 0, 0), ("take away", 0, 0), ("give", 0, 1), ("begin", 0, 1), ("hand in", 0, 1), ("open again", 0, 1),
        ("hand in", 0, 1), ("give", 1, 0), ("hand in", 1, 0), ("a tie is found", 1, 0), ("give", 1, 1),
        ("of somebody else", 1, 1), ("hand in half", 1, 1), ("step aside", 1, 1),
    ]  # fmt: skip
    assert walked(Walk(), story) == {
        (S.ASSIGNED, S.REMOVED), (S.ASSIGNED, S.DRAFTED), (S.DRAFTED, S.SUBMITTED), (S.SUBMITTED, S.REOPENED),
        (S.REOPENED, S.SUBMITTED), (S.ASSIGNED, S.SUBMITTED), (S.SUBMITTED, S.CONFLICT), (S.ASSIGNED, S.CONFLICT),
    }  # fmt: skip
