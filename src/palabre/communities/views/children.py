"""What a steward founds below her network: names and who leads, never content."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from palabre.communities.actions import found_with_leader
from palabre.communities.choices import Role
from palabre.communities.forms import FoundForm
from palabre.communities.queries import founded_by
from palabre.communities.requests import CommunityRequest
from palabre.communities.rules import can_found_community, founded_communities
from palabre.communities.views.leading import invite_leader
from palabre.kit.pages import render_page, say, see
from palabre.kit.verdict import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def children(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/communities/`."""
    actor, parent = request.user, request.community
    if not can_found_community(actor, parent):
        raise Http404
    start = {"kind": "community", "source_language": parent.source_language, "zone": parent.zone}
    form = FoundForm(request.POST or None, initial=start)
    if form.is_valid():
        try:
            found_with_leader(actor=request.user, parent=parent, role=Role.COORDINATOR, **form.cleaned_data)
            say(request, _("The community is founded, and the invitation is on its way."))
            return see(request, request.path)
        except Refused as error:
            form.refuse(error)
    words = {"form": form, "rows": founded_by(actor, parent)}
    return render_page(request, "communities/children.html", words, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: CommunityRequest, community_id: str, child_id: str) -> HttpResponse:
    """Invite somebody to coordinate a community below."""
    rows = founded_communities(request.user, request.community)
    child = get_object_or_404(rows, public_id=child_id)
    back = reverse("communities:children", args=[community_id])
    return invite_leader(request, child, [Role.COORDINATOR], back)
