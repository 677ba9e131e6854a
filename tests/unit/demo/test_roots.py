"""Chapter three is told through actions only, and counts what DOMAIN.md §8 counts."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from palabre.calls.choices import ApplicationState, AssignmentState
from palabre.calls.models import (
    Application,
    Conflict,
    Interview,
    Review,
    ReviewAssignment,
    Reviewer,
    SelectionCriterion,
)
from palabre.decisions.models import Proposal
from palabre.demo.roots_story import tell_roots
from palabre.groups.choices import GroupStage
from palabre.groups.gates import missing_before
from palabre.groups.models import (
    CheckIn,
    Difficulty,
    GroupMembership,
    LearningAgenda,
    LearningQuestion,
    PlanVersion,
    WorkingGroup,
    WorkPlan,
)
from palabre.journal.queries import check_chain
from palabre.money.models import Budget, BudgetApproval, Expense, HonorariumLine
from palabre.people.models import Keeper
from tests.factories import make_person

pytestmark = pytest.mark.django_db


def test_the_cohort_is_told_from_its_call_to_its_honoraria() -> None:
    keeper = make_person("Garde")
    Keeper.objects.create(person=keeper, since=timezone.now() - timedelta(days=900))
    stage = tell_roots(people={"keeper": keeper}, today=timezone.localdate())
    cohort = stage.community
    assert cohort.risk == "high"

    # one call: thirty-four applications, six criteria, five readers, three conflicts, two reviews each, ten interviews
    assert Application.objects.count() == 34
    assert SelectionCriterion.objects.count() == 6
    assert SelectionCriterion.objects.filter(scored=True).count() == 5
    assert Reviewer.objects.count() == 5
    assert Conflict.objects.count() == 3
    assert Review.objects.filter(submitted_at__isnull=False).count() == 58
    assert not ReviewAssignment.objects.exclude(state=AssignmentState.SUBMITTED).exists()
    tied = Conflict.objects.values_list("reviewer_id", "application_id")
    assert not set(tied) & set(ReviewAssignment.objects.values_list("reviewer_id", "application_id"))
    assert Interview.objects.filter(state="held").count() == 10
    states = {state: Application.objects.filter(state=state).count() for state in ApplicationState.values}
    assert {state: n for state, n in states.items() if n} == {
        "accepted": 15, "waitlisted": 2, "declined": 12, "ineligible": 4, "withdrawn": 1,
    }  # fmt: skip
    signed = cohort.memberships.filter(state="active", person__in=stage.members)
    assert signed.count() == 15, "a place, and the signature of the code"

    # three groups of five, seven questions, three outcomes by consent, three plans approved by two
    groups = list(WorkingGroup.objects.filter(community=cohort))
    assert [one.stage for one in groups] == [GroupStage.IMPLEMENTING] * 3
    assert GroupMembership.objects.filter(community=cohort, left_at=None).count() == 15
    assert {GroupMembership.objects.filter(group=one, left_at=None).count() for one in groups} == {5}
    assert LearningQuestion.objects.filter(state="agreed").count() == 7
    assert LearningAgenda.objects.get(community=cohort).published_at is not None
    assert Proposal.objects.filter(state="adopted").count() == 3
    assert WorkPlan.objects.filter(state="approved").count() == 3
    assert PlanVersion.objects.count() == 4, "one plan came back because a date was missing"
    assert CheckIn.objects.count() == 1
    assert Difficulty.objects.count() == 3
    assert all(missing_before(one, GroupStage.CLOSED) for one in groups), "nothing is published yet"

    # three budgets in three names, expenses in three states, fifteen times twelve lines
    assert Budget.objects.count() == 3
    assert BudgetApproval.objects.count() == 9
    assert sorted(Expense.objects.values_list("state", flat=True)) == [
        *["approved"] * 3, *["entered"] * 3, *["paid"] * 3,
    ]  # fmt: skip
    lines = HonorariumLine.objects.filter(agreement__community=cohort)
    assert lines.count() == 15 * 12
    assert {line.amount for line in lines} == {Decimal(100)}
    assert {line.state for line in lines} == {"planned", "approved", "paid", "void"}
    assert lines.filter(state="paid").count() == 3 * 14
    assert not lines.filter(state="paid", paid_by__in=stage.members).exists()
    assert check_chain().broken_at is None
