"""Organisations that belong here, their part, and who speaks for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from palabre.communities.actions import (
    add_place,
    change_part,
    end_place,
    end_representation,
    give_voice,
    invite_representative,
)
from palabre.communities.forms import PartForm, PlaceForm, RepresentativeForm
from palabre.communities.models import OrganisationPlace, Representative
from palabre.communities.queries import places_page, representatives, speakers_invited, speakers_of
from palabre.communities.requests import CommunityRequest
from palabre.communities.rules import can_change_organisations, can_see_representatives, visible_places
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def organisations(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/organisations/`: members read who belongs; the coordination adds one."""
    actor, community = request.user, request.community
    verdict = can_change_organisations(actor, community)
    form = PlaceForm(request.POST or None)
    if form.is_valid():
        try:
            place = add_place(actor=actor, community=community, **form.cleaned_data)
            say(request, _("The organisation has its place. Say below who speaks for it."))
            return see(request, reverse("communities:organisation", args=[community_id, place.public_id]))
        except Refused as error:
            form.refuse(error)
    words: dict[str, Any] = {"slice": places_page(actor, community, request.GET), "form": form if verdict else None}
    words |= {"sees": can_see_representatives(actor, community)}
    return render_page(request, "communities/organisations/list.html", words, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def organisation(request: CommunityRequest, community_id: str, place_id: str) -> HttpResponse:
    """`/c/<x>/organisations/<o>/`; a POST invites somebody to speak for it."""
    place = _place(request, place_id)
    start = {"language": request.community.source_language}
    form = RepresentativeForm(request.POST or None, initial=start)
    if form.is_valid():
        try:
            invite_representative(actor=request.user, place=place, **form.cleaned_data)
            say(request, _("The invitation is on its way. It is open for 14 days."))
            return see(request, request.path)
        except Refused as error:
            form.refuse(error)
    return render_page(
        request,
        "communities/organisations/one.html",
        _words(request, place) | {"form": form},
        status=422 if form.is_bound else 200,
    )


def _words(request: CommunityRequest, place: OrganisationPlace) -> dict[str, Any]:
    verdict = can_change_organisations(request.user, request.community)
    return {
        "place": place, "speakers": speakers_of(request.user, place), "verdict": verdict,
        "sees": can_see_representatives(request.user, request.community),
        "invited": list(speakers_invited(place)) if verdict else [],
        "part": PartForm(initial={"part": place.part}) if verdict else None,
    }  # fmt: skip


@require_POST
def part(request: CommunityRequest, community_id: str, place_id: str) -> HttpResponse:
    """`/c/<x>/organisations/<o>/part/`."""
    place, form = _place(request, place_id), PartForm(request.POST)
    if not form.is_valid():
        return see(request, reverse("communities:organisation", args=[community_id, place_id]))
    return _done(
        request,
        place,
        lambda: change_part(actor=request.user, place=place, **form.cleaned_data),
        _("The change is noted."),
    )


@require_POST
def departure(request: CommunityRequest, community_id: str, place_id: str) -> HttpResponse:
    """`/c/<x>/organisations/<o>/departure/`."""
    place = _place(request, place_id)
    return _done(
        request, place, lambda: end_place(actor=request.user, place=place), _("The organisation has left."), back=True
    )


@require_POST
def voice(request: CommunityRequest, community_id: str, place_id: str, representative_id: str) -> HttpResponse:
    """`/c/<x>/organisations/<o>/representatives/<r>/voice/`."""
    place, row = _speaker(request, place_id, representative_id)
    return _done(request, place, lambda: give_voice(actor=request.user, representative=row), _("The voice has moved."))


@require_POST
def end(request: CommunityRequest, community_id: str, place_id: str, representative_id: str) -> HttpResponse:
    """`/c/<x>/organisations/<o>/representatives/<r>/end/`."""
    place, row = _speaker(request, place_id, representative_id)
    say_ = _("She no longer speaks for it. She stays a member.")
    return _done(request, place, lambda: end_representation(actor=request.user, representative=row), say_)


def _place(request: CommunityRequest, place_id: str) -> OrganisationPlace:
    rows = visible_places(request.user).filter(community=request.community)
    return get_object_or_404(rows.select_related("organisation", "community"), public_id=place_id)


def _speaker(request: CommunityRequest, place_id: str, row_id: str) -> tuple[OrganisationPlace, Representative]:
    place = _place(request, place_id)
    rows = representatives(request.user, request.community).filter(place=place)
    return place, get_object_or_404(rows, public_id=row_id)


def _done(
    request: CommunityRequest, place: OrganisationPlace, act: Callable[[], object], said: str, *, back: bool = False
) -> HttpResponse:
    try:
        act()
    except Refused as error:
        return refused(request, error)
    say(request, said)
    where = [request.community.public_id] if back else [request.community.public_id, place.public_id]
    return see(request, reverse("communities:organisations" if back else "communities:organisation", args=where))
