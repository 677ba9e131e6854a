"""Leaving a community: at once, no reason asked."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from palabre.communities.actions import leave_community
from palabre.communities.queries import own_membership, succession
from palabre.communities.requests import CommunityRequest
from palabre.communities.rules import can_leave
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def departure(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/departure/`: says what happens, then one button."""
    membership = own_membership(request.user, request.community)
    if membership is None:
        raise Http404
    if request.method == "POST":
        try:
            leave_community(actor=request.user, membership=membership)
        except Refused as error:
            return refused(request, error)
        say(request, _("You have left. Nothing more will be sent to you from there."))
        return see(request, reverse("communities:list"))
    asks = succession(request.user, request.community)
    words = {"verdict": can_leave(request.user, membership), "succession": asks}
    return render_page(request, "communities/departure.html", words)
