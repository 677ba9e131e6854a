"""What waits for me: versions and expenses that need my word."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from palabre.communities.requests import CommunityRequest
from palabre.kit.pages import render_page
from palabre.money.queries.waiting import waiting_for
from palabre.money.rules.ledger import can_see_money, reads_names


@require_safe
def money(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/money/`."""
    if not can_see_money(request.user, request.community):
        raise Http404
    words = {
        "waiting": waiting_for(request.user, request.community),
        "thanks": reads_names(request.user, request.community),
    }
    return render_page(request, "money/waiting.html", words)
