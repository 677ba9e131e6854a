"""The scans of the sheets that people signed: for those who lead."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palabre.files.views import serve
from palabre.kit.pages import refused, say, see
from palabre.kit.verdict import Refused
from palabre.meetings.actions.sheets import add_signed_sheet, remove_signed_sheet
from palabre.meetings.forms.after import ScanForm
from palabre.meetings.models import SignedSheet
from palabre.meetings.rules import can_add_signed_sheet, visible_signed_sheets
from palabre.meetings.views.common import find_meeting, meeting_page_of
from palabre.meetings.views.sending import sent
from palabre.people.requests import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
def signed_sheets(request: PersonRequest, meeting_id: str) -> HttpResponse:
    meeting = find_meeting(request, meeting_id)
    verdict = can_add_signed_sheet(request.user, meeting)
    if not verdict:
        return refused(request, Refused(verdict))
    form = ScanForm(sent(request), request.FILES or None)
    if form.is_valid():
        try:
            said = form.cleaned_data
            add_signed_sheet(actor=request.user, meeting=meeting, upload=said["file"], note=said["note"])
            say(request, _("The sheet is kept. Only facilitation and coordination see it."))
            return see(request, reverse("meetings:signed_sheets", args=[meeting.public_id]))
        except Refused as error:
            form.refuse(error)
    sheets = visible_signed_sheets(request.user).filter(meeting=meeting).select_related("file").order_by("pk")
    context = {"form": form, "sheets": sheets}
    return meeting_page_of(request, "scans", meeting, context, status=422 if form.errors else 200)


def _find(request: PersonRequest, sheet_id: str) -> SignedSheet:
    rows = visible_signed_sheets(request.user).select_related("file", "meeting__community")
    found: SignedSheet = get_object_or_404(rows, public_id=sheet_id)
    return found


@require_safe
def signed_sheet(request: PersonRequest, sheet_id: str) -> HttpResponseBase:
    return serve(_find(request, sheet_id).file, name=_("signed-sheet"))


@require_POST
def removal(request: PersonRequest, sheet_id: str) -> HttpResponse:
    sheet = _find(request, sheet_id)
    try:
        remove_signed_sheet(actor=request.user, sheet=sheet)
    except Refused as error:
        return refused(request, error)
    say(request, _("The sheet is taken away."))
    return see(request, reverse("meetings:signed_sheets", args=[sheet.meeting.public_id]))
