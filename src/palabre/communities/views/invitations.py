"""Places opened by mail."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from palabre.communities.actions import invite, withdraw_invitation
from palabre.communities.forms import InviteForm
from palabre.communities.queries import invitations_page, organisations_of
from palabre.communities.requests import CommunityRequest
from palabre.communities.rules import (
    can_invite,
    can_see_invitations,
    can_see_members,
    grantable_roles,
    visible_invitations,
)
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused
from palabre.people.proving import proved_recently


def _gives_a_role(request: HttpRequest) -> bool:
    return bool(request.POST.get("role"))


@proved_recently(when=_gives_a_role)
@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/invitations/`."""
    actor, community = request.user, request.community
    if not can_see_invitations(actor, community):
        raise Http404
    roles, organisations = grantable_roles(actor, community), organisations_of(actor, community)
    start = {"language": community.source_language, "role": ""}
    form = InviteForm(request.POST or None, initial=start, roles=roles, organisations=organisations)
    if form.is_valid():
        try:
            _invite(request, form)
            say(request, _("The invitation is on its way. It is open for 14 days."))
            return see(request, request.path)
        except Refused as error:
            form.refuse(error)
    words = {"form": form, "slice": invitations_page(actor, community, request.GET)}
    words |= {"verdict": can_invite(actor, community), "sees_members": can_see_members(actor, community)}
    return render_page(request, "communities/invitations.html", words, status=422 if form.is_bound else 200)


def _invite(request: CommunityRequest, form: InviteForm) -> None:
    names = ("email", "language", "role", "new_organisation", "kind")
    said = {name: form.cleaned_data[name] for name in names}
    invite(actor=request.user, community=request.community, organisation=form.known_organisation(), **said)


@require_POST
def withdrawal(request: CommunityRequest, community_id: str, invitation_id: str) -> HttpResponse:
    """Shut one invitation."""
    rows = visible_invitations(request.user).filter(community=request.community)
    try:
        withdraw_invitation(actor=request.user, invitation=get_object_or_404(rows, public_id=invitation_id))
    except Refused as error:
        return refused(request, error)
    say(request, _("The invitation is withdrawn. Its link no longer works."))
    return see(request, reverse("communities:invitations", args=[community_id]))
