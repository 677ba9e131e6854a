"""What waits for whom: versions to approve, expenses to check, to approve, to pay, corrections to confirm."""

from __future__ import annotations

from dataclasses import dataclass

from palabre.communities.choices import Role
from palabre.communities.models import Community
from palabre.communities.rules import standing
from palabre.languages.queries import load_halves
from palabre.money.choices import ExpenseState, VersionState
from palabre.money.models import Budget, BudgetVersion, Expense
from palabre.money.queries.expenses import NEEDED
from palabre.money.rules.approving import can_approve_budget
from palabre.money.rules.budgets import visible_budgets
from palabre.money.rules.expenses import is_alone_as, visible_expenses
from palabre.people.models import Person

MOST = 20


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for one person in one community: versions to approve; expenses to check, approve, pay, confirm."""

    versions: list[BudgetVersion]
    to_check: list[Expense]
    to_approve: list[Expense]
    to_pay: list[Expense]
    to_confirm: list[Expense]
    budgets: list[Budget]

    def number(self) -> int:
        expenses = (self.to_check, self.to_approve, self.to_pay, self.to_confirm)
        return len(self.versions) + sum(len(part) for part in expenses)


def waiting_for(actor: Person, community: Community) -> Waiting:
    """The oldest first, twenty of a kind; what one's own hand has touched already waits for others."""
    roles = standing(actor).roles(community.pk)
    rows = visible_expenses(actor).filter(budget__community=community).select_related(*NEEDED)
    rows, none = rows.order_by("entered_at", "pk"), Expense.objects.none()
    others = rows.exclude(entered_by=actor)
    checkable = rows if is_alone_as(actor, community.pk, Role.COORDINATOR) else others
    checked, pays = others.filter(state=ExpenseState.CHECKED), roles & {Role.TREASURER, Role.COORDINATOR}
    waiting = Waiting(
        versions=_versions(actor, community),
        to_check=list((checkable if Role.COORDINATOR in roles else none).filter(state=ExpenseState.ENTERED)[:MOST]),
        to_approve=list((checked if Role.TREASURER in roles else none).filter(reverses=None)[:MOST]),
        to_pay=list((others if pays else none).exclude(approved_by=actor).filter(state=ExpenseState.APPROVED)[:MOST]),
        to_confirm=list((checked if pays else none).exclude(reverses=None)[:MOST]),
        budgets=list(visible_budgets(actor).filter(community=community).select_related("community", "group")),
    )
    _load(waiting)
    return waiting


def _load(waiting: Waiting) -> None:
    """The words of every line and group on the page, in one query."""
    expenses = [*waiting.to_check, *waiting.to_approve, *waiting.to_pay, *waiting.to_confirm]
    handed = [one.budget for one in waiting.versions]
    budgets = [*waiting.budgets, *handed, *(one.budget for one in expenses)]
    load_halves([*(one.line for one in expenses), *(one.group for one in budgets if one.group is not None)])


def _versions(actor: Person, community: Community) -> list[BudgetVersion]:
    """Handed in, and this person may give one of the names. A few rows: one for each budget at most."""
    rows = BudgetVersion.objects.filter(budget__community=community, state=VersionState.SUBMITTED)
    rows = rows.filter(budget__in=visible_budgets(actor)).select_related("budget__community", "budget__group")
    return [one for one in rows.order_by("submitted_at")[:MOST] if can_approve_budget(actor, one.budget, one)]
