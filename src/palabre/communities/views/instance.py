"""What the keeper of the instance does: found the first network, name who leads it. Nothing else."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from palabre.communities.actions import found_with_leader
from palabre.communities.choices import CommunityKind, Role
from palabre.communities.forms import FoundForm
from palabre.communities.keeping import for_keepers
from palabre.communities.models import Community
from palabre.communities.queries import founded_by
from palabre.communities.rules import first_roles, founded_communities
from palabre.communities.views.leading import invite_leader
from palabre.kit.pages import render_page, say, see
from palabre.kit.verdict import Refused
from palabre.people.proving import proved_recently, when_sent
from palabre.people.requests import PersonRequest


def _role(kind: str) -> Role:
    """A network gets its coordination of the network; a community alone its own."""
    return Role.STEWARD if first_roles(Community(kind=kind)) == {Role.STEWARD} else Role.COORDINATOR


@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers
@proved_recently(when=when_sent)
def instance(request: PersonRequest) -> HttpResponse:
    """`/instance/`: absent for everybody else."""
    start = {"kind": CommunityKind.NETWORK, "source_language": get_language(), "zone": request.user.zone}
    form = FoundForm(request.POST or None, initial=start)
    if form.is_valid():
        try:
            found_with_leader(actor=request.user, parent=None, role=_role(form.cleaned_data["kind"]), **form.founding())
            say(request, _("It is founded, and the invitation is on its way."))
            return see(request, request.path)
        except Refused as error:
            form.refuse(error)
    words = {"form": form, "slice": founded_by(request.user, None, request.GET)}
    return render_page(request, "communities/instance.html", words, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers
@proved_recently(when=when_sent)
def invitation(request: PersonRequest, child_id: str) -> HttpResponse:
    """Invite another person to lead what stands at the top."""
    community = get_object_or_404(founded_communities(request.user, None), public_id=child_id)
    return invite_leader(request, community, [_role(community.kind)], reverse("communities:instance"))
