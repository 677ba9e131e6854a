"""A group takes its steps, one at a time, each through its gate."""

from __future__ import annotations

from django.db import transaction
from django.utils.functional import Promise
from django.utils.text import format_lazy

from palabre.communities.rules import fresh
from palabre.groups.actions.outcomes import adopt_from_decision
from palabre.groups.actions.telling import locked_group, tell
from palabre.groups.gates import Missing, missing_before
from palabre.groups.models import StageStep, WorkingGroup
from palabre.groups.rules.circles import fresh_circles
from palabre.groups.rules.stages import can_take_stage
from palabre.kit.verdict import Refused, no, require
from palabre.people.models import Person


def take_stage(*, actor: Person, group: WorkingGroup, to: str) -> WorkingGroup:
    """The next step, and no other; refused with everything that is missing. Raises Refused."""
    with transaction.atomic():
        group = locked_group(group)
        require(can_take_stage(fresh_circles(fresh(actor)), group, to))
        adopt_from_decision(group=group)
        missing = missing_before(group, to)
        if missing:
            raise Refused(no(_all(missing)))
        before, group.stage = group.stage, to
        group.save(update_fields=["stage"])
        StageStep.objects.create(group=group, before=before, after=to, by=actor)
        tell("groups.stage_taken", actor, group, stage=to)
    return group


def _all(missing: list[Missing]) -> str | Promise:
    """Every sentence, one after the other."""
    return format_lazy(" ".join("{}" for _one in missing), *(one.sentence for one in missing))
