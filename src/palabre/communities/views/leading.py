"""Naming who leads a community that one founded."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _

from palabre.communities.actions import found_community, invite
from palabre.communities.choices import Role
from palabre.communities.forms import FoundForm, LeaderForm
from palabre.communities.models import Community
from palabre.kit.pages import render_page, say, see
from palabre.kit.verdict import Refused
from palabre.people.requests import PersonRequest


def found_with_leader(request: PersonRequest, form: FoundForm, parent: Community | None, role: str) -> Community:
    """The community and the invitation of whoever leads it: both, or neither. Raises Refused."""
    said = dict(form.cleaned_data)
    email = said.pop("email")
    with transaction.atomic():
        community = found_community(actor=request.user, parent=parent, **said)
        invite(actor=request.user, community=community, email=email, language=community.source_language, role=role)
    return community


def invite_leader(request: PersonRequest, community: Community, roles: Sequence[Role], back: str) -> HttpResponse:
    """A page with an address and a language."""
    form = LeaderForm(request.POST or None, initial={"language": community.source_language})
    if form.is_valid():
        try:
            invite(actor=request.user, community=community, role=roles[0], **form.cleaned_data)
            say(request, _("The invitation is on its way. It is open for 14 days."))
            return see(request, back)
        except Refused as error:
            form.refuse(error)
    words = {"form": form, "child": community, "back": back, "role": roles[0].label}
    return render_page(request, "communities/leader.html", words, status=422 if form.is_bound else 200)
