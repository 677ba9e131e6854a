"""Accountability: the chapters of the standards, the reviews of a community, who reads them as a peer."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palabre.charter.actions import accept_peer, decline_peer, name_peer, plan_review
from palabre.charter.forms import PeerForm
from palabre.charter.models import Review
from palabre.charter.queries.assessing import peers_for, standards_page
from palabre.charter.rules import can_name_peer, is_peer, named_reviews
from palabre.charter.rules.assessing import peer_requests
from palabre.charter.views.common import status_of, text_language
from palabre.communities.requests import CommunityRequest
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.reader import page_language
from palabre.kit.verdict import Refused
from palabre.languages.queries import other


@require_safe
def standards(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/standards/`: seven chapters to read, and the reviews that this reader may see."""
    language = text_language(request)
    page = standards_page(request.user, request.community, language)
    words = {"page": page, "tongue": language, "other_tongue": other(language)}
    return render_page(request, "charter/standards.html", words)


@require_POST
def reviews(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/standards/reviews/`: a new review is planned."""
    try:
        review = plan_review(actor=request.user, community=request.community, language=page_language())
    except Refused as error:
        return refused(request, error)
    say(request, _("The review is open. Begin with any chapter."))
    return see(request, reverse("charter:review", args=[review.public_id]))


@require_http_methods(["GET", "HEAD", "POST"])
def peer(request: CommunityRequest, community_id: str, review_id: str) -> HttpResponse:
    """`/c/<network>/standards/reviews/<r>/peer/`: the network coordination names who reads."""
    rows = named_reviews(request.user).filter(standards__community=request.community)
    review: Review = get_object_or_404(rows.select_related("community", "standards__community"), public_id=review_id)
    verdict = can_name_peer(request.user, review)
    if not verdict:
        return refused(request, Refused(verdict))
    peers = {row.public_id: (row, name) for row, name in peers_for(review, page_language())}
    form = PeerForm(request.POST or None, peers=[(key, name) for key, (_row, name) in peers.items()])
    if form.is_valid():
        try:
            name_peer(actor=request.user, review=review, peer=peers[form.cleaned_data["peer"]][0])
            say(request, _("The community is asked. Its coordination accepts or declines."))
            return see(request, reverse("charter:standards", args=[community_id]))
        except Refused as error:
            form.refuse(error)
    return render_page(request, "charter/peer.html", {"form": form}, status=status_of(form))


@require_POST
def acceptance(request: CommunityRequest, community_id: str, review_id: str) -> HttpResponse:
    """`/c/<peer>/standards/reviews/<r>/acceptance/`."""
    review = _asked(request, review_id)
    said = _("Thank you. You read this review as soon as the community has finished its own look.")
    return _answered(request, lambda: accept_peer(actor=request.user, review=review), said)


@require_POST
def refusal(request: CommunityRequest, community_id: str, review_id: str) -> HttpResponse:
    """`/c/<peer>/standards/reviews/<r>/refusal/`: no reason is asked."""
    review = _asked(request, review_id)
    said = _("Noted. The coordination of the network asks another community.")
    return _answered(request, lambda: decline_peer(actor=request.user, review=review), said)


def _answered(request: CommunityRequest, act: Callable[[], object], said: str) -> HttpResponse:
    try:
        act()
    except Refused as error:
        return refused(request, error)
    say(request, said)
    return see(request, reverse("charter:standards", args=[request.community.public_id]))


def _asked(request: CommunityRequest, review_id: str) -> Review:
    rows = peer_requests(request.user).filter(peer=request.community)
    review: Review = get_object_or_404(rows.select_related("community", "peer"), public_id=review_id)
    if not is_peer(request.user, review):
        raise Http404
    return review
