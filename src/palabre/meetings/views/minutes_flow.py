"""Decisions and commitments, noted from the passage in which they were taken."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from palabre.commitments.queries import possible_owners
from palabre.communities.requests import CommunityRequest
from palabre.kit.forms import PalabreForm
from palabre.kit.pages import refused, say, see
from palabre.kit.verdict import Clash, Refused, require
from palabre.languages.models import source_digest
from palabre.meetings.actions.minutes_flow import change_decision, record_decision, take_commitment, withdraw_decision
from palabre.meetings.forms.minutes import DecisionChangeForm, DecisionForm, TakenForm
from palabre.meetings.models import RecordedDecision
from palabre.meetings.queries.joint import twin_owners
from palabre.meetings.queries.minutes_writing import Desk, Place, decisions_of, desk, place_of
from palabre.meetings.rules import visible_decisions
from palabre.meetings.rules.circles import circle_keys
from palabre.meetings.views.common import meeting_page_of


@require_http_methods(["GET", "HEAD", "POST"])
def decision_new(request: CommunityRequest, meeting_id: str, segment_id: str) -> HttpResponse:
    """A decision was taken."""
    opened = desk(request.user, meeting_id)
    place = place_of(opened, segment_id)
    form = DecisionForm(request.POST or None, language=opened.whole.source)
    try:
        require(opened.verdict)
        if form.is_valid():
            record_decision(actor=request.user, segment=place.passage.segment, **form.cleaned_data)
            say(request, _("The decision is noted."))
            return _back(request, meeting_id, segment_id)
    except Refused as error:
        if not form.is_bound:
            return refused(request, error)
        form.refuse(error)
    return _page(request, "minutes_decision", opened, place, form)


@require_http_methods(["GET", "HEAD", "POST"])
def commitment_new(request: CommunityRequest, meeting_id: str, segment_id: str) -> HttpResponse:
    """Somebody promised something, perhaps to carry out a decision."""
    opened = desk(request.user, meeting_id)
    place = place_of(opened, segment_id)
    form = _taken_form(request, opened, place)
    try:
        require(opened.verdict)
        if form.is_valid():
            take_commitment(actor=request.user, segment=place.passage.segment, **form.promise())
            say(request, _("The commitment is noted. It will come back until it is done."))
            return _back(request, meeting_id, segment_id)
    except Refused as error:
        if not form.is_bound:
            return refused(request, error)
        form.refuse(error)
    return _page(request, "minutes_commitment", opened, place, form)


@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: CommunityRequest, meeting_id: str, decision_id: str) -> HttpResponse:
    """Correct its words."""
    opened = desk(request.user, meeting_id)
    row = _find(request, meeting_id, decision_id)
    place = place_of(opened, row.segment.public_id)
    initial = {"text": row.text, "base": source_digest(row.text)}
    form = DecisionChangeForm(request.POST or None, initial=initial, language=row.source_language)
    try:
        require(opened.verdict)
        if form.is_valid():
            change_decision(actor=request.user, decision=row, **form.cleaned_data)
            say(request, _("The decision is changed."))
            return _back(request, meeting_id, row.segment.public_id)
    except Refused as error:
        if not form.is_bound:
            return refused(request, error)
        form.refuse(error)
    return _page(request, "minutes_decision_change", opened, place, form, decision=row)


@require_POST
def decision_withdrawal(request: CommunityRequest, meeting_id: str, decision_id: str) -> HttpResponse:
    """It was noted by mistake."""
    row = _find(request, meeting_id, decision_id)
    try:
        withdraw_decision(actor=request.user, decision=row)
    except Refused as error:
        return refused(request, error)
    say(request, _("The decision is taken out. The commitments that came from it stay."))
    return _back(request, meeting_id, row.segment.public_id)


def _taken_form(request: CommunityRequest, opened: Desk, place: Place) -> TakenForm:
    own = {one.pk for one in place.passage.decisions}
    decisions = sorted(decisions_of(opened.whole), key=lambda one: one.pk not in own)
    owners = possible_owners(request.user, opened.meeting.community, circle_keys(opened.meeting))
    known = {owner.key for owner in owners}
    owners += [owner for owner in twin_owners(opened.meeting) if owner.key not in known]
    return TakenForm(request.POST or None, owners=owners, decisions=decisions, language=opened.whole.source)


def _find(request: CommunityRequest, meeting_id: str, decision_id: str) -> RecordedDecision:
    rows = visible_decisions(request.user).select_related("segment__minutes")
    found: RecordedDecision = get_object_or_404(
        rows, public_id=decision_id, segment__minutes__meeting__public_id=meeting_id
    )
    return found


def _page(
    request: CommunityRequest, template: str, opened: Desk, place: Place, form: PalabreForm, **more: Any
) -> HttpResponse:
    status = 409 if isinstance(form.clash, Clash) else 422 if form.is_bound else 200
    context = {"opened": opened, "place": place, "form": form, "language": opened.whole.source, **more}
    return meeting_page_of(request, template, opened.meeting, context, status=status)


def _back(request: CommunityRequest, meeting_id: str, segment_id: str) -> HttpResponse:
    return see(request, reverse("meetings:segment", args=[meeting_id, segment_id]))
