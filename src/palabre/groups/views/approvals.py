"""What is said of a plan that was handed in: remarks, its return, two approvals; and help from outside."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palabre.communities.requests import CommunityRequest
from palabre.groups.actions.approving import approve_plan, comment_plan, return_plan
from palabre.groups.actions.support import answer_support, ask_support
from palabre.groups.forms.plans import AnswerForm, RemarkForm, SupportForm
from palabre.groups.models import SupportRequest, WorkPlan
from palabre.groups.queries.plan_lists import objectives_to_choose, requests_of
from palabre.groups.queries.plan_sketch import plan_of
from palabre.groups.queries.plans import support_of
from palabre.groups.rules.plans import (
    can_answer_support,
    can_ask_support,
    can_comment_plan,
    can_return_plan,
    can_see_support,
)
from palabre.groups.views.plan_common import find_group, form_page, pressed
from palabre.kit.pages import render_page
from palabre.kit.reader import page_language

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
def comments(request: CommunityRequest, group_id: str) -> HttpResponse:
    """`/g/<x>/plan/comments/`."""
    row = _plan(request, group_id)
    form = RemarkForm(request.POST or None, objectives=objectives_to_choose(row.group))

    def act() -> None:
        comment_plan(actor=request.user, plan=row, language=page_language(), **form.said())

    words = {"plan": row, "group": row.group, "heading": _("A remark"), "button": _("Send the remark")}
    done, verdict = _("Your remark stands beside the plan."), can_comment_plan(request.user, row)
    return form_page(request, "plan_remark", form, verdict, act, done=done, to=_to(group_id), **words)


@require_http_methods(METHODS)
def returning(request: CommunityRequest, group_id: str) -> HttpResponse:
    """`/g/<x>/plan/return/`: with a reason."""
    row = _plan(request, group_id)
    chosen = objectives_to_choose(row.group)
    form = RemarkForm(request.POST or None, objectives=chosen, initial={"number": row.number})

    def act() -> None:
        said, number = form.said(), form.cleaned_data["number"]
        return_plan(actor=request.user, plan=row, language=page_language(), number=number, **said)

    words = {"plan": row, "group": row.group, "heading": _("Return the plan"), "button": _("Return it to the group")}
    done, verdict = _("The plan is returned. The group is told."), can_return_plan(request.user, row)
    return form_page(request, "plan_remark", form, verdict, act, done=done, to=_to(group_id), **words)


@require_POST
def approval(request: CommunityRequest, group_id: str) -> HttpResponse:
    """`/g/<x>/plan/approval/`: of the version that was read."""
    row = _plan(request, group_id)
    number, approver = request.POST.get("number", ""), request.POST.get("approver", "")
    seen = int(number) if number.isdecimal() else None
    return pressed(
        request,
        lambda: approve_plan(actor=request.user, plan=row, approver=approver, number=seen),
        _("Your approval is noted."),
        _to(group_id),
    )


@require_http_methods(METHODS)
def support(request: CommunityRequest, group_id: str) -> HttpResponse:
    """`/g/<x>/plan/support/`: which help the group looks for."""
    group = find_group(request, group_id)
    form = SupportForm(request.POST or None)

    def act() -> None:
        ask_support(actor=request.user, group=group, language=page_language(), **form.cleaned_data)

    words = {"group": group, "heading": _("Help from outside"), "button": _("Send the request")}
    done, verdict = _("Your request is sent to MEL and coordination."), can_ask_support(request.user, plan_of(group))
    return form_page(request, "plan_remark", form, verdict, act, done=done, to=_to(group_id), **words)


@require_http_methods(METHODS)
def support_answer(request: CommunityRequest, group_id: str, support_id: str) -> HttpResponse:
    """`/g/<x>/plan/support/<s>/`: granted, or not possible."""
    group = find_group(request, group_id)
    rows = requests_of(group).select_related("plan")
    row: SupportRequest = get_object_or_404(rows, public_id=support_id)
    row.plan.group = group
    form = AnswerForm(request.POST or None)

    def act() -> None:
        answer_support(actor=request.user, support=row, language=page_language(), **form.said())

    words = {"group": group, "support": row, "heading": _("Answer a request"), "button": _("Send the answer")}
    done, verdict = _("The answer stands beside the request. The group is told."), can_answer_support(request.user, row)
    return form_page(request, "plan_remark", form, verdict, act, done=done, to=_to(group_id), **words)


@require_safe
def support_list(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/help/`: what every group looks for, for whoever accompanies them."""
    if not can_see_support(request.user, request.community):
        raise Http404
    rows = support_of(request.user, request.community)
    return render_page(request, "groups/plan_support.html", {"rows": rows})


def _plan(request: CommunityRequest, group_id: str) -> WorkPlan:
    row = plan_of(find_group(request, group_id))
    if row.pk is None:
        raise Http404
    return row


def _to(group_id: str) -> str:
    return reverse("groups:plan", args=[group_id])
