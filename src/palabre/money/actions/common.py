"""What every action on money begins and ends with. One order of locks: the budget, then its version, then an expense."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from palabre.journal.actions import record
from palabre.kit.verdict import Clash, no
from palabre.money.choices import VersionState
from palabre.money.models import Budget, BudgetVersion, Expense
from palabre.people.models import Person

LONGEST = 2000
MORE_THAN_THE_SUM = no(_("The fees are more than the sum itself. Check the two amounts."))
TWO_WRITERS = no(_("Somebody else changed this budget meanwhile. Read it again, then decide."))


def locked_budget(budget: Budget) -> Budget:
    """Everything that moves money on a budget waits here for its turn (SR-58)."""
    rows = Budget.objects.select_for_update(of=("self",)).select_related("community", "group")
    return rows.get(pk=budget.pk)


def locked_work(budget: Budget, seen: int | None = None) -> BudgetVersion | None:
    """The version in work. `seen` is its counter as the writer read it: raises Clash if it moved."""
    rows = BudgetVersion.objects.select_for_update().filter(budget=budget, state__in=VersionState.open())
    version = rows.first()
    if seen is not None and (version is None or version.version != seen):
        raise Clash(TWO_WRITERS, version)
    return version


def locked_expense(expense: Expense) -> Expense:
    """The budget first, then the expense: whoever pays and whoever revises meet at the same door."""
    budget = locked_budget(expense.budget)
    rows = Expense.objects.select_for_update(of=("self",)).select_related("line", "reverses")
    expense = rows.get(pk=expense.pk)
    expense.budget = budget
    return expense


def tell_budget(kind: str, actor: Person, budget: Budget, **facts: Any) -> None:
    record(kind, actor_id=actor.pk, community_id=budget.community_id, subject="budget", subject_id=budget.pk, **facts)


def tell_expense(kind: str, actor: Person, expense: Expense, **facts: Any) -> None:
    record(
        kind, actor_id=actor.pk, community_id=expense.budget.community_id, subject="expense", subject_id=expense.pk,
        about_id=expense.entered_by_id if expense.entered_by_id != actor.pk else None, **facts,
    )  # fmt: skip
