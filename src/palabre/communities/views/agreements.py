"""What waits for a second person: less protection, and a community that moves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from palabre.communities.actions import accept_move, confirm_easing, end_easing, end_move
from palabre.communities.choices import Role
from palabre.communities.models import Move, RiskEasing
from palabre.communities.requests import CommunityRequest
from palabre.communities.rules import holds, visible_easings, visible_moves
from palabre.kit.pages import refused, say, see
from palabre.kit.verdict import Refused
from palabre.people.proving import proved_recently


@require_POST
@proved_recently
def easing_confirmation(request: CommunityRequest, community_id: str, easing_id: str) -> HttpResponse:
    """Yes to less protection."""
    return _answer(
        request,
        confirm_easing,
        _("The community protects itself less from now on."),
        easing=_easing(request, easing_id),
    )


@require_POST
def easing_end(request: CommunityRequest, community_id: str, easing_id: str) -> HttpResponse:
    """No, or no longer."""
    return _answer(request, end_easing, _("The protection stays as it is."), easing=_easing(request, easing_id))


@require_POST
def move_acceptance(request: CommunityRequest, community_id: str, move_id: str) -> HttpResponse:
    """The network takes the community in."""
    return _answer(request, accept_move, _("The community stands in its new network."), move=_move(request, move_id))


@require_POST
def move_end(request: CommunityRequest, community_id: str, move_id: str) -> HttpResponse:
    """Declined, or taken back."""
    return _answer(request, end_move, _("The community stays where it is."), move=_move(request, move_id))


def _easing(request: CommunityRequest, easing_id: str) -> RiskEasing:
    here = Q(community=request.community) | Q(community__parent=request.community)
    return get_object_or_404(visible_easings(request.user).filter(here), public_id=easing_id)


def _move(request: CommunityRequest, move_id: str) -> Move:
    here = Q(community=request.community) | Q(before=request.community) | Q(after=request.community)
    return get_object_or_404(visible_moves(request.user).filter(here), public_id=move_id)


def _answer(request: CommunityRequest, action: Callable[..., object], done: str, **thing: Any) -> HttpResponse:
    try:
        action(actor=request.user, **thing)
    except Refused as error:
        return refused(request, error)
    say(request, done)
    steward = holds(request.user, request.community.pk, Role.STEWARD)
    name = "communities:children" if steward else "communities:settings"
    return see(request, reverse(name, args=[request.community.public_id]))
