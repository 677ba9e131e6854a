"""Who belongs, for those who coordinate or facilitate."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from palabre.communities.actions import change_level
from palabre.communities.forms import LevelForm
from palabre.communities.queries import members_page, suspension_of
from palabre.communities.requests import CommunityRequest
from palabre.communities.risk import Directory
from palabre.communities.rules import (
    can_change_level,
    can_export_members,
    can_see_invitations,
    can_see_members,
    can_suspend,
    visible_memberships,
)
from palabre.communities.rules.directory import directory_of
from palabre.kit.pages import render_page, say, see
from palabre.kit.verdict import Refused


@require_safe
def members(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/members/`: absent for those who may not read the names."""
    actor, community = request.user, request.community
    if not can_see_members(actor, community):
        raise Http404
    words = {
        "slice": members_page(actor, community, request.GET),
        "invites": can_see_invitations(actor, community),
        "directory": directory_of(community) is not Directory.OFF,
    }
    words |= {"exports": can_export_members(actor, community)}
    return render_page(request, "communities/members.html", words)


@require_http_methods(["GET", "HEAD", "POST"])
def level(request: CommunityRequest, community_id: str, membership_id: str) -> HttpResponse:
    """`/c/<x>/members/<m>/`: one member, and how she takes part."""
    rows = visible_memberships(request.user).filter(community=request.community)
    membership = get_object_or_404(rows.select_related("person", "organisation"), public_id=membership_id)
    form = LevelForm(request.POST or None, initial={"level": membership.level})
    if form.is_valid():
        try:
            change_level(actor=request.user, membership=membership, **form.cleaned_data)
            say(request, _("The change is noted."))
            return see(request, reverse("communities:members", args=[community_id]))
        except Refused as error:
            form.refuse(error)
    words = {"form": form, "membership": membership, "verdict": can_change_level(request.user, membership)}
    words |= {"suspends": can_suspend(request.user, membership), "suspension": suspension_of(request.user, membership)}
    return render_page(request, "communities/member.html", words, status=422 if form.is_bound else 200)
