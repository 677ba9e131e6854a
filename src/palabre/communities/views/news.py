"""News: read, written, taken back."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palabre.communities.actions.news import publish_announcement, withdraw_announcement
from palabre.communities.choices import NewsFor
from palabre.communities.forms.sharing import NewsForm
from palabre.communities.queries.news import news_page
from palabre.communities.requests import CommunityRequest
from palabre.communities.rules.news import can_announce, visible_announcements
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused


@require_safe
def news(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/news/`."""
    pieces, found = news_page(request.user, request.community, request.GET)
    words = {"pieces": pieces, "slice": found, "can_announce": can_announce(request.user, request.community)}
    return render_page(request, "communities/news.html", words)


@require_http_methods(["GET", "HEAD", "POST"])
def writing(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/news/writing/`."""
    actor, community = request.user, request.community
    if not can_announce(actor, community):
        raise Http404
    possible = [one for one in NewsFor if can_announce(actor, community, one)]
    if community.parent_id is None:
        possible.remove(NewsFor.ABOVE)
    form = NewsForm(request.POST or None, audiences=possible)
    if form.is_valid():
        try:
            publish_announcement(actor=actor, community=community, **form.said())
            say(request, _("The news is published."))
            return see(request, reverse("communities:news", args=[community_id]))
        except Refused as error:
            form.refuse(error)
    words = {"form": form}
    return render_page(request, "communities/news_writing.html", words, status=422 if form.is_bound else 200)


@require_POST
def withdrawal(request: CommunityRequest, community_id: str, announcement_id: str) -> HttpResponse:
    """`/c/<x>/news/<n>/withdrawal/`."""
    rows = visible_announcements(request.user).filter(community=request.community)
    try:
        withdraw_announcement(actor=request.user, announcement=get_object_or_404(rows, public_id=announcement_id))
    except Refused as error:
        return refused(request, error)
    say(request, _("The news is taken back. Nobody reads it any more."))
    return see(request, reverse("communities:news", args=[community_id]))
