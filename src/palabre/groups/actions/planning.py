"""Objectives of a plan and what it promises to hand over: written by the group, in both languages, with five checks."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from palabre.communities.rules import fresh
from palabre.groups.actions.plan_common import (
    Texts,
    approve_waiting,
    check_seen,
    grown,
    locked_plan,
    opened,
    plan_to_write,
    source_of,
    source_words,
    tell_plan,
    write_halves,
)
from palabre.groups.choices import Smart
from palabre.groups.models import Deliverable, Objective, Output, PlanStep, WorkingGroup, WorkPlan
from palabre.groups.rules.circles import fresh_circles
from palabre.groups.rules.plans import can_translate_plan
from palabre.kit.text import checked
from palabre.kit.verdict import Refused, no, require
from palabre.languages.actions import forget_halves
from palabre.languages.models import Translatable
from palabre.languages.queries import load_halves
from palabre.people.models import Person

LONGEST, LONGEST_MEASURE, LONGEST_NOTE, MOST = 1000, 300, 2000, 12
BESIDE = (*Smart.values, "measure", "due", "note")
EMPTY = _("Write the objective in one sentence, in French or in English.")
NO_DAY = no(_("An objective is time-bound when it has a date: write until when."))
NO_MEASURE = no(_("An objective is measurable when you say how: write what you will look at."))
HAS_OUTPUT = no(_("An output is being prepared for this: it cannot be taken out any more."))


def add_objective(
    *, actor: Person, group: WorkingGroup, texts: Texts, checks: Collection[str] = (), measure: str = "",
    due: date | None = None, note: str = "", language: str = "fr",
) -> Objective:  # fmt: skip
    """One more objective at the end of the plan; the first one begins it. Raises Refused."""
    with transaction.atomic():
        plan = plan_to_write(fresh_circles(fresh(actor)), group)
        if plan.objectives.count() >= MOST:
            raise Refused(no(_("%(most)s objectives at most: join some of them.") % {"most": MOST}))
        last = plan.objectives.aggregate(last=Max("position"))["last"] or 0
        objective = Objective(plan=plan, position=last + 1, source_language=source_of(texts, language))
        _fill(objective, texts, checks, measure, due, note)
        objective.save()
        write_halves(actor, objective, "text", texts, LONGEST, plan.group.community_id)
        grown(plan)
        tell_plan("groups.objective_added", actor, plan, objective=objective.pk)
    return objective


def write_objective(
    *, actor: Person, objective: Objective, texts: Texts, checks: Collection[str] = (), measure: str = "",
    due: date | None = None, note: str = "", seen: str | None = None,
) -> Objective:  # fmt: skip
    """`seen` is `seal_of(objective, *BESIDE)` as the writer read it. Raises Refused, or Clash and writes nothing."""
    with transaction.atomic():
        plan = opened(fresh_circles(fresh(actor)), objective.plan)
        objective = Objective.objects.select_for_update().get(pk=objective.pk, plan=plan)
        check_seen(objective, seen, *BESIDE)
        _fill(objective, texts, checks, measure, due, note)
        objective.version += 1
        objective.save(update_fields=["text", *BESIDE, "version"])
        write_halves(actor, objective, "text", texts, LONGEST, plan.group.community_id)
        grown(plan)
        tell_plan("groups.objective_written", actor, plan, objective=objective.pk)
    return objective


def move_objective(*, actor: Person, objective: Objective, up: bool) -> None:
    """One place up or down; at an end nothing happens."""
    with transaction.atomic():
        plan = opened(fresh_circles(fresh(actor)), objective.plan)
        rows = list(plan.objectives.order_by("position", "pk"))
        here = next((place for place, one in enumerate(rows) if one.pk == objective.pk), None)
        there = -1 if here is None else here + (-1 if up else 1)
        if here is None or not 0 <= there < len(rows):
            return
        rows[here], rows[there] = rows[there], rows[here]
        for position, one in enumerate(rows, start=1):
            one.position = position
        Objective.objects.bulk_update(rows, ["position"])
        grown(plan)
        tell_plan("groups.objective_moved", actor, plan, objective=objective.pk)


def remove_objective(*, actor: Person, objective: Objective) -> None:
    """With its steps and deliverables; versions that were handed in keep it. Raises Refused."""
    with transaction.atomic():
        plan = opened(fresh_circles(fresh(actor)), objective.plan)
        promised = list(Deliverable.objects.select_for_update().filter(objective=objective))
        if Output.objects.filter(deliverable__in=promised).exists():
            raise Refused(HAS_OUTPUT)
        parts: list[Translatable] = [*promised, *PlanStep.objects.filter(objective=objective), objective]
        for part in parts:
            forget_halves(thing=part)
        grown(plan)
        tell_plan("groups.objective_removed", actor, plan, objective=objective.pk)
        Objective.objects.filter(pk=objective.pk, plan=plan).delete()


def approve_plan_words(*, actor: Person, plan: WorkPlan) -> int:
    """Approve what somebody else translated in this plan; gives how many texts. Raises Refused."""
    with transaction.atomic():
        plan = locked_plan(pk=plan.pk)
        require(can_translate_plan(fresh_circles(fresh(actor)), plan))
        number = approve_waiting(actor, list(parts_of(plan)), plan.group.community_id)
        if not number:
            raise Refused(no(_("No translation of somebody else waits for you.")))
        tell_plan("groups.plan_words_approved", actor, plan, count=number)
    return number


def parts_of(plan: WorkPlan) -> list[Objective | PlanStep | Deliverable]:
    """Everything in it that is written in two languages, with its halves."""
    rows: list[Objective | PlanStep | Deliverable] = [
        *Objective.objects.filter(plan=plan),
        *PlanStep.objects.filter(objective__plan=plan),
        *Deliverable.objects.filter(objective__plan=plan),
    ]
    load_halves(rows)
    return rows


def _fill(
    objective: Objective, texts: Texts, checks: Collection[str], measure: str, due: date | None, note: str
) -> None:
    objective.text = source_words("text", texts, objective.source_language, LONGEST, EMPTY)
    objective.measure = checked(measure, "measure", LONGEST_MEASURE, line=True)
    objective.note, objective.due = checked(note, "note", LONGEST_NOTE), due
    for one in Smart:
        setattr(objective, one.value, one.value in checks)
    if objective.time_bound and due is None:
        raise Refused(NO_DAY, "due")
    if objective.measurable and not objective.measure:
        raise Refused(NO_MEASURE, "measure")
