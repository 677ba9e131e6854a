"""Who asks to join: read by the coordination, and by members who may answer for somebody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palabre.communities.actions import admit, decline, vouch
from palabre.communities.choices import Role
from palabre.communities.forms import ReplyForm
from palabre.communities.models import JoinRequest
from palabre.communities.queries import answers_of, called, open_request, requests_page, vouchers_of
from palabre.communities.requests import CommunityRequest
from palabre.communities.rules import can_admit, can_answer_request, can_see_requests, can_vouch, holds
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused


@require_safe
def requests(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/requests/`: whoever has waited longest comes first."""
    actor, community = request.user, request.community
    if not can_see_requests(actor, community):
        raise Http404
    words = {"slice": requests_page(actor, community, request.GET), "leads": _leads(request)}
    return render_page(request, "communities/joining/requests.html", words)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: CommunityRequest, community_id: str, request_id: str) -> HttpResponse:
    """`/c/<x>/requests/<r>/`: her answers, who answers for her; a POST is the answer of the coordination."""
    found = _found(request, request_id)
    form = ReplyForm(request.POST or None)
    if request.method == "POST" and not _leads(request):
        return refused(request, Refused(can_answer_request(request.user, found)))
    if form.is_valid():
        try:
            return _answer(request, found, form.cleaned_data["reply"])
        except Refused as error:
            form.refuse(error)
    return render_page(
        request,
        "communities/joining/request.html",
        _words(request, found) | {"form": form},
        status=422 if form.is_bound else 200,
    )


@require_POST
def vouching(request: CommunityRequest, community_id: str, request_id: str) -> HttpResponse:
    """`/c/<x>/requests/<r>/vouch/`."""
    try:
        vouch(actor=request.user, request=_found(request, request_id))
    except Refused as error:
        return refused(request, error)
    say(request, _("Thank you. Your word is noted."))
    return see(request, reverse("communities:requests", args=[community_id]))


def _found(request: CommunityRequest, request_id: str) -> JoinRequest:
    return get_object_or_404(open_request(request.user, request.community), public_id=request_id)


def _leads(request: CommunityRequest) -> bool:
    return holds(request.user, request.community.pk, Role.COORDINATOR)


def _answer(request: CommunityRequest, found: JoinRequest, reply: str) -> HttpResponse:
    act: Callable[..., JoinRequest] = admit if request.POST.get("answer") == "admit" else decline
    act(actor=request.user, request=found, reply=reply)
    said = _("This person has her place.") if act is admit else _("The answer is sent.")
    say(
        request,
        said
        if found.place is None or act is decline
        else _("The organisation has its place; its representatives are invited."),
    )
    return see(request, reverse("communities:requests", args=[request.community.public_id]))


def _words(request: CommunityRequest, found: JoinRequest) -> dict[str, Any]:
    actor, leads = request.user, _leads(request)
    names = [called(person, request.community) for person in vouchers_of(found)]
    return {
        "asked": found, "answers": answers_of(found), "vouchers": names, "leads": leads,
        "admits": can_admit(actor, found) if leads else None,
        "vouches": can_vouch(actor, found) if request.community.vouchers_needed and found.membership else None,
    }  # fmt: skip
