"""Somebody who was not expected; one line mended or taken away."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from palabre.kit.pages import refused, say, see
from palabre.kit.verdict import Refused
from palabre.meetings.actions.attendance import add_attendee, correct_attendance, remove_attendance
from palabre.meetings.forms.attendance import AttendeeForm, CorrectionForm
from palabre.meetings.models import Attendance
from palabre.meetings.queries.attendance import name_of
from palabre.meetings.rules import (
    can_correct_attendance,
    can_have_certificate,
    can_record_attendance,
    known_organisations,
    visible_attendances,
)
from palabre.meetings.views.common import find_meeting, meeting_page_of
from palabre.meetings.views.sending import sent
from palabre.people.requests import PersonRequest

BOTH = require_http_methods(["GET", "HEAD", "POST"])


@BOTH
def attendees(request: PersonRequest, meeting_id: str) -> HttpResponse:
    """Add a guest, or whoever came without invitation."""
    meeting = find_meeting(request, meeting_id)
    verdict = can_record_attendance(request.user, meeting)
    if not verdict:
        return refused(request, Refused(verdict))
    form = AttendeeForm(sent(request), organisations=known_organisations(meeting))
    if form.is_valid():
        try:
            add_attendee(actor=request.user, meeting=meeting, attendee=form.attendee(), source=form.source())
            say(request, _("The person is on the list."))
            again = "attendees" if "again" in request.POST else "attendance"
            return see(request, reverse(f"meetings:{again}", args=[meeting.public_id]))
        except Refused as error:
            form.refuse(error)
    context = {"form": form}
    return meeting_page_of(request, "attendance_person", meeting, context, status=422 if form.errors else 200)


def find_line(request: PersonRequest, attendance_id: str) -> Attendance:
    """One's own line, or any for those who lead; 404 otherwise."""
    rows = visible_attendances(request.user).select_related("meeting__community", "person", "organisation")
    found: Attendance = get_object_or_404(rows, public_id=attendance_id)
    return found


@BOTH
def line(request: PersonRequest, attendance_id: str) -> HttpResponse:
    """Mend one line."""
    found = find_line(request, attendance_id)
    verdict = can_correct_attendance(request.user, found)
    if not verdict:
        return refused(request, Refused(verdict))
    organisations = known_organisations(found.meeting)
    form = CorrectionForm(sent(request), attendance=found, organisations=organisations)
    if form.is_valid():
        try:
            correct_attendance(actor=request.user, attendance=found, said=form.attendee(), source=form.source())
            say(request, _("The line is corrected."))
            return see(request, reverse("meetings:attendance", args=[found.meeting.public_id]))
        except Refused as error:
            form.refuse(error)
    certificate = can_have_certificate(request.user, found)
    context = {"form": form, "line": found, "name": name_of(found, found.meeting), "certificate": certificate}
    status = 422 if form.errors else 200
    return meeting_page_of(request, "attendance_line", found.meeting, context, status=status)


@require_POST
def removal(request: PersonRequest, attendance_id: str) -> HttpResponse:
    """A line noted by mistake."""
    found = find_line(request, attendance_id)
    try:
        remove_attendance(actor=request.user, attendance=found)
    except Refused as error:
        return refused(request, error)
    say(request, _("The line is taken away."))
    return see(request, reverse("meetings:attendance", args=[found.meeting.public_id]))
