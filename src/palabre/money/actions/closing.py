"""A budget is over: it stays to be read."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from palabre.communities.rules import fresh
from palabre.groups.rules.circles import fresh_circles
from palabre.kit.verdict import require
from palabre.money.actions.common import locked_budget, tell_budget
from palabre.money.models import Budget
from palabre.money.rules.budgets import can_close_budget
from palabre.people.models import Person


def close_budget(*, actor: Person, budget: Budget) -> Budget:
    """Nothing is spent on it any more; only a reversal can still mend it. Raises Refused."""
    with transaction.atomic():
        budget = locked_budget(budget)
        require(can_close_budget(fresh_circles(fresh(actor)), budget))
        budget.closed_at = timezone.now()
        budget.save(update_fields=["closed_at"])
        tell_budget("money.budget_closed", actor, budget)
    return budget
