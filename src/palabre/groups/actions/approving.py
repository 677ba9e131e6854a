"""What was handed in is commented, returned, or approved by two people in two names."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.rules import fresh
from palabre.groups.actions.plan_common import locked_plan, tell_plan
from palabre.groups.choices import Approver, PlanState
from palabre.groups.models import Objective, PlanApproval, PlanComment, PlanVersion, WorkPlan
from palabre.groups.rules.circles import fresh_circles
from palabre.groups.rules.plans import can_approve_plan, can_comment_plan, can_return_plan, free_names
from palabre.kit.text import checked
from palabre.kit.verdict import Clash, Refused, no, require
from palabre.people.models import Person

LONGEST = 3000
ANOTHER = no(_("Another version was handed in meanwhile. Read it before you answer."))


def comment_plan(
    *, actor: Person, plan: WorkPlan, text: str, language: str = "fr", objective: Objective | None = None
) -> PlanComment:
    """A remark on the version that was handed in last: on the whole, or on one objective. Raises Refused."""
    with transaction.atomic():
        plan = locked_plan(pk=plan.pk)
        require(can_comment_plan(fresh_circles(fresh(actor)), plan))
        comment = _noted(actor, plan, text, language, objective)
        tell_plan("groups.plan_commented", actor, plan, number=plan.number, comment=comment.pk)
    return comment


def return_plan(
    *,
    actor: Person,
    plan: WorkPlan,
    text: str,
    language: str = "fr",
    objective: Objective | None = None,
    number: int | None = None,
) -> WorkPlan:
    """Give it back, and say why. The group writes again; the next version needs both approvals anew. Raises Refused."""
    with transaction.atomic():
        plan = locked_plan(pk=plan.pk)
        require(can_return_plan(fresh_circles(fresh(actor)), plan))
        _same(plan, number)
        _noted(actor, plan, text, language, objective)
        plan.state = PlanState.COMMENTS
        plan.save(update_fields=["state"])
        tell_plan("groups.plan_returned", actor, plan, number=plan.number)
    return plan


def approve_plan(*, actor: Person, plan: WorkPlan, approver: str = "", number: int | None = None) -> PlanApproval:
    """One of the two yeses; the second one, of somebody else in the other name, puts the version in force.

    `approver`: in whose name; by default the one that is still free. `number`: the version that was read; another
    one raises Clash. Raises Refused.
    """
    with transaction.atomic():
        plan = locked_plan(pk=plan.pk)
        require(can_approve_plan(fresh_circles(fresh(actor)), plan, approver))
        _same(plan, number)
        given = set(plan.approvals.filter(number=plan.number).values_list("approver", flat=True))
        name = approver or free_names(actor, plan, given)[0]
        approval = PlanApproval.objects.create(plan=plan, number=plan.number, approver=name, by=actor)
        tell_plan("groups.plan_approval_given", actor, plan, number=plan.number, approver=name)
        if given | {name} == set(Approver.values):
            _put_in_force(actor, plan)
    return approval


def _put_in_force(actor: Person, plan: WorkPlan) -> None:
    now = timezone.now()
    plan.state, plan.approved_at = PlanState.APPROVED, now
    plan.save(update_fields=["state", "approved_at"])
    PlanVersion.objects.filter(plan=plan, number=plan.number).update(approved_at=now)
    tell_plan("groups.plan_approved", actor, plan, number=plan.number)


def _same(plan: WorkPlan, number: int | None) -> None:
    if number is not None and number != plan.number:
        raise Clash(ANOTHER, plan)


def _noted(actor: Person, plan: WorkPlan, text: str, language: str, objective: Objective | None) -> PlanComment:
    said = checked(text, "text", LONGEST, str(_("Please write something here.")))
    if objective is not None and objective.plan_id != plan.pk:
        raise Refused(no(_("Choose one of the answers shown.")), "objective")
    return PlanComment.objects.create(
        plan=plan, number=plan.number, objective=objective, text=said, language=language, by=actor
    )
