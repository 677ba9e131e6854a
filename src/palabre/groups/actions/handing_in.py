"""A plan is handed in as it stands, frozen with its number; an approved one is revised, and closed in the end."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.rules import fresh
from palabre.groups.actions.plan_common import locked_plan, tell_plan
from palabre.groups.actions.planning import parts_of
from palabre.groups.choices import PlanState, Smart
from palabre.groups.models import Deliverable, Objective, PlanStep, PlanVersion, WorkPlan
from palabre.groups.rules.circles import fresh_circles
from palabre.groups.rules.plans import can_close_plan, can_hand_in, can_revise_plan
from palabre.kit.verdict import Clash, no, require
from palabre.languages.choices import LANGUAGES
from palabre.languages.queries import words
from palabre.people.models import Person

CHANGED = no(_("The plan has changed since you read it. Read it again, then hand it in."))


def hand_in(*, actor: Person, plan: WorkPlan, seen: int | None = None) -> PlanVersion:
    """Freeze what stands as the next version. Approvals of an earlier one count no more. Raises Refused.

    `seen` is `plan.version` as the lead read it; if somebody wrote since, raises Clash.
    """
    with transaction.atomic():
        plan = locked_plan(pk=plan.pk)
        require(can_hand_in(fresh_circles(fresh(actor)), plan))
        if seen is not None and seen != plan.version:
            raise Clash(CHANGED, plan)
        now = timezone.now()
        plan.state, plan.number = PlanState.SUBMITTED, plan.number + 1
        plan.submitted_at, plan.submitted_by = now, actor
        plan.save(update_fields=["state", "number", "submitted_at", "submitted_by"])
        version = PlanVersion.objects.create(
            plan=plan, number=plan.number, content=content_of(plan), submitted_by=actor, submitted_at=now
        )
        tell_plan("groups.plan_submitted", actor, plan, number=plan.number)
    return version


def revise_plan(*, actor: Person, plan: WorkPlan) -> WorkPlan:
    """Open an approved plan; the version that was approved stays in force. Raises Refused."""
    with transaction.atomic():
        plan = locked_plan(pk=plan.pk)
        require(can_revise_plan(fresh_circles(fresh(actor)), plan))
        plan.state = PlanState.REVISION
        plan.save(update_fields=["state"])
        tell_plan("groups.plan_reopened", actor, plan, number=plan.number)
    return plan


def close_plan(*, actor: Person, plan: WorkPlan) -> WorkPlan:
    """The end of an approved plan. Raises Refused."""
    with transaction.atomic():
        plan = locked_plan(pk=plan.pk)
        require(can_close_plan(fresh_circles(fresh(actor)), plan))
        plan.state = PlanState.CLOSED
        plan.save(update_fields=["state"])
        tell_plan("groups.plan_closed", actor, plan, number=plan.number)
    return plan


def content_of(plan: WorkPlan) -> dict[str, Any]:
    """Every word of a plan as it stands. Persons by their keys only: a name is found, or not any more, when it is read."""
    parts = parts_of(plan)
    objectives = sorted((one for one in parts if isinstance(one, Objective)), key=lambda one: (one.position, one.pk))
    steps = sorted((one for one in parts if isinstance(one, PlanStep)), key=lambda one: (one.starts_on, one.pk))
    promised = sorted((one for one in parts if isinstance(one, Deliverable)), key=lambda one: (one.due, one.pk))
    names = {one.pk: one.public_id for one in steps}
    return {
        "objectives": [
            {
                "id": one.public_id,
                "text": _both(one, "text"),
                "checks": [check.value for check in Smart if getattr(one, check.value)],
                "measure": one.measure,
                "due": one.due.isoformat() if one.due else "",
                "note": one.note,
                "steps": [_step(step, names) for step in steps if step.objective_id == one.pk],
                "deliverables": [_promise(row) for row in promised if row.objective_id == one.pk],
            }
            for one in objectives
        ]
    }


def _step(step: PlanStep, names: dict[int, str]) -> dict[str, Any]:
    return {
        "id": step.public_id,
        "text": _both(step, "text"),
        "from": step.starts_on.isoformat(),
        "to": step.ends_on.isoformat(),
        "person": step.person_id,
        "after": names.get(step.after_id or 0, ""),
    }


def _promise(row: Deliverable) -> dict[str, Any]:
    return {"id": row.public_id, "title": _both(row, "title"), "kind": row.kind, "due": row.due.isoformat()}


def _both(thing: Objective | PlanStep | Deliverable, field: str) -> dict[str, str]:
    """The words in both languages, and which one was written first; a half that is outdated is left out."""
    found = {language: words(thing, field, language) for language in LANGUAGES}
    said = {language: one.text for language, one in found.items() if not one.outdated}
    return {**said, "source": thing.source_language}
