"""Cancelling, publishing the agenda, noting that the meeting was held."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from palabre.kit.pages import refused, say, see
from palabre.kit.verdict import Refused
from palabre.meetings.actions.moving import cancel_meeting
from palabre.meetings.actions.planning import note_held, publish_agenda
from palabre.meetings.forms.planning import CancelForm
from palabre.meetings.models import Meeting
from palabre.meetings.rules import can_cancel_meeting
from palabre.meetings.views.common import find_meeting, form_page_of
from palabre.people.requests import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
def cancellation(request: PersonRequest, meeting_id: str) -> HttpResponse:
    """With a reason; nothing disappears."""
    meeting = find_meeting(request, meeting_id)
    form = CancelForm(request.POST or None, in_series=meeting.series_id is not None)
    verdict = can_cancel_meeting(request.user, meeting)
    return form_page_of(request, "cancel", meeting, form, verdict, lambda: _cancelled(request, meeting, form))


def _cancelled(request: PersonRequest, meeting: Meeting, form: CancelForm) -> HttpResponse:
    said = form.cleaned_data
    following = bool(said.get("following"))
    cancelled = cancel_meeting(actor=request.user, meeting=meeting, because=said["because"], following=following)
    say(request, _how_many(len(cancelled) - 1))
    return _to(request, meeting)


def _how_many(later: int) -> str:
    """What became of the meeting, and of the later ones of its series."""
    if not later:
        return _("The meeting is cancelled. Calendars will follow, and people will be told.")
    sentence = ngettext(
        "The meeting and the next one are cancelled. Calendars will follow, and people will be told.",
        "The meeting and the next %(number)s are cancelled. Calendars will follow, and people will be told.",
        later,
    )
    return sentence % {"number": later}


@require_POST
def publication(request: PersonRequest, meeting_id: str) -> HttpResponse:
    """The agenda is shown to everybody invited."""
    meeting = find_meeting(request, meeting_id)
    try:
        publish_agenda(actor=request.user, meeting=meeting)
    except Refused as error:
        return refused(request, error)
    say(request, _("The agenda is published. People who are invited will be told."))
    return _to(request, meeting)


@require_POST
def holding(request: PersonRequest, meeting_id: str) -> HttpResponse:
    """It took place."""
    meeting = find_meeting(request, meeting_id)
    try:
        note_held(actor=request.user, meeting=meeting)
    except Refused as error:
        return refused(request, error)
    say(request, _("The meeting is noted as held."))
    return _to(request, meeting)


def _to(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    return see(request, reverse("meetings:meeting", args=[meeting.public_id]))
