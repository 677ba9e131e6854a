"""The first steps of whoever has just come in."""

from __future__ import annotations

from contextlib import suppress

from django.http import Http404, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from palabre.communities.choices import MembershipState
from palabre.communities.queries import own_membership
from palabre.communities.requests import CommunityRequest
from palabre.kit.pages import render_page

STEPS = {
    "about": "communities:about",
    "charter": "charter:charter",
    "meetings": "meetings:list",
    "privacy": "communities:me",
}


@require_safe
def welcome(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/welcome/`: shown on arrival, and again whenever she likes."""
    membership = own_membership(request.user, request.community)
    if membership is None:
        raise Http404
    doors: dict[str, str] = {}
    for key, name in STEPS.items():
        with suppress(NoReverseMatch):
            doors[key] = reverse(name, args=[community_id])
    unsigned = membership.state in MembershipState.unsigned()
    return render_page(
        request, "communities/welcome.html", {"doors": doors, "unsigned": unsigned, "membership": membership}
    )
