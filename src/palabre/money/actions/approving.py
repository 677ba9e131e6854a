"""Reading what was handed in: remarks, sending back, three approvals, then it is in force."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from palabre.communities.rules import fresh
from palabre.groups.rules.circles import fresh_circles
from palabre.kit.text import NEEDED, checked
from palabre.kit.verdict import Refused, require
from palabre.money.actions.common import LONGEST, locked_budget, locked_work, tell_budget
from palabre.money.choices import VersionState
from palabre.money.models import Budget, BudgetApproval, BudgetComment, BudgetVersion
from palabre.money.rules.approving import TAKEN, can_approve_budget, name_for, signing_of
from palabre.money.rules.budgets import NOT_HANDED_IN, NOTHING_WRITTEN, can_comment_budget, can_return_budget
from palabre.money.rules.lines import is_covered
from palabre.people.models import Person


def comment_budget(*, actor: Person, budget: Budget, text: str, language: str = "fr") -> BudgetComment:
    """A remark on the version in work. Raises Refused."""
    with transaction.atomic():
        budget = locked_budget(budget)
        version = locked_work(budget)
        require(can_comment_budget(fresh_circles(fresh(actor)), budget))
        if version is None:
            raise Refused(NOTHING_WRITTEN)
        comment = _remark(actor, version, text, language)
        tell_budget("money.budget_commented", actor, budget, version=version.number)
    return comment


def return_budget(*, actor: Person, budget: Budget, text: str, language: str = "fr") -> BudgetVersion:
    """Back to whoever wrote it, with what is to change; approvals given before fall away. Raises Refused."""
    with transaction.atomic():
        budget = locked_budget(budget)
        version = locked_work(budget)
        require(can_return_budget(fresh_circles(fresh(actor)), budget))
        if version is None:
            raise Refused(NOT_HANDED_IN)
        _remark(actor, version, text, language)
        BudgetApproval.objects.filter(version=version).delete()
        version.state, version.version = VersionState.RETURNED, version.version + 1
        version.save(update_fields=["state", "version"])
        tell_budget("money.budget_returned", actor, budget, version=version.number)
    return version


def approve_budget(*, actor: Person, budget: Budget, seen: int | None = None) -> BudgetVersion:
    """One of the approvals; the last one that is needed puts the version in force. Raises Refused, or Clash with `seen`.

    Money approved or paid on a line meanwhile is looked at again under the lock of the budget (INV-18).
    """
    with transaction.atomic():
        budget = locked_budget(budget)
        version = locked_work(budget, seen)
        require(can_approve_budget(fresh_circles(fresh(actor)), budget, version))
        if version is None:
            raise Refused(NOT_HANDED_IN)
        require(is_covered(budget, version))
        signing = signing_of(budget, version)
        name = name_for(actor, budget, signing)
        if name is None:
            raise Refused(TAKEN)
        BudgetApproval.objects.create(version=version, approver=name, by=actor)
        tell_budget("money.budget_approved", actor, budget, version=version.number, name=name.value)
        if signing.left() <= 1:
            _put_in_force(actor, budget, version)
    return version


def _remark(actor: Person, version: BudgetVersion, text: str, language: str) -> BudgetComment:
    words = checked(text, "text", LONGEST, NEEDED)
    return BudgetComment.objects.create(version=version, text=words, language=language, by=actor)


def _put_in_force(actor: Person, budget: Budget, version: BudgetVersion) -> None:
    before = BudgetVersion.objects.filter(budget=budget, state=VersionState.APPROVED)
    before.update(state=VersionState.SUPERSEDED)
    version.state, version.approved_at = VersionState.APPROVED, timezone.now()
    version.save(update_fields=["state", "approved_at"])
    tell_budget("money.budget_in_force", actor, budget, version=version.number)
