"""`/join/requests/<token>/`: the address is hers. Reading changes nothing: mail scanners read links too."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from palabre.communities.actions import Newcomer, confirm_request
from palabre.communities.choices import JoinAs
from palabre.communities.forms import NewcomerForm
from palabre.communities.models import JoinRequest
from palabre.communities.queries import request_by_token, speaks_openly
from palabre.communities.rules import can_use_join_link
from palabre.communities.views.doors import quietly, shut_door, speak
from palabre.kit.access import open_to_all
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused
from palabre.people.entering import enter
from palabre.people.models import Person
from palabre.people.queries import person_by_address
from palabre.people.requests import PersonRequest


@open_to_all
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def confirmation(request: HttpRequest, token: str) -> HttpResponse:
    """One link from a mail: to confirm, and afterwards to read the answer."""
    found = request_by_token(token)
    shut = shut_door(request, found, opens=found and _opens(found))
    if shut is not None or found is None:
        return shut or HttpResponse(status=410)
    speak(request, found.language)
    if found.confirmed_at:
        return _page(request, found, "state")
    if found.joins_as == JoinAs.ORGANISATION:
        return _organisation(request, found, token)
    if request.user.is_authenticated:
        return _signed_in(cast("PersonRequest", request), found, token)
    if person_by_address(found.email):
        return _page(request, found, "confirm_known")
    return _newcomer(request, found, token)


def _opens(found: JoinRequest) -> bool:
    """Confirmed ones tell their state; others open in time, while a place is left behind their link."""
    if found.confirmed_at:
        return True
    return found.expires_at > timezone.now() and found.link is not None and bool(can_use_join_link(found.link))


def _page(request: HttpRequest, found: JoinRequest, name: str, status: int = 200, **words: Any) -> HttpResponse:
    words |= {"asked": found, "named": speaks_openly(found.community)}
    return quietly(render_page(request, f"communities/joining/{name}.html", words, status=status))


def _organisation(request: HttpRequest, found: JoinRequest, token: str) -> HttpResponse:
    """Both representatives are invited once it is admitted: no account is made now."""
    if request.method == "POST":
        try:
            confirm_request(token=token)
        except Refused as error:
            return refused(request, error)
        return see(request, request.path)
    return _page(request, found, "confirm_organisation")


def _signed_in(request: PersonRequest, found: JoinRequest, token: str) -> HttpResponse:
    mine = request.user.email.casefold() == found.email.casefold()
    if request.method == "POST":
        try:
            taken = confirm_request(token=token, person=request.user)
        except Refused as error:
            return refused(request, error)
        request.session.cycle_key()
        return see(request, _after(request, taken))
    return _page(request, found, "confirm_member", mine=mine)


def _newcomer(request: HttpRequest, found: JoinRequest, token: str) -> HttpResponse:
    """She chooses a password, and how she wants to be called."""
    start = {"display_name": found.display_name, "language": found.language, "zone": found.community.zone}
    form = NewcomerForm(request.POST or None, initial=start)
    if form.is_valid():
        said: dict[str, Any] = dict(form.cleaned_data)
        device = said.pop("device")
        try:
            taken = confirm_request(token=token, newcomer=Newcomer(**said))
        except Refused as error:
            form.refuse(error)
        else:
            person = cast("Person", taken.person)
            return enter(request, person, device=device, way="join_link", to=_after(request, taken))
    return _page(request, found, "confirm", 422 if form.is_bound else 200, form=form)


def _after(request: HttpRequest, taken: JoinRequest) -> str:
    if taken.answered_at:
        return reverse("communities:welcome", args=[taken.community.public_id])
    say(request, _("Your request is with the coordination. You find its answer here."))
    return reverse("communities:list")
