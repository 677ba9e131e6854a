"""What one has asked for oneself: its state, the answer, and a way back."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from palabre.communities.actions import let_members_read, withdraw_request
from palabre.communities.models import JoinRequest
from palabre.communities.queries import answers_of, speaks_openly
from palabre.communities.rules import can_withdraw_request, own_requests
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused
from palabre.people.requests import PersonRequest


@require_safe
def asked(request: PersonRequest, request_id: str) -> HttpResponse:
    """`/communities/requests/<r>/`."""
    found = _found(request, request_id)
    words = {"asked": found, "answers": answers_of(found), "named": speaks_openly(found.community)}
    words |= {"verdict": can_withdraw_request(request.user, found)}
    return render_page(request, "communities/joining/asked.html", words)


@require_POST
def withdrawal(request: PersonRequest, request_id: str) -> HttpResponse:
    """`/communities/requests/<r>/withdrawal/`."""
    try:
        withdraw_request(actor=request.user, request=_found(request, request_id))
    except Refused as error:
        return refused(request, error)
    say(request, _("Your request is taken back, and what you wrote is forgotten."))
    return see(request, reverse("communities:list"))


@require_POST
def openness(request: PersonRequest, request_id: str) -> HttpResponse:
    """`/communities/requests/<r>/openness/`: whether members read it, so that they can answer for her."""
    try:
        found = _found(request, request_id)
        let_members_read(actor=request.user, request=found, open_=request.POST.get("open") == "yes")
    except Refused as error:
        return refused(request, error)
    say(request, _("Your choice is noted."))
    return see(request, reverse("communities:my_request", args=[request_id]))


def _found(request: PersonRequest, request_id: str) -> JoinRequest:
    rows = own_requests(request.user).select_related("community", "membership", "place")
    return get_object_or_404(rows, public_id=request_id)
