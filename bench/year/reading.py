"""Two calls: one that is being read, one among whose applications the committee chooses."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from bench.year.calls import BATCH, make_applications, make_call
from palabre.calls.choices import ApplicationState, AssignmentState, CallState, Recommendation
from palabre.calls.models import (
    Application,
    BalanceData,
    Call,
    Conflict,
    Deliberation,
    Review,
    ReviewAssignment,
    Reviewer,
    Score,
    SelectionDecision,
)
from palabre.communities.choices import Role
from palabre.communities.models import Community, RoleGrant
from palabre.kit.ids import digest
from palabre.people.models import Person

# of twenty candidates of whom a committee chooses
STATES = [
    *[ApplicationState.IN_REVIEW] * 12, *[ApplicationState.SHORTLISTED] * 3, *[ApplicationState.WAITLISTED] * 2,
    *[ApplicationState.DECLINED] * 3,
]  # fmt: skip
ANSWERS = tuple(Recommendation.values)


def committee(here: Community) -> list[Person]:
    people = Person.objects.bulk_create(
        Person(email=f"reader{n}.{here.pk}@example.org", display_name=f"Lectrice {n}", password="!", language="fr")
        for n in range(3)
    )
    RoleGrant.objects.bulk_create(RoleGrant(community=here, person=one, role=Role.REVIEWER) for one in people)
    return people


def _seats(call: Call, people: list[Person]) -> list[Reviewer]:
    now = timezone.now()
    return Reviewer.objects.bulk_create(
        Reviewer(
            call=call, person=one, name=one.display_name, digest=digest(f"seat {call.pk}.{one.pk}"), accepted_at=now,
            declared_at=now,
        )
        for one in people
    )  # fmt: skip


def fill_read(here: Community, people: list[Person], number: int) -> Call:
    """Each file is given to all of them; the first has handed in a quarter and begun a quarter."""
    call = make_call(here, CallState.REVIEW)
    files, seats = make_applications(call, number, [ApplicationState.IN_REVIEW]), _seats(call, people)
    states = [AssignmentState.ASSIGNED, AssignmentState.SUBMITTED, AssignmentState.DRAFTED, AssignmentState.ASSIGNED]
    _reviewed(call, [(row, seat, states[n % 4]) for n, row in enumerate(files) for seat in seats])
    return call


def fill_chosen(here: Community, people: list[Person], number: int) -> Call:
    """Each file has two reviews; from some the committee steps aside; on most it has decided already."""
    call = make_call(here, CallState.SELECTION)
    files, seats = make_applications(call, number, [str(one) for one in STATES]), _seats(call, people)
    done = AssignmentState.SUBMITTED
    _reviewed(call, [(row, seats[(n + k) % 3], done) for n, row in enumerate(files) for k in (0, 1)])
    tied = [(row, seats[(n + 2) % 3]) for n, row in enumerate(files) if n % 20 == 7]
    Conflict.objects.bulk_create(Conflict(application=row, reviewer=seat, kind="declared") for row, seat in tied)
    said = {"gender": ("woman", "nonbinary", "man"), "age_band": ("18_34", "35_59"), "disability": ("yes", "no", "no")}
    BalanceData.objects.bulk_create(
        (
            BalanceData(application=row, **{what: words[n % len(words)] for what, words in said.items()})
            for n, row in enumerate(files)
            if n % 5
        ),
        batch_size=BATCH,
    )
    _decided(call, files)
    return call


def _reviewed(call: Call, given: list[tuple[Application, Reviewer, str]]) -> None:
    now = timezone.now()
    assignments = ReviewAssignment.objects.bulk_create(
        (ReviewAssignment(application=row, reviewer=seat, state=state) for row, seat, state in given), batch_size=BATCH
    )
    done = [one for one in assignments if one.state == AssignmentState.SUBMITTED]
    reviews = Review.objects.bulk_create(
        (
            Review(assignment=one, comment="Lu.", recommendation=ANSWERS[n % 7 % len(ANSWERS)], submitted_at=now)
            for n, one in enumerate(done)
        ),
        batch_size=BATCH,
    )
    criteria = list(call.criteria.all())
    Score.objects.bulk_create(
        (
            Score(review=one, criterion=criterion, points=(n * 7 + k * 3) % 6)
            for n, one in enumerate(reviews)
            for k, criterion in enumerate(criteria)
        ),
        batch_size=BATCH,
    )


def _decided(call: Call, files: list[Application]) -> None:
    now = timezone.now()
    sitting = Deliberation.objects.create(call=call, held_on=(now - timedelta(days=2)).date())
    words = {"shortlisted": "shortlist", "waitlisted": "waitlist", "declined": "decline"}
    rows = [
        SelectionDecision(
            application=row, deliberation=sitting, outcome=words[row.state], reasons="Le projet est clair.",
            rank=n if row.state == "waitlisted" else None,
        )
        for n, row in enumerate(files, start=1)
        if row.state in words
    ]  # fmt: skip
    SelectionDecision.objects.bulk_create(rows, batch_size=BATCH)
