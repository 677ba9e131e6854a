"""The network as people know it: a tree and a map, each with its words beside it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from palabre.communities.choices import Role
from palabre.communities.queries import branch_of, country_map, network_tree
from palabre.communities.queries.drawing import drawn
from palabre.communities.requests import CommunityRequest
from palabre.communities.rules import holds
from palabre.kit.pages import render_page


@require_safe
def network(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/network/`."""
    actor, home = request.user, request.community
    tree = network_tree(actor, home, home, request.GET)
    words = {"tree": tree, "picture": drawn(tree), "map": country_map(home), "home": True}
    words |= {"cares": holds(actor, home.pk, Role.STEWARD), "proposes": holds(actor, home.pk, Role.COORDINATOR)}
    return render_page(request, "communities/network.html", words)


@require_safe
def branch(request: CommunityRequest, community_id: str, child_id: str) -> HttpResponse:
    """`/c/<x>/network/<y>/`: deeper, as far as names are known."""
    found = branch_of(request.community, child_id)
    if found is None:
        raise Http404
    tree = network_tree(request.user, request.community, found, request.GET)
    return render_page(request, "communities/network.html", {"tree": tree, "picture": drawn(tree), "home": False})
