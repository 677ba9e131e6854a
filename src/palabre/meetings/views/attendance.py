"""Taking attendance on a phone, and the sheet to sign."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from palabre.kit.pages import refused, say, see
from palabre.kit.verdict import Refused
from palabre.meetings.actions.attendance import note_attendance
from palabre.meetings.choices import Presence
from palabre.meetings.forms.attendance import MarksForm
from palabre.meetings.forms.signing import SigningForm
from palabre.meetings.models import Meeting
from palabre.meetings.queries.attendance import letters_of, sheet_rows, tally
from palabre.meetings.queries.signing import signing_sheet
from palabre.meetings.rules import can_record_attendance
from palabre.meetings.views.common import find_meeting, meeting_page_of
from palabre.people.requests import PersonRequest

TALLY = "tally"


@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: PersonRequest, meeting_id: str) -> HttpResponse:
    """Everybody expected or noted; one tap each. The whole list can also be sent at once."""
    meeting = find_meeting(request, meeting_id)
    verdict = can_record_attendance(request.user, meeting)
    if not verdict:
        return refused(request, Refused(verdict))
    if request.method == "POST":
        return _note(request, meeting)
    return _sheet(request, meeting)


def _note(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    tapped = request.headers.get("HX-Target") == TALLY
    form = MarksForm(request.POST, keys=[row.key for row in sheet_rows(meeting)])
    if not form.is_valid():
        return _sheet(request, meeting, form, status=422)
    try:
        changed = note_attendance(actor=request.user, meeting=meeting, marks=form.marks(), source=form.source())
    except Refused as error:
        return refused(request, error)
    if tapped:
        return _sheet(request, meeting, tapped=list(form.marks().items()))
    say(request, _("Attendance is noted.") if changed else _("Nothing was changed."), "ok" if changed else "")
    here = reverse("meetings:attendance", args=[meeting.public_id])
    return see(request, f"{here}?show=open" if _open(request) else here)


def _open(request: PersonRequest) -> bool:
    """Only those who are still to note."""
    return request.GET.get("show") == "open"


def _sheet(request: PersonRequest, meeting: Meeting, form: MarksForm | None = None, **wanted: object) -> HttpResponse:
    rows = sheet_rows(meeting)
    status = wanted.pop("status", 200)
    shown = [row for row in rows if not row.noted] if _open(request) else rows
    context = {
        "rows": shown,
        "letters": letters_of(shown),
        "only_open": _open(request),
        "tally": tally(rows),
        "presences": Presence.choices,
        "form": form,
        **wanted,
    }
    return meeting_page_of(request, "attendance", meeting, context, fragment=TALLY, status=status)


@require_safe
def sign_in_sheet(request: PersonRequest, meeting_id: str) -> HttpResponse:
    """A4, to print: with the names of those expected, or with empty lines; in either language."""
    meeting = find_meeting(request, meeting_id)
    verdict = can_record_attendance(request.user, meeting)
    if not verdict:
        return refused(request, Refused(verdict))
    form = SigningForm(request.GET if "language" in request.GET else None)
    with override(form.wished_language):
        context = {"sheet": signing_sheet(meeting, form.wishes()), "form": form}
        return meeting_page_of(request, "attendance_sheet", meeting, context)
