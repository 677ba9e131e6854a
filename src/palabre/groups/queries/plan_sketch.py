"""The rows of a plan as every page of it reads them: objectives with their checks, steps, how far it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from palabre.groups.choices import DeliverableState, Smart, StepState
from palabre.groups.models import (
    Deliverable,
    Objective,
    PlanStep,
    WorkingGroup,
    WorkPlan,
)
from palabre.groups.queries.naming import Naming, naming_for
from palabre.groups.rules.plan_gaps import Gap, gaps_among, unticked
from palabre.groups.rules.plans import (
    can_progress_step,
    is_late,
)
from palabre.kit.verdict import Text, Verdict
from palabre.languages.choices import HalfState
from palabre.languages.queries import State, load_halves, pair
from palabre.people.models import Person

WAITING = (HalfState.IN_REVIEW, HalfState.DRAFT)
SHOWN_COMMENTS = 40


@dataclass(frozen=True, slots=True)
class Promised:
    """One deliverable; late is computed."""

    row: Deliverable
    late: bool


@dataclass(frozen=True, slots=True)
class Aim:
    """One objective as a page shows it."""

    row: Objective
    number: int
    open: list[Text]
    made: int
    deliverables: list[Promised]
    steps: list[PlanStep]
    gaps: list[Gap]
    pair: list[tuple[str, State]]
    current: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One step with its owner's name here, what it follows, and whether it is late or begins too early."""

    row: PlanStep
    number: int
    owner: str
    late: bool
    early: bool
    progress: Verdict


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a plan is, in numbers of steps."""

    total: int
    done: int
    doing: int
    late: int


@dataclass(frozen=True, slots=True)
class Sketch:
    """The rows of a plan, read once: four queries, whatever its length."""

    plan: WorkPlan
    aims: list[Aim]
    steps: list[Step]
    gaps: list[Gap]
    progress: Progress


def plan_of(group: WorkingGroup) -> WorkPlan:
    """The plan of a group; one that is in no table yet where nobody has begun it."""
    plan = WorkPlan.objects.filter(group=group).first() or WorkPlan(group=group)
    plan.group = group
    return plan


def sketch(actor: Person, plan: WorkPlan) -> Sketch:
    """Everything that stands in it, with its words loaded."""
    objectives = list(Objective.objects.filter(plan=plan)) if plan.pk else []
    steps = list(PlanStep.objects.filter(objective__plan=plan).select_related("person", "after")) if plan.pk else []
    promised = list(Deliverable.objects.filter(objective__plan=plan)) if plan.pk else []
    load_halves([*objectives, *steps, *promised, *(one.after for one in steps if one.after)])
    by_key = {one.pk: one for one in objectives}
    parts: list[PlanStep | Deliverable] = [*steps, *promised]
    for row in parts:
        row.objective = by_key[row.objective_id]
        row.objective.plan = plan
    aims, today = _aims(objectives, steps, promised), timezone.localdate()
    names = naming_for(actor, plan.group)
    return Sketch(
        plan=plan,
        aims=aims,
        steps=[_step(actor, names, row, aims, today) for row in steps],
        gaps=[gap for one in aims for gap in one.gaps] or ([] if aims else gaps_among([])),
        progress=progress_of(steps, today),
    )


def progress_of(steps: Iterable[PlanStep], today: date) -> Progress:
    """Steps that were dropped count no more."""
    rows = [one for one in steps if one.state != StepState.DROPPED]
    return Progress(
        total=len(rows),
        done=sum(one.state == StepState.DONE for one in rows),
        doing=sum(one.state == StepState.DOING for one in rows),
        late=sum(is_late(one, today) for one in rows),
    )


def _aims(objectives: list[Objective], steps: list[PlanStep], promised: list[Deliverable]) -> list[Aim]:
    stages: dict[int, list[PlanStep]] = defaultdict(list)
    results: dict[int, list[Deliverable]] = defaultdict(list)
    for step in steps:
        stages[step.objective_id].append(step)
    for row in promised:
        results[row.objective_id].append(row)
    gaps = gaps_among([(one, bool(results[one.pk])) for one in objectives])
    today = timezone.localdate()
    return [
        Aim(
            row=one,
            number=number,
            open=[check.label for check in unticked(one)],
            made=len(Smart) - len(unticked(one)),
            deliverables=[Promised(row, _is_overdue(row, today)) for row in results[one.pk]],
            steps=stages[one.pk],
            gaps=[gap for gap in gaps if gap.objective == one],
            pair=pair(one),
            current=all(state == "approved" for _language, state in pair(one)),
        )
        for number, one in enumerate(objectives, start=1)
    ]


def _is_overdue(row: Deliverable, today: date) -> bool:
    return row.state != DeliverableState.PUBLISHED and row.due < today


def _step(actor: Person, names: Naming, row: PlanStep, aims: list[Aim], today: date) -> Step:
    number = next(one.number for one in aims if one.row.pk == row.objective_id)
    early = row.after is not None and row.starts_on < row.after.ends_on
    return Step(row, number, names.of(row.person), is_late(row, today), early, can_progress_step(actor, row))
