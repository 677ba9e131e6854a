"""The committee: who is asked, how she comes in, what she says before she reads, how she steps back."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from palabre.calls.actions.reviewers import (
    accept_place,
    ask_again,
    declare_ties,
    end_reviewer,
    name_reviewer,
    step_back,
)
from palabre.calls.forms.reviewing import NameForm, TiesForm, ties_start
from palabre.calls.models import Call, Reviewer
from palabre.calls.queries.committee import committee_page, known_organisations, reviewer_by_token
from palabre.calls.rules.reviewing import can_accept_place, own_reviewers, visible_reviewers
from palabre.calls.views.inside import led_call, pushed, status_of
from palabre.communities.actions.arriving import Newcomer
from palabre.communities.forms.inviting import NewcomerForm
from palabre.communities.views.doors import shut_door, speak
from palabre.kit.access import open_to_all
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused
from palabre.languages.queries import load_halves
from palabre.people.entering import enter
from palabre.people.proving import proved_recently, when_sent
from palabre.people.queries import person_by_address
from palabre.people.requests import PersonRequest


@proved_recently(when=when_sent)
@require_http_methods(["GET", "HEAD", "POST"])
def committee(request: PersonRequest, call_id: str) -> HttpResponse:
    """`/calls/<x>/committee/`: who reads, and somebody more is asked."""
    call = led_call(request, call_id)
    form = NameForm(request.POST or None, initial={"language": call.source_language})
    if form.is_valid():
        try:
            name_reviewer(actor=request.user, call=call, **form.cleaned_data)
            say(request, _("The invitation is on its way. It is open for 14 days."))
            return see(request, request.path)
        except Refused as error:
            form.refuse(error)
    load_halves([call])
    words = {"page": committee_page(request.user, call), "call": call, "form": form}
    return render_page(request, "calls/review_committee.html", words, status=status_of(form))


@proved_recently(when=when_sent)
@require_POST
def asking(request: PersonRequest, call_id: str, reviewer_id: str) -> HttpResponse:
    """`/calls/<x>/committee/<r>/request/`: another link."""
    call, reviewer = _member(request, call_id, reviewer_id)
    said = _("Another link is on its way. The earlier one no longer works.")
    return pushed(request, lambda: ask_again(actor=request.user, reviewer=reviewer), said, _home(call))


@require_POST
def end(request: PersonRequest, call_id: str, reviewer_id: str) -> HttpResponse:
    """`/calls/<x>/committee/<r>/end/`: her place ends; what she handed in stays."""
    call, reviewer = _member(request, call_id, reviewer_id)
    said = _("This place on the committee has ended. What was handed in stays and counts.")
    return pushed(request, lambda: end_reviewer(actor=request.user, reviewer=reviewer), said, _home(call))


def _member(request: PersonRequest, call_id: str, reviewer_id: str) -> tuple[Call, Reviewer]:
    call = led_call(request, call_id)
    rows = visible_reviewers(request.user).filter(call=call).select_related("call__community")
    return call, get_object_or_404(rows, public_id=reviewer_id)


def _home(call: Call) -> str:
    return reverse("calls:committee", args=[call.public_id])


@open_to_all
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, token: str) -> HttpResponse:
    """`/review/invitations/<token>/`: reading it changes nothing; the button takes the place, once."""
    found = reviewer_by_token(token)
    shut = shut_door(request, found, opens=found and can_accept_place(found), template="calls/review_place_over.html")
    if shut is not None or found is None:
        return shut or HttpResponse(status=410)
    speak(request, found.language)
    if request.user.is_authenticated:
        return _signed_in(cast("PersonRequest", request), found, token)
    if person_by_address(found.email):
        return render_page(request, "calls/review_place_known.html", {"reviewer": found, "call": found.call})
    return _newcomer(request, found, token)


def _signed_in(request: PersonRequest, found: Reviewer, token: str) -> HttpResponse:
    """Whoever has an account takes the place with one button, if it is hers."""
    mine = request.user.email.casefold() == found.email.casefold()
    if request.method == "POST":
        try:
            accept_place(token=token, person=request.user)
        except Refused as error:
            return refused(request, error)
        # a new right is a new session id (SR-07)
        request.session.cycle_key()
        say(request, _("Thank you. First say to whom you are tied; then files can reach you."))
        return see(request, reverse("calls:ties", args=[found.public_id]))
    words = {"reviewer": found, "call": found.call, "mine": mine}
    return render_page(request, "calls/review_place_mine.html", words)


def _newcomer(request: HttpRequest, found: Reviewer, token: str) -> HttpResponse:
    """Whoever has none says how she wants to be called, and chooses a password. She becomes no member."""
    start = {"display_name": found.name, "language": translation.get_language(), "zone": found.call.zone}
    form = NewcomerForm(request.POST or None, initial=start)
    if form.is_valid():
        said: dict[str, Any] = dict(form.cleaned_data)
        device = said.pop("device")
        try:
            person = accept_place(token=token, newcomer=Newcomer(**said))
            to = reverse("calls:ties", args=[found.public_id])
            return enter(request, person, device=device, way="invitation", to=to)
        except Refused as error:
            form.refuse(error)
    words = {"form": form, "reviewer": found, "call": found.call}
    return render_page(request, "calls/review_place.html", words, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
def ties(request: PersonRequest, reviewer_id: str) -> HttpResponse:
    """`/review/places/<r>/ties/`: before anything can be read, and whenever something changes (SR-17)."""
    reviewer = _own(request, reviewer_id)
    known = known_organisations(reviewer)
    form = TiesForm(request.POST or None, initial=ties_start(reviewer, known))
    if form.is_valid():
        try:
            declare_ties(actor=request.user, reviewer=reviewer, **form.declared())
            say(request, _("Noted. Files of people to whom you are tied never reach you."))
            return see(request, reverse("calls:reading"))
        except Refused as error:
            form.refuse(error)
    load_halves([reviewer.call])
    words = {"form": form, "reviewer": reviewer, "call": reviewer.call, "known": known}
    return render_page(request, "calls/review_ties.html", words, status=status_of(form))


@require_POST
def departure(request: PersonRequest, reviewer_id: str) -> HttpResponse:
    """`/review/places/<r>/departure/`: she steps back."""
    reviewer = _own(request, reviewer_id)
    said = _("You have stepped back. What you had handed in stays; the rest goes to others. Thank you.")
    return pushed(request, lambda: step_back(actor=request.user, reviewer=reviewer), said, reverse("calls:reading"))


def _own(request: PersonRequest, reviewer_id: str) -> Reviewer:
    rows = own_reviewers(request.user).select_related("call__community", "person")
    found: Reviewer = get_object_or_404(rows, public_id=reviewer_id)
    return found
