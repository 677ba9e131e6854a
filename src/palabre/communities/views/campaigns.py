"""Joining campaigns: a time in which a community welcomes."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from palabre.communities.actions.campaigns import change_campaign, open_campaign
from palabre.communities.forms.campaigns import CampaignForm, WishForm, initial_campaign
from palabre.communities.models import Campaign
from palabre.communities.queries.campaigns import campaign_page, campaigns_page, themes_of
from palabre.communities.requests import CommunityRequest
from palabre.communities.rules.joining import visible_links
from palabre.communities.rules.matching import (
    can_change_campaign,
    can_have_introductions,
    can_open_campaign,
    visible_campaigns,
)
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused

BOTH = require_http_methods(["GET", "HEAD", "POST"])


def find_campaign(request: CommunityRequest, campaign_id: str) -> Campaign:
    rows = visible_campaigns(request.user).filter(community=request.community).select_related("community")
    found: Campaign = get_object_or_404(rows, public_id=campaign_id)
    found.community = request.community
    return found


def _form(request: CommunityRequest, campaign: Campaign | None = None) -> CampaignForm:
    links = visible_links(request.user).filter(community=request.community).order_by("-created_at")[:50]
    offers = bool(can_have_introductions(request.community))
    start = initial_campaign(campaign) if campaign else {"introductions": offers}
    return CampaignForm(request.POST or None, links=links, offers=offers, initial=start)


@BOTH
def campaigns(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/campaigns/`: everybody reads which there are; the coordination opens one."""
    actor, community = request.user, request.community
    opens = can_open_campaign(actor, community)
    if request.method == "POST" and not opens:
        return refused(request, Refused(opens))
    form = _form(request) if opens else None
    if form and form.is_valid():
        try:
            campaign = open_campaign(actor=actor, community=community, **form.said())
            say(request, _("The campaign is noted."))
            return see(request, reverse("communities:campaign", args=[community_id, campaign.public_id]))
        except Refused as error:
            form.refuse(error)
    words = {"slice": campaigns_page(actor, community, request.GET), "form": form}
    return render_page(request, "communities/campaigns.html", words, status=422 if form and form.is_bound else 200)


@BOTH
def campaign(request: CommunityRequest, community_id: str, campaign_id: str) -> HttpResponse:
    """`/c/<x>/campaigns/<k>/`: what it is; what I look for and offer; for the coordination, figures."""
    page = campaign_page(request.user, find_campaign(request, campaign_id))
    form = WishForm(themes=themes_of(request.community)) if page.wish else None
    return render_page(request, "communities/campaign.html", {"page": page, "form": form})


@BOTH
def wording(request: CommunityRequest, community_id: str, campaign_id: str) -> HttpResponse:
    """`/c/<x>/campaigns/<k>/wording/`."""
    found = find_campaign(request, campaign_id)
    verdict = can_change_campaign(request.user, found)
    if not verdict:
        return refused(request, Refused(verdict))
    form = _form(request, found)
    if form.is_valid():
        try:
            change_campaign(actor=request.user, campaign=found, **form.said())
            say(request, _("The campaign is noted."))
            return see(request, reverse("communities:campaign", args=[community_id, campaign_id]))
        except Refused as error:
            form.refuse(error)
    words = {"form": form, "campaign": found}
    return render_page(request, "communities/campaign_form.html", words, status=422 if form.is_bound else 200)
