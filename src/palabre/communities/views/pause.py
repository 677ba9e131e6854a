"""A break for care: one button there, one button back."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from palabre.communities import actions
from palabre.communities.choices import MembershipState
from palabre.communities.queries import own_membership
from palabre.communities.requests import CommunityRequest
from palabre.communities.rules import can_pause, can_resume
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def pause(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/pause/`: what it means, and the button; which of the two is meant stands in the form."""
    membership = own_membership(request.user, request.community)
    if membership is None:
        raise Http404
    if request.method == "POST":
        back = request.POST.get("to") == "back"
        try:
            (actions.resume if back else actions.pause)(actor=request.user, membership=membership)
        except Refused as error:
            return refused(request, error)
        say(request, _("Welcome back.") if back else _("You are on a break. Your place is kept."))
        return see(request, reverse("communities:pause", args=[community_id]))
    paused = membership.state == MembershipState.PAUSED
    verdict = (can_resume if paused else can_pause)(request.user, membership)
    return render_page(request, "communities/pause.html", {"paused": paused, "verdict": verdict})
