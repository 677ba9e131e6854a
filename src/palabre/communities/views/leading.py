"""Naming who leads a community that one founded."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.utils.translation import gettext as _

from palabre.communities.actions import invite
from palabre.communities.choices import Role
from palabre.communities.forms import LeaderForm
from palabre.communities.models import Community
from palabre.kit.pages import render_page, say, see
from palabre.kit.verdict import Refused
from palabre.people.requests import PersonRequest


def invite_leader(request: PersonRequest, community: Community, roles: Sequence[Role], back: str) -> HttpResponse:
    """A page with an address, a language, and a role where there are several to give."""
    form = LeaderForm(request.POST or None, initial={"language": community.source_language}, roles=roles)
    if form.is_valid():
        try:
            invite(actor=request.user, community=community, **form.named())
            say(request, _("The invitation is on its way. It is open for 14 days."))
            return see(request, back)
        except Refused as error:
            form.refuse(error)
    words = {"form": form, "child": community, "back": back, "role": roles[0].label if len(roles) == 1 else ""}
    return render_page(request, "communities/leader.html", words, status=422 if form.is_bound else 200)
