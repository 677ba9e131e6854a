"""The home of a working group: what several rooms know of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from palabre.commitments.models import STILL_OPEN, Commitment
from palabre.commitments.rules import visible_commitments
from palabre.groups.models import LearningOutcome, LearningQuestion, WorkingGroup, WorkPlan
from palabre.groups.queries.groups import Place, StageBar, places_in, stage_bar
from palabre.groups.rules.circles import in_group, leads
from palabre.groups.rules.forming import can_change_group, can_name_lead
from palabre.groups.rules.outcomes import adopted_outcome
from palabre.groups.rules.questions import agreed_in
from palabre.kit.verdict import Verdict
from palabre.languages.queries import load_halves
from palabre.meetings.models import Meeting
from palabre.meetings.queries.clocks import Clocks, clocks
from palabre.meetings.rules import visible_meetings
from palabre.money.models import Budget
from palabre.money.rules.budgets import can_open_budget, visible_budgets
from palabre.people.models import Person

COMMITMENTS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class GroupHome:
    """What the home of a group shows to one reader."""

    group: WorkingGroup
    bar: StageBar
    places: list[Place] | None
    mine: bool
    leading: bool
    questions: list[LearningQuestion]
    outcome: LearningOutcome | None
    plan: WorkPlan | None
    budget: Budget | None
    # whether the reader may begin it, where there is none
    begin: Verdict | None
    commitments: list[Commitment]
    meeting: Meeting | None
    clocks: Clocks | None
    # whether she sees a meeting of this group that is over
    has_met: bool
    change: Verdict
    name_lead: Verdict


def group_home(reader: Person, group: WorkingGroup) -> GroupHome:
    """In a fixed number of queries; names, money and promises as their own rooms show them."""
    questions, outcome = list(agreed_in(group)), adopted_outcome(group)
    promises = list(
        visible_commitments(reader)
        .filter(answers_difficulty__report__group=group, state__in=STILL_OPEN)
        .select_related("person", "organisation", "community")
        .order_by("due", "pk")[:COMMITMENTS_SHOWN]
    )
    meetings = visible_meetings(reader).filter(group=group)
    meeting = meetings.filter(pk__in=Meeting.objects.ahead()).order_by("starts_at").first()
    budget = visible_budgets(reader).filter(group=group).first()
    found = [one for one in (outcome, meeting) if one is not None]
    load_halves([group, group.community, *questions, *found, *promises])
    return GroupHome(
        group=group,
        bar=stage_bar(reader, group),
        places=places_in(reader, group),
        mine=in_group(reader, group),
        leading=leads(reader, group),
        questions=questions,
        outcome=outcome,
        plan=WorkPlan.objects.filter(group=group).first(),
        budget=budget,
        begin=can_open_budget(reader, group) if budget is None and in_group(reader, group) else None,
        commitments=promises,
        meeting=meeting,
        clocks=clocks(meeting, reader.zone) if meeting else None,
        has_met=meetings.filter(ends_at__lt=timezone.now()).exists(),
        change=can_change_group(reader, group),
        name_lead=can_name_lead(reader, group),
    )
