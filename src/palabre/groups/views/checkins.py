"""Check-ins with MEL: the leads, MEL and coordination; for everybody else there is nothing here."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from palabre.commitments.forms import PromiseForm
from palabre.commitments.queries import possible_owners
from palabre.communities.requests import CommunityRequest
from palabre.groups.actions.checkins import open_check_in, promise_at_check_in, write_report
from palabre.groups.forms.checkins import CheckInForm, ReportForm
from palabre.groups.models import CheckIn, WorkingGroup
from palabre.groups.queries.checkins import check_in_list, check_in_page, leads_to_note, report_of
from palabre.groups.rules.checkins import can_promise_there, can_see_check_ins, can_write_report, visible_check_ins
from palabre.groups.rules.circles import visible_groups
from palabre.groups.views.plan_common import form_page
from palabre.kit.pages import render_page, say, see
from palabre.kit.reader import page_language
from palabre.kit.verdict import Refused
from palabre.languages.queries import load_halves

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
def check_ins(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/check-ins/`: those that were, and a new one."""
    if not can_see_check_ins(request.user, request.community):
        raise Http404
    form = CheckInForm(request.POST or None)
    if form.is_valid():
        try:
            opened = open_check_in(actor=request.user, community=request.community, **form.cleaned_data)
            say(request, _("The check-in is open. The leads of the groups are told."))
            return see(request, reverse("groups:check_in", args=[community_id, opened.public_id]))
        except Refused as error:
            form.refuse(error)
    words = {"page": check_in_list(request.user, request.community), "form": form}
    return render_page(request, "groups/checkin_list.html", words, status=422 if form.is_bound else 200)


@require_safe
def check_in(request: CommunityRequest, community_id: str, check_in_id: str) -> HttpResponse:
    """`/c/<x>/check-ins/<i>/`."""
    row = _check_in(request, check_in_id)
    page = check_in_page(request.user, row)
    return render_page(request, "groups/checkin.html", {"page": page, "check_in": row})


@require_http_methods(METHODS)
def report(request: CommunityRequest, community_id: str, check_in_id: str, group_id: str) -> HttpResponse:
    """`/c/<x>/check-ins/<i>/groups/<g>/`: what one group says."""
    row, group = _check_in(request, check_in_id), _group(request, group_id)
    stands = report_of(row, group)
    form = ReportForm(request.POST or None, report=stands)

    def act() -> None:
        seen = form.cleaned_data["seen"]
        write_report(
            actor=request.user, check_in=row, group=group, said=form.said(), language=page_language(), seen=seen
        )

    verdict, words = can_write_report(request.user, row, group), _page(row, group)
    seal = stands.version if stands else 0
    return form_page(request, "checkin_report", form, verdict, act, done=_("Your report is kept."), seal=seal, **words)


@require_http_methods(METHODS)
def promise(request: CommunityRequest, community_id: str, check_in_id: str, group_id: str) -> HttpResponse:
    """`…/groups/<g>/commitments/`: a difficulty becomes a commitment."""
    row, group = _check_in(request, check_in_id), _group(request, group_id)
    stands = report_of(row, group)
    if stands is None:
        raise Http404
    stands.check_in, stands.group = row, group
    owners = possible_owners(request.user, row.community, among=leads_to_note(request.user, row.community))
    form = PromiseForm(request.POST or None, owners=owners, language=page_language())

    def act() -> None:
        promise_at_check_in(actor=request.user, report=stands, **form.promise())

    verdict, words = can_promise_there(request.user, stands), _page(row, group, report=stands)
    return form_page(request, "checkin_promise", form, verdict, act, done=_("The commitment is noted."), **words)


def _page(row: CheckIn, group: WorkingGroup, **words: Any) -> dict[str, Any]:
    to = reverse("groups:check_in", args=[row.community.public_id, row.public_id])
    return {"check_in": row, "group": group, "to": to, **words}


def _check_in(request: CommunityRequest, check_in_id: str) -> CheckIn:
    rows = visible_check_ins(request.user).filter(community=request.community)
    row: CheckIn = get_object_or_404(rows, public_id=check_in_id)
    row.community = request.community
    return row


def _group(request: CommunityRequest, group_id: str) -> WorkingGroup:
    rows = visible_groups(request.user).filter(community=request.community)
    group: WorkingGroup = get_object_or_404(rows, public_id=group_id)
    group.community = request.community
    load_halves([group])
    return group
