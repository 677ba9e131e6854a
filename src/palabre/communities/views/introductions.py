"""What I look for, what I offer, and to whom I am introduced."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from palabre.communities.actions.introducing import (
    add_wish,
    answer_introduction,
    propose_introductions,
    withdraw_wish,
)
from palabre.communities.forms.campaigns import IntroductionForm, WishForm
from palabre.communities.queries.campaigns import campaign_page, introduction_page, themes_of
from palabre.communities.requests import CommunityRequest
from palabre.communities.rules.matching import visible_wishes
from palabre.communities.views.campaigns import find_campaign
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused


@require_POST
def wishes(request: CommunityRequest, community_id: str, campaign_id: str) -> HttpResponse:
    """`/c/<x>/campaigns/<k>/wishes/`: one more line of mine."""
    found = find_campaign(request, campaign_id)
    form = WishForm(request.POST, themes=themes_of(request.community))
    if form.is_valid():
        try:
            add_wish(actor=request.user, campaign=found, **form.said())
            say(request, _("It is noted. Nobody reads it before you have both said yes."))
            return _to(request, community_id, campaign_id)
        except Refused as error:
            form.refuse(error)
    words = {"page": campaign_page(request.user, found), "form": form}
    return render_page(request, "communities/campaign.html", words, status=422)


@require_POST
def wish_withdrawal(request: CommunityRequest, community_id: str, campaign_id: str, wish_id: str) -> HttpResponse:
    found = find_campaign(request, campaign_id)
    wish = get_object_or_404(visible_wishes(request.user).filter(campaign=found), public_id=wish_id)
    try:
        withdraw_wish(actor=request.user, wish=wish)
    except Refused as error:
        return refused(request, error)
    say(request, _("The line is deleted."))
    return _to(request, community_id, campaign_id)


@require_POST
def proposals(request: CommunityRequest, community_id: str, campaign_id: str) -> HttpResponse:
    """`/c/<x>/campaigns/<k>/introductions/`: the coordination says when; the pairs are made by theme."""
    try:
        number = propose_introductions(actor=request.user, campaign=find_campaign(request, campaign_id))
    except Refused as error:
        return refused(request, error)
    some = ngettext("%(number)s pair is asked.", "%(number)s pairs are asked.", number) % {"number": number}
    say(request, some if number else _("No new pair fits today."), "ok" if number else "")
    return _to(request, community_id, campaign_id)


@require_http_methods(["GET", "HEAD", "POST"])
def introduction(request: CommunityRequest, community_id: str, introduction_id: str) -> HttpResponse:
    """`/c/<x>/introductions/<i>/`: yes or no; only two yeses tell a name."""
    page = introduction_page(request.user, request.community, introduction_id)
    if page is None:
        raise Http404
    form = IntroductionForm(request.POST or None)
    if form.is_valid():
        contact, yes = form.cleaned_data["contact"], request.POST.get("answer") == "yes"
        try:
            answer_introduction(actor=request.user, introduction=page.introduction, yes=yes, contact=contact)
            say(request, _("Your answer is noted."))
            return see(request, request.path)
        except Refused as error:
            form.refuse(error)
    words = {"page": page, "form": form, "campaign": page.introduction.campaign}
    return render_page(request, "communities/introduction.html", words, status=422 if form.is_bound else 200)


def _to(request: CommunityRequest, community_id: str, campaign_id: str) -> HttpResponse:
    return see(request, reverse("communities:campaign", args=[community_id, campaign_id]))
