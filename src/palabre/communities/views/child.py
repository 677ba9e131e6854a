"""One community just below, as the coordination of the network sees it: its life and who leads, never its content."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from palabre.communities.actions import ask_move
from palabre.communities.forms import MoveForm
from palabre.communities.models import Community
from palabre.communities.queries import gaps, life_of, roles_below
from palabre.communities.queries.founded import network_by_number, network_choices, networks_for
from palabre.communities.requests import CommunityRequest
from palabre.communities.rules import founded_communities
from palabre.communities.views.life import step_forms, take
from palabre.kit.pages import render_page, say, see
from palabre.kit.verdict import Refused, no

NO_NETWORK = no(gettext_lazy("We know no network of this number."))


@require_http_methods(["GET", "HEAD", "POST"])
def child(request: CommunityRequest, community_id: str, child_id: str) -> HttpResponse:
    """`/c/<x>/communities/<y>/`."""
    found = _child(request, child_id)
    forms = step_forms(request, found)
    if request.method == "POST" and take(request, found, forms):
        return see(request, request.path)
    words = {"forms": forms, "move_form": _move_form(request, found, bound=False)}
    return _page(request, found, words, status=422 if request.method == "POST" else 200)


@require_POST
def move(request: CommunityRequest, community_id: str, child_id: str) -> HttpResponse:
    """`/c/<x>/communities/<y>/move/`: propose it to another network."""
    found = _child(request, child_id)
    form = _move_form(request, found, bound=True)
    if form.is_valid():
        after = network_by_number(form.wanted())
        try:
            if after is None:
                raise Refused(NO_NETWORK, "number")
            ask_move(actor=request.user, community=found, after=after)
            say(request, _("The move is proposed. The coordination of the other network finds it on its day."))
            return see(request, reverse("communities:child", args=[community_id, child_id]))
        except Refused as error:
            form.refuse(error)
    return _page(request, found, {"forms": step_forms(request, found, bound=False), "move_form": form}, status=422)


def _child(request: CommunityRequest, child_id: str) -> Community:
    return get_object_or_404(founded_communities(request.user, request.community), public_id=child_id)


def _move_form(request: CommunityRequest, found: Community, *, bound: bool) -> MoveForm:
    networks = network_choices(networks_for(request.user, request.community, found))
    return MoveForm(request.POST if bound else None, networks=networks)


def _page(request: CommunityRequest, found: Community, words: dict[str, Any], *, status: int) -> HttpResponse:
    actor = request.user
    words |= {"child": found, "life": life_of(actor, found), "roles": roles_below(actor, found)}
    words |= {
        "gaps": gaps([found]).get(found.pk, []),
        "moving": found.moves.filter(accepted_at=None, ended_at=None).first(),
    }
    return render_page(request, "communities/child.html", words, status=status)
