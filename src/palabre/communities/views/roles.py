"""Who holds which role, and until when."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from palabre.communities.actions import ask_successor, end_role, grant_role
from palabre.communities.forms import GrantForm
from palabre.communities.models import RoleGrant
from palabre.communities.queries import members_of, roles_of
from palabre.communities.requests import CommunityRequest
from palabre.communities.rules import can_end_role, can_see_invitations, grantable_roles, visible_grants
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused, Verdict
from palabre.people.models import Person


@require_http_methods(["GET", "HEAD", "POST"])
def roles(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/roles/`: everybody here reads it; whoever may give a role finds the form."""
    actor, community = request.user, request.community
    given = grantable_roles(actor, community)
    form = GrantForm(request.POST or None, members=members_of(community) if given else [], roles=given)
    if form.is_valid():
        try:
            end = form.ends_at(community)
            basics = {"person": form.person_chosen(), "role": form.cleaned_data["role"], "ends_at": end}
            grant_role(actor=actor, community=community, **basics)
            say(request, _("The role is given."))
            return see(request, request.path)
        except Refused as error:
            form.refuse(error)
    rows = [(grant, _may_end(actor, grant)) for grant in roles_of(actor, community)]
    words: dict[str, object] = {"form": form if given else None, "rows": rows}
    words |= {"invites": can_see_invitations(actor, community)}
    return render_page(request, "communities/roles.html", words, status=422 if form.is_bound else 200)


def _may_end(actor: Person, grant: RoleGrant) -> Verdict | None:
    """Shown refused only to the person herself: others do not need a button that is not theirs."""
    verdict = can_end_role(actor, grant)
    return verdict if verdict or grant.person_id == actor.pk else None


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
    """`/c/<x>/roles/<g>/end/`."""
    rows = visible_grants(request.user).filter(community=request.community)
    try:
        grant = end_role(actor=request.user, grant=get_object_or_404(rows, public_id=grant_id))
    except Refused as error:
        return refused(request, error)
    say(request, _("The role has ended."))
    mine = grant.person_id == request.user.pk
    return see(request, reverse("communities:list") if mine else reverse("communities:roles", args=[community_id]))
