"""Steps of a plan: written by the group, moved on by whoever takes them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from palabre.communities.requests import CommunityRequest
from palabre.groups.actions import plan_steps
from palabre.groups.forms.plans import StepForm
from palabre.groups.models import PlanStep, WorkingGroup
from palabre.groups.queries.plan_lists import group_steps, members_to_choose, steps_to_follow
from palabre.groups.queries.words import seal_of
from palabre.groups.rules.plans import can_write_plan
from palabre.groups.views.objectives import find_objective
from palabre.groups.views.plan_common import find_group, form_page, pressed
from palabre.kit.reader import page_language

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
def steps(request: CommunityRequest, group_id: str, objective_id: str) -> HttpResponse:
    """`/g/<x>/plan/objectives/<o>/steps/`: one more."""
    row = find_objective(request, group_id, objective_id)
    form = _form(request, row.plan.group)

    def act() -> None:
        plan_steps.add_step(actor=request.user, objective=row, language=page_language(), **form.said())

    verdict = can_write_plan(request.user, row.plan)
    words: dict[str, Any] = {"group": row.plan.group, "heading": _("A new step"), "about": row, "to": _to(group_id)}
    return form_page(request, "plan_part", form, verdict, act, done=_("The step is kept."), **words)


@require_http_methods(METHODS)
def step(request: CommunityRequest, group_id: str, step_id: str) -> HttpResponse:
    """`/g/<x>/plan/steps/<s>/`."""
    row = _step(request, group_id, step_id)
    plan, seal = row.objective.plan, seal_of(row, *plan_steps.BESIDE)
    form = _form(request, plan.group, row, seal)

    def act() -> None:
        seen = form.cleaned_data["seen"] or None
        plan_steps.write_step(actor=request.user, step=row, seen=seen, **form.said())

    words: dict[str, Any] = {"group": plan.group, "heading": _("A step"), "about": row.objective, "row": row}
    words |= {"seal": seal, "to": _to(group_id)}
    words["removal"] = reverse("groups:step_removal", args=[group_id, step_id])
    verdict = can_write_plan(request.user, plan)
    return form_page(request, "plan_part", form, verdict, act, done=_("The step is kept."), **words)


@require_POST
def step_removal(request: CommunityRequest, group_id: str, step_id: str) -> HttpResponse:
    """`…/steps/<s>/removal/`."""
    row = _step(request, group_id, step_id)
    said = _("The step is taken out.")
    return pressed(request, lambda: plan_steps.remove_step(actor=request.user, step=row), said, _to(group_id))


@require_POST
def step_state(request: CommunityRequest, group_id: str, step_id: str) -> HttpResponse:
    """`…/steps/<s>/state/`: to do, under way, done, dropped."""
    row, state = _step(request, group_id, step_id), request.POST.get("state", "")
    said = _("Noted.")
    return pressed(
        request, lambda: plan_steps.progress_step(actor=request.user, step=row, state=state), said, _to(group_id)
    )


def _form(request: CommunityRequest, group: WorkingGroup, row: PlanStep | None = None, seal: str = "") -> StepForm:
    return StepForm(
        request.POST or None,
        initial={"seen": seal},
        people=members_to_choose(group, row.person if row else None),
        steps=steps_to_follow(group, row),
        community=group.community,
        thing=row,
    )


def _step(request: CommunityRequest, group_id: str, step_id: str) -> PlanStep:
    group = find_group(request, group_id)
    rows = group_steps(group).select_related("objective__plan", "person", "after")
    row: PlanStep = get_object_or_404(rows, public_id=step_id)
    row.objective.plan.group = group
    return row


def _to(group_id: str) -> str:
    return reverse("groups:plan_calendar", args=[group_id])
