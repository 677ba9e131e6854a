"""Locked accounts: is it she?"""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from palabre.communities.actions.locks import check_lock
from palabre.communities.queries.locks import locked_accounts
from palabre.communities.requests import CommunityRequest
from palabre.communities.rules.locks import can_see_locks, visible_locks
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused
from palabre.people.proving import proved_recently


@require_safe
def locks(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/locked/`: accounts of members that an emergency code shut."""
    if not can_see_locks(request.user, request.community):
        raise Http404
    words = {"locked": locked_accounts(request.user, request.community)}
    return render_page(request, "communities/locks.html", words)


@require_POST
@proved_recently
def check(request: CommunityRequest, community_id: str, lock_id: str) -> HttpResponse:
    """`/c/<x>/locked/<y>/check/`: yes, it is she."""
    lock = get_object_or_404(visible_locks(request.user, request.community), public_id=lock_id)
    try:
        check_lock(actor=request.user, community=request.community, lock=lock)
    except Refused as error:
        return refused(request, error)
    say(request, _("Noted. She can open her account now, with her password."))
    return see(request, reverse("communities:locks", args=[community_id]))
