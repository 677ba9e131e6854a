"""Who holds which role, until when, who confirms it, and where nobody will be."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from palabre.communities.actions import ask_successor, confirm_role, end_role, grant_role, renew_role
from palabre.communities.forms import GrantForm, UntilForm
from palabre.communities.queries import members_of, roles_page
from palabre.communities.requests import CommunityRequest
from palabre.communities.rules import (
    can_renew_role,
    can_see_invitations,
    grantable_roles,
    overseen_grants,
    visible_grants,
)
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused
from palabre.people.proving import proved_recently, when_sent


@require_http_methods(["GET", "HEAD", "POST"])
@proved_recently(when=when_sent)
def roles(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/roles/`: everybody here reads it; whoever may give a role finds the form."""
    actor, community = request.user, request.community
    form = _form(request)
    if form.is_valid():
        try:
            basics = {"person": form.person_chosen(), "role": form.cleaned_data["role"]}
            grant = grant_role(actor=actor, community=community, ends_at=form.ends_at(community), **basics)
            say(request, _("The role is given.") if grant.confirmed_at else _("A second person is asked to confirm."))
            return see(request, request.path)
        except Refused as error:
            form.refuse(error)
    return _page(request, form, status=422 if form.is_bound else 200)


def _form(request: CommunityRequest) -> GrantForm:
    given = grantable_roles(request.user, request.community)
    members = members_of(request.community) if given else []
    return GrantForm(request.POST or None, members=members, roles=given)


def _page(request: CommunityRequest, form: GrantForm, *, status: int) -> HttpResponse:
    actor, community = request.user, request.community
    words: dict[str, object] = {"form": form if form.fields["role"].choices else None}  # type: ignore[attr-defined]
    words |= {"roles": roles_page(actor, community), "invites": can_see_invitations(actor, community)}
    return render_page(request, "communities/roles.html", words, status=status)


@require_POST
@proved_recently
def confirmation(request: CommunityRequest, community_id: str, grant_id: str) -> HttpResponse:
    """`/c/<x>/roles/<g>/confirmation/`: the second pair of eyes."""
    rows = overseen_grants(request.user).filter(community=request.community, confirmed_at=None)
    try:
        confirm_role(actor=request.user, grant=get_object_or_404(rows, public_id=grant_id))
    except Refused as error:
        return refused(request, error)
    say(request, _("The role is confirmed. It holds from now on."))
    return see(request, reverse("communities:roles", args=[community_id]))


@require_http_methods(["GET", "HEAD", "POST"])
@proved_recently(when=when_sent)
def renewal(request: CommunityRequest, community_id: str, grant_id: str) -> HttpResponse:
    """`/c/<x>/roles/<g>/renewal/`: the same role for longer."""
    rows = overseen_grants(request.user).filter(community=request.community).select_related("person", "community")
    grant = get_object_or_404(rows, public_id=grant_id)
    form = UntilForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            renewed = renew_role(actor=request.user, grant=grant, ends_at=form.ends_at(request.community))
            say(request, _("The role goes on.") if renewed.confirmed_at else _("A second person is asked to confirm."))
            return see(request, reverse("communities:roles", args=[community_id]))
        except Refused as error:
            form.refuse(error)
    words = {"form": form, "grant": grant, "verdict": can_renew_role(request.user, grant)}
    return render_page(request, "communities/renewal.html", words, status=422 if form.is_bound else 200)


@require_POST
def successor(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/successor/`: the last person who leads asks for somebody else."""
    try:
        ask_successor(actor=request.user, community=request.community)
    except Refused as error:
        return refused(request, error)
    say(request, _("The request is sent. It stands on the day of whoever names the coordination."))
    return see(request, reverse("communities:roles", args=[community_id]))


@require_POST
def end(request: CommunityRequest, community_id: str, grant_id: str) -> HttpResponse:
    """`/c/<x>/roles/<g>/end/`: a running role, or one that waits for its second person."""
    here = {"community": request.community}
    rows = visible_grants(request.user).filter(**here) | overseen_grants(request.user).filter(**here)
    try:
        grant = end_role(actor=request.user, grant=get_object_or_404(rows.distinct(), public_id=grant_id))
    except Refused as error:
        return refused(request, error)
    say(request, _("The role has ended."))
    mine = grant.person_id == request.user.pk
    return see(request, reverse("communities:list") if mine else reverse("communities:roles", args=[community_id]))
