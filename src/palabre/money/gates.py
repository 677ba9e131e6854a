"""What a group needs of money before its next step (INV-08)."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from palabre.groups.choices import GroupStage
from palabre.groups.gates import Missing, before
from palabre.groups.models import WorkingGroup
from palabre.money.queries.budgets import budget_of_group
from palabre.money.rules.sums import in_force


@before(GroupStage.IMPLEMENTING)
def approved_budget(group: WorkingGroup) -> Iterator[Missing]:
    """Three people have approved a first version; a revision under way holds nobody up."""
    budget = budget_of_group(group)
    if budget is None or in_force(budget) is None:
        yield Missing(_("An approved budget"), reverse("money:budget", args=[group.public_id]))
