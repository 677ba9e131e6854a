"""Steps towards an objective: by whom, from when to when, after which other; and how far each one is."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from palabre.communities.rules import fresh
from palabre.groups.actions.plan_common import (
    Texts,
    check_seen,
    grown,
    locked_plan,
    opened,
    source_of,
    source_words,
    tell_plan,
    write_halves,
)
from palabre.groups.choices import StepState
from palabre.groups.models import GroupMembership, Objective, PlanStep, WorkPlan
from palabre.groups.rules.circles import fresh_circles
from palabre.groups.rules.plans import can_progress_step
from palabre.kit.dates import short_date
from palabre.kit.verdict import Refused, no, require
from palabre.languages.actions import forget_halves
from palabre.people.models import Person

LONGEST, MOST = 300, 80
BESIDE = ("starts_on", "ends_on", "person_id", "after_id")
EMPTY = _("Say in one line what is done, in French or in English.")
ENDS_FIRST = no(_("The end comes before the start. Choose a later day."))
NO_MEMBER = no(_("Choose a member of the group."))
CIRCLE = no(_("These steps would wait for each other. Choose another one."))
TOO_SOON = _("The step before it ends on %(day)s. Begin on that day or later.")


def add_step(
    *, actor: Person, objective: Objective, texts: Texts, starts_on: date | None, ends_on: date | None,
    person: Person | None = None, after: PlanStep | None = None, language: str = "fr",
) -> PlanStep:  # fmt: skip
    """One step towards an objective. Raises Refused."""
    with transaction.atomic():
        plan = opened(fresh_circles(fresh(actor)), objective.plan)
        objective = Objective.objects.get(pk=objective.pk, plan=plan)
        if PlanStep.objects.filter(objective__plan=plan).count() >= MOST:
            raise Refused(no(_("%(most)s steps at most in one plan.") % {"most": MOST}))
        last = objective.plan_steps.aggregate(last=Max("position"))["last"] or 0
        step = PlanStep(objective=objective, position=last + 1, source_language=source_of(texts, language))
        _fill(plan, step, texts, starts_on, ends_on, person, after)
        step.save()
        write_halves(actor, step, "text", texts, LONGEST, plan.group.community_id, line=True)
        grown(plan)
        tell_plan("groups.step_added", actor, plan, step=step.pk, about_id=step.person_id)
    return step


def write_step(
    *, actor: Person, step: PlanStep, texts: Texts, starts_on: date | None, ends_on: date | None,
    person: Person | None = None, after: PlanStep | None = None, seen: str | None = None,
) -> PlanStep:  # fmt: skip
    """`seen` is `seal_of(step, *BESIDE)` as the writer read it. Raises Refused, or Clash and writes nothing."""
    with transaction.atomic():
        plan = opened(fresh_circles(fresh(actor)), step.objective.plan)
        step = PlanStep.objects.select_for_update().get(pk=step.pk, objective__plan=plan)
        check_seen(step, seen, *BESIDE)
        _fill(plan, step, texts, starts_on, ends_on, person, after)
        step.save(update_fields=["text", "starts_on", "ends_on", "person", "after"])
        write_halves(actor, step, "text", texts, LONGEST, plan.group.community_id, line=True)
        grown(plan)
        tell_plan("groups.step_written", actor, plan, step=step.pk, about_id=step.person_id)
    return step


def remove_step(*, actor: Person, step: PlanStep) -> None:
    """Those that came after it no longer wait. Raises Refused."""
    with transaction.atomic():
        plan = opened(fresh_circles(fresh(actor)), step.objective.plan)
        forget_halves(thing=step)
        grown(plan)
        tell_plan("groups.step_removed", actor, plan, step=step.pk)
        PlanStep.objects.filter(pk=step.pk, objective__plan=plan).delete()


def progress_step(*, actor: Person, step: PlanStep, state: str) -> PlanStep:
    """To do, under way, done or dropped: said by its owner or by whoever leads. Raises Refused."""
    with transaction.atomic():
        plan = locked_plan(pk=step.objective.plan_id)
        step = PlanStep.objects.select_for_update().get(pk=step.pk, objective__plan=plan)
        step.objective.plan = plan
        require(can_progress_step(fresh_circles(fresh(actor)), step))
        if state not in StepState.values:
            raise Refused(no(_("Choose one of the answers shown.")), "state")
        before, step.state = step.state, state
        if before != state:
            step.save(update_fields=["state"])
            tell_plan("groups.step_moved", actor, plan, step=step.pk, before=before, after=state)
    return step


def _fill(
    plan: WorkPlan, step: PlanStep, texts: Texts, starts_on: date | None, ends_on: date | None,
    person: Person | None, after: PlanStep | None,
) -> None:  # fmt: skip
    step.text = source_words("text", texts, step.source_language, LONGEST, EMPTY, line=True)
    if starts_on is None or ends_on is None:
        field = "starts_on" if starts_on is None else "ends_on"
        raise Refused(no(_("Write a date, for example 26 November 2026.")), field)
    if ends_on < starts_on:
        raise Refused(ENDS_FIRST, "ends_on")
    if person is not None and person.pk != step.person_id and not _is_member(plan, person):
        raise Refused(NO_MEMBER, "person")
    step.starts_on, step.ends_on, step.person = starts_on, ends_on, person
    step.after = _earlier(plan, step, after)


def _is_member(plan: WorkPlan, person: Person) -> bool:
    return GroupMembership.objects.running().filter(group=plan.group, person=person).exists()


def _earlier(plan: WorkPlan, step: PlanStep, after: PlanStep | None) -> PlanStep | None:
    """The step that this one follows: of the same plan, no circle, and over before this one begins. Raises Refused."""
    if after is None:
        return None
    rows: dict[int, Any] = PlanStep.objects.filter(objective__plan=plan).in_bulk()
    if after.pk not in rows or after.pk == step.pk:
        raise Refused(CIRCLE, "after")
    behind, seen = rows[after.pk], set()
    while behind is not None and behind.pk not in seen:
        seen.add(behind.pk)
        if behind.after_id == step.pk and step.pk is not None:
            raise Refused(CIRCLE, "after")
        behind = rows.get(behind.after_id)
    found: PlanStep = rows[after.pk]
    if step.starts_on < found.ends_on:
        raise Refused(no(TOO_SOON % {"day": short_date(found.ends_on)}), "starts_on")
    return found
