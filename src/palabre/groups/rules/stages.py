"""Who takes a group to its next step; what each step needs stands in `gates`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from palabre.groups.choices import GroupStage
from palabre.groups.gates import ORDER, next_stage
from palabre.groups.models import WorkingGroup
from palabre.groups.rules.circles import may_lead
from palabre.kit.verdict import Verdict, no
from palabre.people.models import Person

ONE_AT_A_TIME = _("One step at a time. The group is at “%(now)s”; the next step is “%(next)s”.")
NO_FURTHER = no(_("This group is closed: there is no further step."))


def can_take_stage(actor: Person, group: WorkingGroup, to: str) -> Verdict:
    """Whoever leads, to the next step and no other (SR-18)."""
    if not (verdict := may_lead(actor, group)):
        return verdict
    following = next_stage(group)
    if following is None:
        return NO_FURTHER
    if to != following:
        return no(ONE_AT_A_TIME % {"now": group.get_stage_display(), "next": following.label})
    return verdict


def has_reached(group: WorkingGroup, stage: GroupStage) -> bool:
    """At this stage, or beyond."""
    return ORDER.index(GroupStage(group.stage)) >= ORDER.index(stage)
