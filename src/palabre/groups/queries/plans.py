"""What the page of a plan shows: its rows, what was said of it, what waits for whom."""

from __future__ import annotations

from dataclasses import dataclass

from palabre.communities.models import Community
from palabre.communities.queries import handles
from palabre.communities.rules import holds
from palabre.groups.choices import Approver
from palabre.groups.models import (
    PlanComment,
    PlanVersion,
    SupportRequest,
    WorkingGroup,
    WorkPlan,
)
from palabre.groups.queries.naming import Naming, naming_for
from palabre.groups.queries.plan_sketch import Sketch, plan_of, sketch
from palabre.groups.rules.checkins import can_see_check_ins
from palabre.groups.rules.circles import in_group
from palabre.groups.rules.plans import (
    TEAM,
    can_answer_support,
    can_approve_plan,
    can_ask_support,
    can_close_plan,
    can_comment_plan,
    can_hand_in,
    can_return_plan,
    can_revise_plan,
    can_translate_plan,
    can_write_plan,
    in_force,
)
from palabre.kit.verdict import Text, Verdict
from palabre.languages.choices import HalfState
from palabre.languages.models import Translatable
from palabre.languages.queries import load_halves, other, words
from palabre.people.models import Person

WAITING = (HalfState.IN_REVIEW, HalfState.DRAFT)
SHOWN_COMMENTS = 40


@dataclass(frozen=True, slots=True)
class Remark:
    """One comment, by whom, on which objective."""

    row: PlanComment
    by: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One request for help, and whether the reader answers it."""

    row: SupportRequest
    answer: Verdict


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A plan as one reader sees it."""

    sketch: Sketch
    force: PlanVersion | None
    approvals: list[tuple[Text, str]]
    remarks: list[Remark]
    support: list[Asked]
    missing: list[Text]
    waits: int
    inside: bool
    team: bool
    check_ins: bool
    write: Verdict
    hand_in: Verdict
    comment: Verdict
    send_back: Verdict
    approve: Verdict
    revise: Verdict
    close: Verdict
    ask: Verdict


def plan_page(actor: Person, group: WorkingGroup) -> PlanPage:
    """A fixed number of queries."""
    plan = plan_of(group)
    drawn = sketch(actor, plan)
    handles(group.community)
    names = naming_for(actor, group)
    given = _approvals(plan, names)
    return PlanPage(
        sketch=drawn,
        force=in_force(plan).first() if plan.pk and plan.approved_at else None,
        approvals=given,
        missing=[one.label for one in Approver if one.label not in {name for name, _by in given}],
        remarks=_remarks(plan, names),
        support=_support(actor, plan),
        waits=_waits(actor, drawn) if can_translate_plan(actor, plan) else 0,
        inside=in_group(actor, group),
        team=holds(actor, group.community_id, *TEAM),
        check_ins=bool(can_see_check_ins(actor, group.community)),
        write=can_write_plan(actor, plan),
        hand_in=can_hand_in(actor, plan),
        comment=can_comment_plan(actor, plan),
        send_back=can_return_plan(actor, plan),
        approve=can_approve_plan(actor, plan),
        revise=can_revise_plan(actor, plan),
        close=can_close_plan(actor, plan),
        ask=can_ask_support(actor, plan),
    )


def support_of(actor: Person, community: Community) -> list[Asked]:
    """The requests of every group of a community: those that wait first."""
    rows = list(
        SupportRequest.objects.filter(plan__group__community=community)
        .select_related("plan__group", "asked_by", "answered_by")
        .order_by("state", "-asked_at", "-pk")[:100]
    )
    load_halves([one.plan.group for one in rows])
    for one in rows:
        one.plan.group.community = community
    return [Asked(one, can_answer_support(actor, one)) for one in rows]


def _approvals(plan: WorkPlan, names: Naming) -> list[tuple[Text, str]]:
    if not plan.pk:
        return []
    rows = plan.approvals.filter(number=plan.number).select_related("by").order_by("pk")
    return [(Approver(one.approver).label, names.of(one.by)) for one in rows]


def _remarks(plan: WorkPlan, names: Naming) -> list[Remark]:
    """On the version that was handed in last; the earlier ones stand beside theirs."""
    if not plan.pk:
        return []
    rows = plan.comments.filter(number=plan.number).select_related("by", "objective").order_by("-at", "-pk")
    found = [Remark(one, names.of(one.by)) for one in rows[:SHOWN_COMMENTS]]
    return found[::-1]


def _support(actor: Person, plan: WorkPlan) -> list[Asked]:
    if not plan.pk:
        return []
    rows = list(plan.support_requests.select_related("asked_by", "answered_by").order_by("asked_at", "pk"))
    for one in rows:
        one.plan = plan
    return [Asked(one, can_answer_support(actor, one)) for one in rows]


def _waits(actor: Person, drawn: Sketch) -> int:
    """How many texts somebody else translated, and nobody has approved."""
    things: list[tuple[Translatable, str]] = [(one.row, "text") for one in drawn.aims]
    things += [(one.row, "text") for one in drawn.steps]
    things += [(one.row, "title") for aim in drawn.aims for one in aim.deliverables]
    found = [words(thing, field, other(thing.source_language)) for thing, field in things]
    return sum(1 for one in found if one.state in WAITING and one.half and one.half.written_by_id != actor.pk)
