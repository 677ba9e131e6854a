"""Reading the minutes, starting them, and the steps from draft to closed."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from palabre.communities.requests import CommunityRequest
from palabre.kit.pages import refused, say, see
from palabre.kit.verdict import Refused
from palabre.meetings.actions.minutes import add_segment, start_minutes
from palabre.meetings.actions.minutes_states import approve_minutes, close_meeting, propose_minutes
from palabre.meetings.choices import MinutesState
from palabre.meetings.forms.minutes import ApprovalForm, PassageForm, StartForm
from palabre.meetings.queries.minutes import minutes_page
from palabre.meetings.queries.minutes_writing import minutes_of
from palabre.meetings.views.common import find_meeting, meeting_page_of


@require_safe
def minutes(request: CommunityRequest, meeting_id: str) -> HttpResponse:
    """Both languages side by side; only what is not up to date is marked."""
    page = minutes_page(request.user, meeting_id)
    form = StartForm(initial={"language": page.meeting.source_language})
    return meeting_page_of(request, "minutes", page.meeting, {"page": page, "form": form})


@require_POST
def minutes_start(request: CommunityRequest, meeting_id: str) -> HttpResponse:
    """One passage for each point of the agenda."""
    meeting = find_meeting(request, meeting_id)
    form = StartForm(request.POST)
    language = form.cleaned_data["language"] if form.is_valid() else None
    try:
        start_minutes(actor=request.user, meeting=meeting, language=language)
    except Refused as error:
        return refused(request, error)
    say(request, _("The minutes are open. Write one passage after the other, in any order."))
    return see(request, reverse("meetings:minutes_writing", args=[meeting_id]))


@require_POST
def minutes_passages(request: CommunityRequest, meeting_id: str) -> HttpResponse:
    """One more passage, for what the agenda did not foresee."""
    found = minutes_of(request.user, meeting_id)
    form = PassageForm(request.POST)
    if form.is_valid():
        try:
            segment = add_segment(actor=request.user, minutes=found, title=form.cleaned_data["title"])
        except Refused as error:
            return refused(request, error)
        return see(request, reverse("meetings:segment", args=[meeting_id, segment.public_id]))
    return meeting_page_of(request, "minutes_passage", found.meeting, {"form": form}, status=422)


@require_POST
def minutes_proposal(request: CommunityRequest, meeting_id: str, language: str) -> HttpResponse:
    """This language is ready to be approved."""
    found = minutes_of(request.user, meeting_id, language)
    try:
        propose_minutes(actor=request.user, minutes=found, language=language)
    except Refused as error:
        return refused(request, error)
    say(request, _("The minutes are proposed. People who may approve them will be told."))
    return _to(request, meeting_id)


@require_POST
def minutes_approval(request: CommunityRequest, meeting_id: str, language: str) -> HttpResponse:
    """One person approves the version that she has read."""
    found = minutes_of(request.user, meeting_id, language)
    form = ApprovalForm(request.POST)
    seen = form.cleaned_data["version"] if form.is_valid() else 0
    try:
        row = approve_minutes(actor=request.user, minutes=found, language=language, seen=seen)
    except Refused as error:
        return refused(request, error)
    approved = row.state == MinutesState.APPROVED
    say(request, _("The minutes are approved in this language.") if approved else _("Your approval is counted."))
    return _to(request, meeting_id)


@require_POST
def closing(request: CommunityRequest, meeting_id: str) -> HttpResponse:
    """The last step of the meeting."""
    meeting = find_meeting(request, meeting_id)
    try:
        close_meeting(actor=request.user, meeting=meeting)
    except Refused as error:
        return refused(request, error)
    say(request, _("The meeting is closed."))
    return see(request, reverse("meetings:meeting", args=[meeting_id]))


def _to(request: CommunityRequest, meeting_id: str) -> HttpResponse:
    return see(request, reverse("meetings:minutes", args=[meeting_id]))
