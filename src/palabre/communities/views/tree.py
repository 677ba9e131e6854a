"""Every community that one belongs to."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from palabre.communities.queries import mine_at_the_door, tree_for
from palabre.communities.rules import is_keeper
from palabre.kit.pages import render_page
from palabre.people.requests import PersonRequest


@require_safe
def communities(request: PersonRequest) -> HttpResponse:
    """`/communities/`."""
    words = {"top": tree_for(request.user), "keeper": is_keeper(request.user), "door": mine_at_the_door(request.user)}
    return render_page(request, "communities/tree.html", words)
