"""What a steward founds below her network, what a coordination proposes: names and who leads, never content."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from palabre.communities.actions import found_with_leader, propose_community
from palabre.communities.choices import Role
from palabre.communities.forms import FoundForm, ProposeForm
from palabre.communities.queries import founded_by, matters
from palabre.communities.requests import CommunityRequest
from palabre.communities.rules import (
    can_found_community,
    can_propose_community,
    founded_communities,
    given_from_above,
    holds,
)
from palabre.communities.views.leading import invite_leader
from palabre.kit.pages import render_page, say, see
from palabre.kit.verdict import Refused
from palabre.people.proving import proved_recently, when_sent


@require_http_methods(["GET", "HEAD", "POST"])
@proved_recently(when=when_sent)
def children(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/communities/`: for the coordination of the network; whoever coordinates here finds only a proposal."""
    actor, parent = request.user, request.community
    if not holds(actor, parent.pk, Role.STEWARD):
        return proposal(request, community_id)
    verdict = can_found_community(actor, parent)
    start = {"kind": "community", "source_language": parent.source_language, "zone": parent.zone, "risk": parent.risk}
    form = FoundForm(request.POST or None, initial=start)
    if form.is_valid():
        try:
            found_with_leader(actor=actor, parent=parent, role=Role.COORDINATOR, **form.founding())
            say(request, _("The community is founded, and the invitation is on its way."))
            return see(request, request.path)
        except Refused as error:
            form.refuse(error)
    words = {"form": form, "slice": founded_by(actor, parent, request.GET), "matters": matters(actor, parent)}
    words["verdict"] = verdict
    return render_page(request, "communities/children.html", words, status=422 if form.is_bound else 200)


def proposal(request: CommunityRequest, community_id: str) -> HttpResponse:
    """The same address for who coordinates: she proposes, the coordination of the network lets it begin."""
    actor, parent = request.user, request.community
    verdict = can_propose_community(actor, parent)
    if not holds(actor, parent.pk, Role.COORDINATOR):
        raise Http404
    start = {"kind": "community", "source_language": parent.source_language, "zone": parent.zone}
    form = ProposeForm(request.POST or None, initial=start)
    if form.is_valid():
        try:
            propose_community(actor=actor, parent=parent, **form.cleaned_data)
            say(request, _("The proposal is noted. The coordination of the network finds it on its day."))
            return see(request, reverse("communities:network", args=[community_id]))
        except Refused as error:
            form.refuse(error)
    words = {"form": form, "verdict": verdict}
    return render_page(request, "communities/proposal.html", words, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@proved_recently(when=when_sent)
def invitation(request: CommunityRequest, community_id: str, child_id: str) -> HttpResponse:
    """Invite somebody to coordinate a community below, or to another role that the network gives there."""
    rows = founded_communities(request.user, request.community)
    child = get_object_or_404(rows, public_id=child_id)
    back = reverse("communities:child", args=[community_id, child_id])
    roles = [Role.COORDINATOR, *sorted(given_from_above(child) - {Role.COORDINATOR})]
    return invite_leader(request, child, [Role(role) for role in roles], back)
