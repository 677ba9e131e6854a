"""The network report: what the communities below decided to share, to read, to print, as a sheet."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from palabre.communities.requests import CommunityRequest
from palabre.communities.rules.sharing import can_read_network_report
from palabre.desk.queries.network_report import network_report
from palabre.desk.queries.network_results import shared_minutes
from palabre.desk.queries.network_sheet import report_csv
from palabre.kit.pages import render_page


@require_safe
def report(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/report/`: for whoever cares for the network; absent for all others."""
    _hers(request)
    return render_page(request, "desk/network_report.html", {"report": network_report(request.user, request.community)})


@require_safe
def report_sheet(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/report.csv`."""
    _hers(request)
    made = report_csv(network_report(request.user, request.community))
    response = HttpResponse(made, content_type="text/csv; charset=utf-8")
    name = _("report")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


@require_safe
def minutes(request: CommunityRequest, community_id: str, meeting_id: str) -> HttpResponse:
    """`/c/<x>/report/minutes/<m>/`: approved minutes of a community that shares its records; words, no names."""
    _hers(request)
    found = shared_minutes(request.community, meeting_id)
    if found is None:
        raise Http404
    return render_page(request, "desk/network_minutes.html", {"page": found})


def _hers(request: CommunityRequest) -> None:
    if not can_read_network_report(request.user, request.community):
        raise Http404
