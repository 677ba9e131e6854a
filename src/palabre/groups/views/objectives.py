"""Objectives of a plan, and what each promises to hand over."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from palabre.communities.requests import CommunityRequest
from palabre.groups.actions import deliverables as promising
from palabre.groups.actions import planning
from palabre.groups.forms.plans import DeliverableForm, ObjectiveForm
from palabre.groups.models import Deliverable, Objective, WorkingGroup
from palabre.groups.queries.plan_lists import group_deliverables, group_objectives
from palabre.groups.queries.plan_sketch import plan_of
from palabre.groups.queries.words import seal_of
from palabre.groups.rules.plans import can_write_plan
from palabre.groups.views.plan_common import find_group, form_page, pressed
from palabre.kit.reader import page_language

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
def objectives(request: CommunityRequest, group_id: str) -> HttpResponse:
    """`/g/<x>/plan/objectives/`: one more."""
    group = find_group(request, group_id)
    form = ObjectiveForm(request.POST or None)

    def act() -> None:
        planning.add_objective(actor=request.user, group=group, language=page_language(), **form.said())

    verdict, words = can_write_plan(request.user, plan_of(group)), _page(group, _("A new objective"))
    return form_page(request, "plan_objective", form, verdict, act, done=_("The objective is kept."), **words)


@require_http_methods(METHODS)
def objective(request: CommunityRequest, group_id: str, objective_id: str) -> HttpResponse:
    """`/g/<x>/plan/objectives/<o>/`."""
    row = find_objective(request, group_id, objective_id)
    seal = seal_of(row, *planning.BESIDE)
    form = ObjectiveForm(request.POST or None, thing=row, initial={"seen": seal})

    def act() -> None:
        seen = form.cleaned_data["seen"] or None
        planning.write_objective(actor=request.user, objective=row, seen=seen, **form.said())

    words = _page(row.plan.group, _("An objective"), row=row, seal=seal)
    words["removal"] = reverse("groups:objective_removal", args=[group_id, objective_id])
    verdict = can_write_plan(request.user, row.plan)
    return form_page(request, "plan_objective", form, verdict, act, done=_("The objective is kept."), **words)


@require_POST
def objective_removal(request: CommunityRequest, group_id: str, objective_id: str) -> HttpResponse:
    """`…/objectives/<o>/removal/`."""
    row = find_objective(request, group_id, objective_id)
    said = _("The objective is taken out.")
    return pressed(request, lambda: planning.remove_objective(actor=request.user, objective=row), said, _to(group_id))


@require_POST
def objective_position(request: CommunityRequest, group_id: str, objective_id: str) -> HttpResponse:
    """`…/objectives/<o>/position/`: `up` or `down`."""
    row, up = find_objective(request, group_id, objective_id), "up" in request.POST
    said = _("The order is kept.")
    return pressed(
        request, lambda: planning.move_objective(actor=request.user, objective=row, up=up), said, _to(group_id)
    )


@require_http_methods(METHODS)
def deliverables(request: CommunityRequest, group_id: str, objective_id: str) -> HttpResponse:
    """`…/objectives/<o>/deliverables/`: one more."""
    row = find_objective(request, group_id, objective_id)
    form = DeliverableForm(request.POST or None)

    def act() -> None:
        promising.add_deliverable(actor=request.user, objective=row, language=page_language(), **form.said())

    words = _page(row.plan.group, _("A new deliverable"), about=row)
    verdict = can_write_plan(request.user, row.plan)
    return form_page(request, "plan_part", form, verdict, act, done=_("The deliverable is kept."), **words)


@require_http_methods(METHODS)
def deliverable(request: CommunityRequest, group_id: str, deliverable_id: str) -> HttpResponse:
    """`/g/<x>/plan/deliverables/<d>/`."""
    row = find_deliverable(request, group_id, deliverable_id)
    seal = seal_of(row, *promising.BESIDE)
    form = DeliverableForm(request.POST or None, thing=row, initial={"seen": seal})

    def act() -> None:
        seen = form.cleaned_data["seen"] or None
        promising.write_deliverable(actor=request.user, deliverable=row, seen=seen, **form.said())

    plan = row.objective.plan
    words = _page(plan.group, _("A deliverable"), about=row.objective, row=row, seal=seal)
    words["removal"] = reverse("groups:deliverable_removal", args=[group_id, deliverable_id])
    verdict = can_write_plan(request.user, plan)
    return form_page(request, "plan_part", form, verdict, act, done=_("The deliverable is kept."), **words)


@require_POST
def deliverable_removal(request: CommunityRequest, group_id: str, deliverable_id: str) -> HttpResponse:
    """`…/deliverables/<d>/removal/`."""
    row = find_deliverable(request, group_id, deliverable_id)
    said = _("The deliverable is taken out.")
    return pressed(
        request, lambda: promising.remove_deliverable(actor=request.user, deliverable=row), said, _to(group_id)
    )


def find_objective(request: CommunityRequest, group_id: str, objective_id: str) -> Objective:
    group = find_group(request, group_id)
    rows = group_objectives(group)
    row: Objective = get_object_or_404(rows.select_related("plan"), public_id=objective_id)
    row.plan.group = group
    return row


def find_deliverable(request: CommunityRequest, group_id: str, deliverable_id: str) -> Deliverable:
    group = find_group(request, group_id)
    rows = group_deliverables(group).select_related("objective__plan")
    row: Deliverable = get_object_or_404(rows, public_id=deliverable_id)
    row.objective.plan.group = group
    return row


def _page(group: WorkingGroup, heading: str, **words: Any) -> dict[str, Any]:
    return {"group": group, "heading": heading, "to": _to(group.public_id), **words}


def _to(group_id: str) -> str:
    return reverse("groups:plan", args=[group_id])
