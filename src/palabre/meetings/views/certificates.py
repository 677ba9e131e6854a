"""The certificate of attendance: to print, and as PDF."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from palabre.kit import documents
from palabre.kit.pages import refused
from palabre.kit.verdict import Refused, require
from palabre.meetings.queries.certificate import certificate_of
from palabre.meetings.queries.report_paper import certificate_paper
from palabre.meetings.rules import can_have_certificate
from palabre.meetings.views.attendance_lines import find_line
from palabre.meetings.views.common import meeting_page_of
from palabre.meetings.views.reports import wished_language
from palabre.meetings.views.sending import attached
from palabre.people.requests import PersonRequest


@require_safe
def certificate(request: PersonRequest, attendance_id: str) -> HttpResponse:
    line = find_line(request, attendance_id)
    verdict = can_have_certificate(request.user, line)
    if not verdict:
        return refused(request, Refused(verdict))
    language = wished_language(request)
    with override(language):
        context = {"certificate": certificate_of(line, language), "line": line}
        return meeting_page_of(request, "certificate", line.meeting, context)


@require_safe
def certificate_pdf(request: PersonRequest, attendance_id: str) -> HttpResponse:
    line = find_line(request, attendance_id)
    language = wished_language(request)
    try:
        require(can_have_certificate(request.user, line))
        with override(language):
            made = documents.pdf(certificate_paper(certificate_of(line, language)))
            stem = _("certificate")
        return attached(made, f"{stem}.pdf")
    except Refused as error:
        return refused(request, error)
