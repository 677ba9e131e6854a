"""Who writes the plan of a group, hands it in, comments, returns, approves, revises and closes it (INV-08)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import Role
from palabre.communities.models import Community
from palabre.communities.rules import NOT_YOURS, holds, may_act, may_act_as
from palabre.groups.choices import Approver, GroupStage, PlanState, StepState, SupportState
from palabre.groups.models import PlanStep, PlanVersion, SupportRequest, WorkingGroup, WorkPlan
from palabre.groups.rules.circles import (
    NOT_YOUR_GROUP,
    accompanies,
    in_group,
    leads,
    leads_of,
    may_lead,
    may_work,
)
from palabre.groups.rules.plan_gaps import plan_gaps
from palabre.kit.verdict import YES, Verdict, no
from palabre.people.models import Person

TOO_EARLY = no(_("The plan is written once the group has adopted its learning outcome."))
HANDED_IN = no(_("The plan is handed in. It can be changed again once it is returned."))
APPROVED = no(_("The plan is approved. Whoever leads the group can begin a revision."))
OVER = no(_("The plan is closed. It stays to be read."))
NOT_HANDED_IN = no(_("Nothing is handed in at the moment."))
OUTSIDE = no(_("Two people from outside the group approve. You are in it, or you handed this version in."))
TWICE = no(_("You have approved this version. The second approval comes from another person."))
TAKEN = no(_("This version is already approved in that name."))
NOT_A_NAME = no(_("A plan is approved by monitoring, evaluation and learning, and by coordination."))
BEFORE = frozenset({GroupStage.FORMING, GroupStage.QUESTIONS, GroupStage.OUTCOME})
TEAM = (Role.MEL, Role.COORDINATOR)
ROLE_OF = {Approver.MEL: Role.MEL, Approver.COORDINATION: Role.COORDINATOR}


def can_write_plan(actor: Person, plan: WorkPlan) -> Verdict:
    """Objectives, steps, deliverables: the members of the group, while the plan is a draft, returned or in revision."""
    verdict = may_work(actor, plan.group)
    return _writable(plan) if verdict else verdict


def can_translate_plan(actor: Person, plan: WorkPlan) -> Verdict:
    """Approve the other language of what somebody else wrote: the group, and whoever translates or accompanies."""
    if plan.group.stage == GroupStage.CLOSED or plan.state == PlanState.CLOSED:
        return OVER
    if holds(actor, plan.group.community_id, Role.TRANSLATOR) or accompanies(actor, plan.group.community_id):
        return YES
    return may_work(actor, plan.group)


def can_hand_in(actor: Person, plan: WorkPlan) -> Verdict:
    """Whoever leads; the coordination in a group that nobody leads any more."""
    verdict = leads_or_stands_in(actor, plan.group)
    if not verdict:
        return verdict
    if not (verdict := _writable(plan)):
        return verdict
    written = plan.pk is not None and plan.objectives.exists()
    return YES if written else no(_("Write at least one objective before you hand the plan in."))


def can_comment_plan(actor: Person, plan: WorkPlan) -> Verdict:
    """On what was handed in: the members of the group, and whoever accompanies it."""
    if not (verdict := may_act(actor, plan.group.community_id)):
        return verdict
    if plan.state == PlanState.CLOSED or plan.group.stage == GroupStage.CLOSED:
        return OVER
    if not plan.number:
        return NOT_HANDED_IN
    if in_group(actor, plan.group) or accompanies(actor, plan.group.community_id):
        return YES
    return no(NOT_YOUR_GROUP)


def can_return_plan(actor: Person, plan: WorkPlan) -> Verdict:
    """Give it back with a remark: MEL or coordination, from outside the group."""
    verdict = _outside(actor, plan)
    if not verdict:
        return verdict
    return YES if plan.state == PlanState.SUBMITTED else NOT_HANDED_IN


def can_approve_plan(actor: Person, plan: WorkPlan, approver: str = "") -> Verdict:
    """Two people from outside the group, one for MEL and one for coordination, nobody twice, and nothing is missing."""
    verdict = _outside(actor, plan)
    if not verdict:
        return verdict
    if plan.state != PlanState.SUBMITTED:
        return NOT_HANDED_IN
    if approver and not holds(actor, plan.group.community_id, *_role_of(approver)):
        return no(NOT_YOURS)
    given = dict(plan.approvals.filter(number=plan.number).values_list("approver", "by_id"))
    if actor.pk in given.values():
        return TWICE
    if approver in given or not free_names(actor, plan, given):
        return TAKEN
    gaps = plan_gaps(plan)
    return no(gaps[0].sentence) if gaps else YES


def can_revise_plan(actor: Person, plan: WorkPlan) -> Verdict:
    """Open an approved plan again; the approved version stays in force until the next one is."""
    verdict = leads_or_stands_in(actor, plan.group)
    if not verdict:
        return verdict
    return YES if plan.state == PlanState.APPROVED else no(_("Only an approved plan is revised."))


def can_close_plan(actor: Person, plan: WorkPlan) -> Verdict:
    """Close an approved plan: the coordination, once the group shares what it made."""
    verdict = may_act_as(actor, plan.group.community_id, NOT_YOURS, Role.COORDINATOR)
    if not verdict:
        return verdict
    if plan.state != PlanState.APPROVED:
        return no(_("Only an approved plan is closed."))
    sharing = plan.group.stage in (GroupStage.SHARING, GroupStage.CLOSED)
    return YES if sharing else no(_("A plan is closed when the group has come to share its results."))


def can_progress_step(actor: Person, step: PlanStep) -> Verdict:
    """Say how far a step is: its owner, or whoever leads the group, once a version is approved."""
    plan = step.objective.plan
    if not (verdict := may_work(actor, plan.group)) and not (verdict := leads_or_stands_in(actor, plan.group)):
        return verdict
    if plan.state == PlanState.CLOSED:
        return OVER
    if plan.approved_at is None:
        return no(_("Steps begin once the plan is approved."))
    if step.person_id == actor.pk or leads_or_stands_in(actor, plan.group):
        return YES
    return no(_("Whoever takes this step, or leads the group, says how far it is."))


def can_ask_support(actor: Person, plan: WorkPlan) -> Verdict:
    """Look for help from outside: the members of the group, as long as the plan runs."""
    verdict = may_work(actor, plan.group)
    if verdict and plan.group.stage in BEFORE:
        return TOO_EARLY
    return OVER if verdict and plan.state == PlanState.CLOSED else verdict


def can_answer_support(actor: Person, support: SupportRequest) -> Verdict:
    """Granted, or not possible: MEL or coordination, once."""
    verdict = may_act_as(actor, support.plan.group.community_id, NOT_YOURS, *TEAM)
    if not verdict:
        return verdict
    return YES if support.state == SupportState.ASKED else no(_("This request is answered already."))


def can_see_support(actor: Person, community: Community) -> Verdict:
    """The requests of every group together: whoever accompanies them."""
    return YES if accompanies(actor, community) else no(NOT_YOURS)


def leads_or_stands_in(actor: Person, group: WorkingGroup) -> Verdict:
    """Whoever leads; where nobody leads any more the coordination, so that nothing is stuck."""
    verdict = may_lead(actor, group)
    if verdict or group.stage == GroupStage.CLOSED or not holds(actor, group.community_id, Role.COORDINATOR):
        return verdict
    orphan = not leads_of(group.community_id).filter(group=group).exists()
    return YES if orphan else verdict


def names_of(actor: Person, plan: WorkPlan) -> list[str]:
    """In whose names this person can approve."""
    return [name for name, role in ROLE_OF.items() if holds(actor, plan.group.community_id, role)]


def free_names(actor: Person, plan: WorkPlan, given: Collection[str]) -> list[str]:
    """Those in which nobody has approved this version yet."""
    return [name for name in names_of(actor, plan) if name not in given]


def in_force(plan: WorkPlan) -> QuerySet[PlanVersion]:
    """The approved versions, the one in force first."""
    return PlanVersion.objects.filter(plan=plan, approved_at__isnull=False).order_by("-number")


def is_late(step: PlanStep, today: date) -> bool:
    """Neither done nor dropped after its last day; computed, never stored."""
    return step.state not in (StepState.DONE, StepState.DROPPED) and step.ends_on < today


def _role_of(approver: str) -> tuple[str, ...]:
    return (ROLE_OF[Approver(approver)],) if approver in Approver.values else ()


def _outside(actor: Person, plan: WorkPlan) -> Verdict:
    verdict = may_act_as(actor, plan.group.community_id, NOT_A_NAME.why, *TEAM)
    if not verdict:
        return verdict
    own = in_group(actor, plan.group) or leads(actor, plan.group) or plan.submitted_by_id == actor.pk
    return OUTSIDE if own else YES


def _writable(plan: WorkPlan) -> Verdict:
    if plan.group.stage in BEFORE:
        return TOO_EARLY
    if plan.state in PlanState.writable():
        return YES
    return {PlanState.APPROVED.value: APPROVED, PlanState.CLOSED.value: OVER}.get(plan.state, HANDED_IN)
