"""Saying of somebody who lost her second factor that it is she."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from palabre.communities.actions.recognising import not_recognise, recognise
from palabre.communities.keeping import for_keepers
from palabre.communities.models import Community
from palabre.communities.queries.recognising import people_asking
from palabre.communities.requests import CommunityRequest
from palabre.communities.rules import can_see_resets, visible_resets
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused
from palabre.people.proving import proved_recently
from palabre.people.requests import PersonRequest


@require_safe
def lost_factors(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/factors/`."""
    return _list(request, request.community)


@require_safe
@for_keepers
def top_factors(request: PersonRequest) -> HttpResponse:
    """`/instance/factors/`: for the keeper."""
    return _list(request, None)


def _list(request: PersonRequest, community: Community | None) -> HttpResponse:
    if not can_see_resets(request.user, community):
        raise Http404
    rows = people_asking(request.user, community)
    return render_page(request, "communities/lost_factors.html", {"rows": rows, "community": community})


@proved_recently
@require_POST
def lost_factor(request: CommunityRequest, community_id: str, reset_id: str) -> HttpResponse:
    """`/c/<x>/factors/<r>/`: it is she, or it is not."""
    return _say(request, request.community, reset_id, reverse("communities:lost_factors", args=[community_id]))


@proved_recently
@require_POST
def top_factor(request: PersonRequest, reset_id: str) -> HttpResponse:
    """`/instance/factors/<r>/`."""
    return _say(request, None, reset_id, reverse("communities:top_factors"))


def _say(request: PersonRequest, community: Community | None, reset_id: str, back: str) -> HttpResponse:
    reset = get_object_or_404(visible_resets(request.user, community), public_id=reset_id)
    known = request.POST.get("answer") == "yes"
    try:
        if known:
            recognise(actor=request.user, reset=reset, community=community)
            say(request, _("It is noted. In a day she can come in; she was told."))
        else:
            not_recognise(actor=request.user, reset=reset, community=community)
            say(request, _("The request is refused."))
    except Refused as error:
        return refused(request, error)
    return see(request, back)
