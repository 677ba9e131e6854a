"""What a plan still lacks before it can be approved: which objective, and what (INV-08)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from palabre.groups.choices import Smart
from palabre.groups.models import Objective, WorkPlan
from palabre.kit.verdict import Text

LACKS = {
    Smart.SPECIFIC: _("Objective {number}: say who does what, and where (specific)."),
    Smart.MEASURABLE: _("Objective {number}: say how it is measured."),
    Smart.ACHIEVABLE: _("Objective {number}: check that it can be done with your people, time and means (achievable)."),
    Smart.RELEVANT: _("Objective {number}: check that it serves your learning questions (relevant)."),
    Smart.TIME_BOUND: _("A date is missing in objective {number}."),
}
NO_DELIVERABLE = _("Objective {number} has no deliverable yet.")
NO_OBJECTIVE = _("The plan has no objective yet.")


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing, in a sentence; `objective` is None when the whole plan lacks it."""

    sentence: Text
    objective: Objective | None = None
    deliverable: bool = False


def plan_gaps(plan: WorkPlan) -> list[Gap]:
    """Read from the database: one query."""
    if plan.pk is None:
        return gaps_among([])
    rows = plan.objectives.annotate(handed_over=Count("deliverables"))
    return gaps_among([(one, bool(one.handed_over)) for one in rows.order_by("position", "pk")])


def gaps_among(rows: Sequence[tuple[Objective, bool]]) -> list[Gap]:
    """`rows`: the objectives in their order, each with whether it has a deliverable."""
    found = [gap for number, (one, has) in enumerate(rows, start=1) for gap in _of(one, number, has)]
    return found or ([] if rows else [Gap(NO_OBJECTIVE)])


def unticked(objective: Objective) -> list[Smart]:
    """The checks that are not made yet."""
    return [one for one in Smart if not getattr(objective, one.value)]


def _of(objective: Objective, number: int, has_deliverable: bool) -> list[Gap]:
    lacking = [Gap(format_lazy(LACKS[one], number=number), objective) for one in unticked(objective)]
    if not has_deliverable:
        lacking.append(Gap(format_lazy(NO_DELIVERABLE, number=number), objective, deliverable=True))
    return lacking
