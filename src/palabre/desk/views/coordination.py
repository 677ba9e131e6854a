"""The desk of whoever coordinates."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from palabre.communities.requests import CommunityRequest
from palabre.communities.rules.communities import can_coordinate
from palabre.desk.queries.coordination import coordination
from palabre.kit.pages import render_page


@require_safe
def desk(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/coordination/`: what waits, and every room of coordination."""
    if not can_coordinate(request.user, request.community):
        raise Http404
    words = {"desk": coordination(request.user, request.community)}
    return render_page(request, "desk/coordination.html", words)
