"""Taking the place that an invitation opens. Open to all: the link is the key."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from palabre.communities.actions import Newcomer, accept_invitation
from palabre.communities.choices import Role
from palabre.communities.forms import NewcomerForm
from palabre.communities.models import Invitation
from palabre.communities.queries import invitation_by_token
from palabre.communities.rules import can_accept_invitation
from palabre.communities.views.doors import home_of, shut_door, speak
from palabre.kit.access import open_to_all
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused
from palabre.people.entering import enter
from palabre.people.queries import person_by_address
from palabre.people.requests import PersonRequest


@open_to_all
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """`/invitations/<token>/`: reading it changes nothing; the button takes the place, once."""
    found = invitation_by_token(token)
    over = "communities/invitation_over.html"
    shut = shut_door(request, found, opens=found and can_accept_invitation(found), template=over)
    if shut is not None or found is None:
        return shut or HttpResponse(status=410)
    speak(request, found.language)
    if request.user.is_authenticated:
        return _signed_in(cast("PersonRequest", request), found, token)
    if person_by_address(found.email):
        return render_page(request, "communities/invitation_known.html", {"invitation": found})
    return _newcomer(request, found, token)


def _signed_in(request: PersonRequest, found: Invitation, token: str) -> HttpResponse:
    """Whoever has an account takes the place with one button, if it is hers."""
    mine = request.user.email.casefold() == found.email.casefold()
    if request.method == "POST":
        try:
            accept_invitation(token=token, person=request.user)
        except Refused as error:
            return refused(request, error)
        # a new right is a new session id (SR-07)
        request.session.cycle_key()
        say(request, _("Welcome. You belong to the community now."))
        return see(request, _arrived(found))
    return render_page(request, "communities/invitation_member.html", {"invitation": found, "mine": mine})


def _newcomer(request: HttpRequest, found: Invitation, token: str) -> HttpResponse:
    """Whoever has none says how she wants to be called, and chooses a password."""
    start = {"display_name": found.name, "language": translation.get_language(), "zone": found.community.zone}
    form = NewcomerForm(request.POST or None, initial=start)
    if form.is_valid():
        said: dict[str, Any] = dict(form.cleaned_data)
        device = said.pop("device")
        try:
            person = accept_invitation(token=token, newcomer=Newcomer(**said))
            entered = enter(request, person, device=device, way="invitation", to=_arrived(found))
        except Refused as error:
            form.refuse(error)
        else:
            say(request, _("Welcome. You belong to the community now."))
            return entered
    words = {"form": form, "invitation": found}
    return render_page(request, "communities/invitation.html", words, status=422 if form.is_bound else 200)


def _arrived(found: Invitation) -> str:
    """The first steps; whoever belongs by her role alone goes straight in."""
    if found.role == Role.STEWARD:
        return home_of(found.community)
    return reverse("communities:welcome", args=[found.community.public_id])
