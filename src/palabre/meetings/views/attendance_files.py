"""Sheets out and in: the model to fill, the export, the import in two steps."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palabre.kit import sheets
from palabre.kit.pages import refused, say, see
from palabre.kit.reader import page_language
from palabre.kit.verdict import Refused
from palabre.meetings.actions.attendance_import import NOTHING_KEPT, forget_import, keep_import, take_import
from palabre.meetings.actions.export import export_attendance
from palabre.meetings.forms.after import SheetFileForm
from palabre.meetings.models import Meeting
from palabre.meetings.queries.attendance_export import Sheet, empty_sheet
from palabre.meetings.queries.attendance_import import MOST_LINES, kept_import, plan_import, without_example
from palabre.meetings.queries.attendance_words import COLUMNS, REQUIRED
from palabre.meetings.rules import can_record_attendance
from palabre.meetings.views.common import find_meeting, meeting_page_of
from palabre.meetings.views.sending import attached, sent
from palabre.people.requests import PersonRequest


def _file(sheet: Sheet, name: str, extension: str, language: str) -> HttpResponse:
    if extension == "xlsx":
        return attached(sheets.xlsx(sheet.headers, sheet.rows), f"{name}.xlsx")
    separator = ";" if language == "fr" else ","
    return attached(sheets.csv(sheet.headers, sheet.rows, separator=separator), f"{name}.csv")


@require_safe
def model(request: PersonRequest, meeting_id: str, extension: str) -> HttpResponse:
    """An empty sheet with the right column names, in the language asked for."""
    meeting = find_meeting(request, meeting_id)
    verdict = can_record_attendance(request.user, meeting)
    if not verdict:
        return refused(request, Refused(verdict))
    asked = request.GET.get("language", "")
    language = asked if asked in ("fr", "en") else page_language()
    return _file(empty_sheet(language), _("sheet"), extension, language)


@require_POST
def export(request: PersonRequest, meeting_id: str, extension: str) -> HttpResponse:
    """A POST, because the journal keeps who took the names."""
    meeting = find_meeting(request, meeting_id)
    try:
        sheet = export_attendance(actor=request.user, meeting=meeting, extension=extension)
    except Refused as error:
        return refused(request, error)
    return _file(sheet, _("sheet"), extension, page_language())


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: PersonRequest, meeting_id: str) -> HttpResponse:
    """Send a filled sheet. Nothing changes yet."""
    meeting = find_meeting(request, meeting_id)
    verdict = can_record_attendance(request.user, meeting)
    if not verdict:
        return refused(request, Refused(verdict))
    form = SheetFileForm(sent(request), request.FILES or None)
    if form.is_valid():
        read = sheets.read_table(form.cleaned_data["file"], columns=COLUMNS, max_lines=MOST_LINES, required=REQUIRED)
        table = without_example(read)
        whole = [error for error in table.errors if error.line is None or not table.headers]
        if not whole:
            keep_import(actor=request.user, meeting=meeting, table=table)
            return _after_upload(request, meeting)
        form.add_error("file", [str(error.sentence) for error in whole])
    context = {"form": form, "waiting": kept_import(request.user, meeting) is not None}
    return meeting_page_of(request, "attendance_import", meeting, context, status=422 if form.errors else 200)


def _after_upload(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    """A sheet without a mistake is looked at on its own page; one with mistakes answers with them."""
    draft = kept_import(request.user, meeting)
    if draft is not None and plan_import(meeting, draft, {}).wrong:
        return _lines(request, meeting, {}, status=422)
    return see(request, reverse("meetings:attendance_import_lines", args=[meeting.public_id]))


@require_http_methods(["GET", "HEAD", "POST"])
def lines(request: PersonRequest, meeting_id: str) -> HttpResponse:
    """Look at the lines, say who is meant, and take them over."""
    meeting = find_meeting(request, meeting_id)
    verdict = can_record_attendance(request.user, meeting)
    if not verdict:
        return refused(request, Refused(verdict))
    if request.method != "POST":
        return _lines(request, meeting, {})
    chosen = _chosen(request.POST)
    try:
        only_good = "good" in request.POST
        number = take_import(actor=request.user, meeting=meeting, chosen=chosen, only_good=only_good)
    except Refused as error:
        return _lines(request, meeting, chosen, error=error, status=422)
    said = ngettext("%(number)s line was taken over.", "%(number)s lines were taken over.", number)
    say(request, said % {"number": number})
    return see(request, reverse("meetings:attendance", args=[meeting.public_id]))


def _lines(
    request: PersonRequest, meeting: Meeting, chosen: Mapping[int, str], error: Refused | None = None, status: int = 200
) -> HttpResponse:
    draft = kept_import(request.user, meeting)
    if draft is None:
        say(request, NOTHING_KEPT, "warn")
        return see(request, reverse("meetings:attendance_import", args=[meeting.public_id]))
    context = {"plan": plan_import(meeting, draft, chosen), "error": error, "chosen": chosen}
    return meeting_page_of(request, "attendance_import_lines", meeting, context, status=status)


def _chosen(sent: Mapping[str, str]) -> dict[int, str]:
    """Who is meant on which line: `who-12` → the key of a row."""
    pairs = ((name.removeprefix("who-"), key) for name, key in sent.items() if name.startswith("who-"))
    return {int(number): key for number, key in pairs if number.isdecimal() and len(number) < 9}


@require_POST
def removal(request: PersonRequest, meeting_id: str) -> HttpResponse:
    """It was the wrong file."""
    meeting = find_meeting(request, meeting_id)
    forget_import(actor=request.user, meeting=meeting)
    say(request, _("The sheet was put aside. Nothing was changed."), "")
    return see(request, reverse("meetings:attendance_import", args=[meeting.public_id]))
