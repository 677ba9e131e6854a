"""What a group's plan and outputs need before its next stage: INV-08 (the plan's part) and INV-10."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from palabre.groups.choices import GroupStage
from palabre.groups.gates import Missing, before
from palabre.groups.models import WorkingGroup
from palabre.groups.queries.outputs import unfinished
from palabre.groups.queries.plan_sketch import plan_of
from palabre.groups.rules.plan_gaps import Gap, plan_gaps
from palabre.groups.rules.plans import in_force


@before(GroupStage.IMPLEMENTING)
def plan_is_approved(group: WorkingGroup) -> Iterator[Missing]:
    """Every objective with its five checks and a deliverable, and a version that two people approved (INV-08)."""
    plan = plan_of(group)
    gaps = plan_gaps(plan)
    for gap in gaps:
        yield Missing(gap.sentence, _mended_at(group, gap))
    if not gaps and not (plan.pk and in_force(plan).exists()):
        yield Missing(_("The plan is not approved yet."), reverse("groups:plan", args=[group.public_id]))


@before(GroupStage.CLOSED)
def everything_is_out(group: WorkingGroup) -> Iterator[Missing]:
    """Every deliverable published in both languages, and the outcome presented (INV-10)."""
    for sentence, deliverable in unfinished(group):
        yield Missing(sentence, reverse("groups:output", args=[group.public_id, deliverable.public_id]))
    if group.presented_on is None:
        url = reverse("groups:presentation", args=[group.public_id])
        yield Missing(_("The outcome has not been presented yet."), url)


def _mended_at(group: WorkingGroup, gap: Gap) -> str:
    if gap.objective is None:
        return reverse("groups:objectives", args=[group.public_id])
    name = "deliverables" if gap.deliverable else "objective"
    return reverse(f"groups:{name}", args=[group.public_id, gap.objective.public_id])
