"""Addresses that a community gives out."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from palabre.communities.actions import open_join_link, shut_join_link
from palabre.communities.forms import LinkForm
from palabre.communities.queries import asks_country, links_page
from palabre.communities.requests import CommunityRequest
from palabre.communities.rules import can_open_link, can_see_links, can_see_requests, visible_links
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def links(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/links/`."""
    actor, community = request.user, request.community
    if not can_see_links(actor, community):
        raise Http404
    form = LinkForm(request.POST or None, initial={"language": community.language or community.source_language})
    if form.is_valid():
        try:
            _open(request, form)
            say(request, _("The link is open. Copy its address below."))
            return see(request, request.path)
        except Refused as error:
            form.refuse(error)
    words = {"form": form, "slice": links_page(actor, community, request.GET), "origin": settings.ORIGIN}
    words |= {"verdict": can_open_link(actor, community), "routed": asks_country(community)}
    words["reads"] = bool(can_see_requests(actor, community))
    return render_page(request, "communities/joining/links.html", words, status=422 if form.is_bound else 200)


def _open(request: CommunityRequest, form: LinkForm) -> None:
    said = form.cleaned_data
    open_join_link(
        actor=request.user, community=request.community, language=said["language"], max_uses=said["max_uses"],
        expires_at=form.expires_at(request.community), needs_approval=said["approval"] == "read",
    )  # fmt: skip


@require_POST
def closure(request: CommunityRequest, community_id: str, link_id: str) -> HttpResponse:
    """`/c/<x>/links/<l>/closure/`."""
    rows = visible_links(request.user).filter(community=request.community)
    try:
        shut_join_link(actor=request.user, link=get_object_or_404(rows, public_id=link_id))
    except Refused as error:
        return refused(request, error)
    say(request, _("The link is shut. Requests that came through it stay."))
    return see(request, reverse("communities:links", args=[community_id]))
