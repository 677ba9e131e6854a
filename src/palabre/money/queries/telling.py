"""For the notices: the things by their keys, and who is told."""

from __future__ import annotations

from palabre.communities.choices import Role
from palabre.communities.models import RoleGrant
from palabre.groups.models import GroupMembership
from palabre.money.choices import Approver, VersionState
from palabre.money.models import Budget, BudgetVersion, Expense
from palabre.money.queries.expenses import NEEDED
from palabre.money.rules.approving import signing_of


def expense_by_key(key: int | None) -> Expense | None:
    """For the notices."""
    return Expense.objects.select_related(*NEEDED).filter(pk=key or 0).first()


def budget_by_key(key: int | None) -> Budget | None:
    """For the notices."""
    return Budget.objects.select_related("community", "group").filter(pk=key or 0).first()


def holders_of(community_id: int, *roles: str) -> list[int]:
    """The keys of those who hold one of these roles there now."""
    rows = RoleGrant.objects.held().filter(community_id=community_id, role__in=roles)
    return sorted(set(rows.values_list("person_id", flat=True)))


def approvers_of(budget: Budget) -> list[int]:
    """Who may still approve the version that is handed in."""
    version = BudgetVersion.objects.filter(budget=budget, state=VersionState.SUBMITTED).first()
    signing = signing_of(budget, version) if version else None
    return sorted({one for name in Approver for one in signing.able[name]}) if signing else []


def keepers_of(budget: Budget) -> list[int]:
    """Who writes it: the leads of the group, or the coordination."""
    if budget.group is None:
        return holders_of(budget.community_id, Role.COORDINATOR)
    rows = GroupMembership.objects.filter(group=budget.group, leads=True, left_at=None)
    return list(rows.values_list("person_id", flat=True))
