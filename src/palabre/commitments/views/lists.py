"""Promises: those of a community, and one's own."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from palabre.commitments.actions import open_commitment
from palabre.commitments.forms import PromiseForm
from palabre.commitments.queries import list_page, mine_page, possible_owners
from palabre.commitments.rules import can_open_commitment
from palabre.communities.requests import CommunityRequest
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.reader import page_language
from palabre.kit.verdict import Refused


def commitments(request: CommunityRequest, community_id: str) -> HttpResponse:
    """Late first, by owner if one is chosen; `?closed` shows what was kept or dropped."""
    community = request.community  # found by CurrentCommunity, or 404
    page = list_page(request.user, community, request.GET)
    return render_page(request, "commitments/list.html", {"community": community, "page": page})


def mine(request: CommunityRequest) -> HttpResponse:
    """What I promised, and what my organisations did."""
    return render_page(request, "commitments/mine.html", {"part": mine_page(request.user, request.GET)})


def opening(request: CommunityRequest, community_id: str) -> HttpResponse:
    """Promise something outside a meeting."""
    community = request.community  # found by CurrentCommunity, or 404
    verdict = can_open_commitment(request.user, community)
    if not verdict:
        return refused(request, Refused(verdict))
    owners = possible_owners(request.user, community)
    form = PromiseForm(request.POST or None, owners=owners, language=page_language())
    if request.method == "POST" and form.is_valid():
        try:
            open_commitment(actor=request.user, community=community, **form.promise())
        except Refused as error:
            form.refuse(error)
        else:
            say(request, _("The commitment is noted."))
            return see(request, reverse("commitments:list", args=[community_id]))
    context = {"community": community, "form": form}
    return render_page(request, "commitments/opening.html", context, status=422 if form.is_bound else 200)
