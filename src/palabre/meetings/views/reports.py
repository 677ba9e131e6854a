"""The one-page report: to read, to print, and as a file."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from palabre.kit import documents
from palabre.kit.pages import refused
from palabre.kit.reader import page_language
from palabre.kit.verdict import Refused, require
from palabre.meetings.queries.report import meeting_report
from palabre.meetings.queries.report_paper import report_paper
from palabre.meetings.rules import can_read_report
from palabre.meetings.views.common import find_meeting, meeting_page_of
from palabre.meetings.views.sending import attached
from palabre.people.requests import PersonRequest

MAKERS = {"pdf": documents.pdf, "docx": documents.docx}


def wished_language(request: PersonRequest) -> str:
    """`?language=fr` or `en`; otherwise the reader's."""
    asked = request.GET.get("language", "")
    return asked if asked in ("fr", "en") else page_language()


@require_safe
def report(request: PersonRequest, meeting_id: str) -> HttpResponse:
    meeting = find_meeting(request, meeting_id)
    verdict = can_read_report(request.user, meeting)
    if not verdict:
        return refused(request, Refused(verdict))
    language = wished_language(request)
    with override(language):
        context = {"report": meeting_report(request.user, meeting, language)}
        return meeting_page_of(request, "report", meeting, context)


@require_safe
def report_file(request: PersonRequest, meeting_id: str, extension: str) -> HttpResponse:
    meeting = find_meeting(request, meeting_id)
    language = wished_language(request)
    try:
        require(can_read_report(request.user, meeting))
        with override(language):
            made = MAKERS[extension](report_paper(meeting_report(request.user, meeting, language)))
            stem = _("report")
        return attached(made, f"{stem}.{extension}")
    except Refused as error:
        return refused(request, error)
