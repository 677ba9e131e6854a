"""Guests of one meeting."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from palabre.kit.pages import refused, say, see
from palabre.kit.reader import page_language
from palabre.kit.verdict import Refused, require
from palabre.meetings.actions.guests import add_guest, remove_guest
from palabre.meetings.forms.answers import GuestForm
from palabre.meetings.models import Meeting
from palabre.meetings.queries.replies import guests_of
from palabre.meetings.rules import can_invite_guest, can_see_replies
from palabre.meetings.views.common import find_meeting, form_page_of
from palabre.people.requests import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
def guests(request: PersonRequest, meeting_id: str) -> HttpResponse:
    """Who is invited besides the members."""
    meeting = find_meeting(request, meeting_id)
    form = GuestForm(request.POST or None, initial={"language": page_language()})
    return form_page_of(
        request,
        "guests",
        meeting,
        form,
        can_see_replies(request.user, meeting),
        lambda: _invited(request, meeting, form),
        guests=guests_of(meeting),
        can_invite=can_invite_guest(request.user, meeting),
    )


def _invited(request: PersonRequest, meeting: Meeting, form: GuestForm) -> HttpResponse:
    add_guest(actor=request.user, meeting=meeting, **form.cleaned_data)
    say(request, _("The guest is on the list."))
    return _to(request, meeting)


@require_POST
def guest_removal(request: PersonRequest, meeting_id: str, guest_id: str) -> HttpResponse:
    """Off the list."""
    meeting = find_meeting(request, meeting_id)
    try:
        require(can_see_replies(request.user, meeting))
        guest = get_object_or_404(meeting.guests.select_related("meeting"), public_id=guest_id)
        remove_guest(actor=request.user, guest=guest)
    except Refused as error:
        return refused(request, error)
    say(request, _("The guest is off the list."))
    return _to(request, meeting)


def _to(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    return see(request, reverse("meetings:guests", args=[meeting.public_id]))
