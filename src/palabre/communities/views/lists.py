"""Lists of members: one comes in, one leaves."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from palabre.communities.actions import export_members, import_members, note_export_denied
from palabre.communities.choices import Role
from palabre.communities.forms import ExportForm, ImportForm
from palabre.communities.models import MemberExport
from palabre.communities.queries import (
    COLUMNS,
    MOST_LINES,
    Report,
    called,
    exports_page,
    list_headers,
    list_rows,
    listed_members,
    report_of,
)
from palabre.communities.requests import CommunityRequest
from palabre.communities.rules import can_export_members, can_import_members, can_see_invitations, holds
from palabre.kit.pages import render_page, say, see
from palabre.kit.reader import page_language
from palabre.kit.sheets import csv, read_table, xlsx
from palabre.kit.verdict import Refused
from palabre.people.proving import proved_recently

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@require_http_methods(["GET", "HEAD", "POST"])
def arrivals(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/member-import/`: a sheet becomes a report, and invitations if it may."""
    if not can_see_invitations(request.user, request.community):
        raise Http404
    sent = request.method == "POST"
    form = ImportForm(request.POST, request.FILES) if sent else ImportForm()
    report: Report | None = None
    if form.is_valid():
        table = read_table(
            form.cleaned_data["sheet"], columns=COLUMNS, max_lines=MOST_LINES, required=("name", "email")
        )
        report = report_of(request.community, table)
        try:
            if _invites(request, form, report):
                return see(request, reverse("communities:invitations", args=[community_id]))
        except Refused as error:
            form.refuse(error)
    words = {"form": form, "report": report, "verdict": can_import_members(request.user, request.community)}
    return render_page(request, "communities/lists/import.html", words, status=422 if sent else 200)


def _invites(request: CommunityRequest, form: ImportForm, report: Report) -> bool:
    """Nothing at all while a line is wrong, unless the others are to be invited all the same."""
    if not report.invited or (report.wrong and form.cleaned_data["wrong"] == "all"):
        return False
    import_members(actor=request.user, community=request.community, lines=report.invited)
    facts = {"invited": len(report.invited), "left": len(report.wrong) + len(report.skipped)}
    say(request, _("Invitations on their way: %(invited)s. Lines left aside: %(left)s.") % facts)
    return not report.wrong


@proved_recently
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/member-export/`: absent where no list may leave, and whoever tries leaves a line (SR-27)."""
    actor, community = request.user, request.community
    if not can_export_members(actor, community):
        if request.method == "POST" and holds(actor, community.pk, Role.COORDINATOR):
            note_export_denied(by=actor, community=community)
        raise Http404
    form = ExportForm(request.POST or None)
    if form.is_valid():
        try:
            return _file(request, export_members(actor=actor, community=community, **form.cleaned_data))
        except Refused as error:
            form.refuse(error)
    words = {"form": form, "slice": exports_page(actor, community, request.GET)}
    return render_page(request, "communities/lists/export.html", words, status=422 if form.is_bound else 200)


def _file(request: CommunityRequest, done: MemberExport) -> HttpResponse:
    by = called(request.user, request.community)
    rows = list_rows(done, listed_members(request.community), by, page_language())
    content = (xlsx if done.kind == "xlsx" else csv)(list_headers(), rows)
    response = HttpResponse(content, content_type=TYPES[done.kind])
    response["Content-Disposition"] = f'attachment; filename="members.{done.kind}"'
    return response
