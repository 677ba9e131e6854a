"""An offer as its owner reads it: what she declares, that she declines, how she comes in."""

from __future__ import annotations

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from palabre.calls.actions.accepting import declare_interests, decline_offer, take_place
from palabre.calls.choices import ApplicationState
from palabre.calls.forms.deciding import InterestsForm
from palabre.calls.models import Application
from palabre.calls.queries.offers import offer_letter
from palabre.calls.rules.accepting import can_declare_interests, can_open_account, can_take_place
from palabre.calls.views.holding import applicant_of, for_applicants, note_withdrawn
from palabre.calls.views.selecting import status_of
from palabre.communities.actions.arriving import Newcomer
from palabre.communities.forms import NewcomerForm
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused
from palabre.people.entering import enter
from palabre.people.queries import person_by_address
from palabre.people.requests import PersonRequest


@for_applicants
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, application: Application) -> HttpResponse:
    """`/apply/file/<a>/offer/`: the letter, and her declaration (INV-15)."""
    verdict = can_declare_interests(application)
    if not verdict:
        raise Http404
    start = {"text": application.coi, "nothing": application.coi_none}
    form = InterestsForm(request.POST or None, initial=start)
    if form.is_valid():
        try:
            declare_interests(applicant=applicant_of(request), application=application, **form.cleaned_data)
            say(request, _("Your declaration is with the coordination. It confirms your place next."))
            return see(request, reverse("calls:apply_status", args=[application.public_id]))
        except Refused as error:
            form.refuse(error)
    declared = application.state == ApplicationState.COI_DECLARED
    words = {"application": application, "call": application.call, "form": form, "declared": declared}
    words |= {"letter": offer_letter(application)}
    return render_page(request, "calls/offer_own.html", words, status=status_of(form))


@for_applicants
@require_http_methods(["GET", "HEAD", "POST"])
def refusal(request: HttpRequest, application: Application) -> HttpResponse:
    """`/apply/file/<a>/offer/refusal/`: asked once more, because it cannot be undone."""
    if not can_declare_interests(application):
        raise Http404
    if request.method == "POST":
        try:
            decline_offer(applicant=applicant_of(request), application=application)
        except Refused as error:
            return refused(request, error)
        note_withdrawn(request)
        return see(request, reverse("calls:apply_left"))
    return render_page(request, "calls/offer_refusal.html", {"application": application, "call": application.call})


@for_applicants
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, application: Application) -> HttpResponse:
    """`/apply/file/<a>/place/`: whoever was confirmed comes in, once."""
    if application.state != ApplicationState.ACCEPTED:
        raise Http404
    if application.person_id is not None:
        return see(request, _first_steps(application))
    verdict = can_take_place(application)
    if not verdict:
        return refused(request, Refused(verdict))
    if request.user.is_authenticated:
        return _signed_in(cast("PersonRequest", request), application)
    if person_by_address(application.email):
        return render_page(request, "calls/offer_known.html", {"application": application})
    if not (verdict := can_open_account(applicant_of(request), application)):
        return refused(request, Refused(verdict))
    return _newcomer(request, application)


def _signed_in(request: PersonRequest, application: Application) -> HttpResponse:
    """With one button, if the account has the address of the application."""
    if request.method == "POST":
        try:
            take_place(applicant=applicant_of(request), application=application, person=request.user)
        except Refused as error:
            return refused(request, error)
        # a new right is a new session id (SR-07)
        request.session.cycle_key()
        say(request, _("Welcome. Read the code of conduct and sign it: then everything is open to you."))
        return see(request, _first_steps(application))
    mine = request.user.email.casefold() == application.email.casefold()
    return render_page(request, "calls/offer_member.html", {"application": application, "mine": mine})


def _newcomer(request: HttpRequest, application: Application) -> HttpResponse:
    """Whoever has no account says how she wants to be called, and chooses a passphrase."""
    start = {"display_name": application.name, "pronouns": application.pronouns, "language": get_language()}
    start |= {"zone": application.zone or application.call.zone}
    form = NewcomerForm(request.POST or None, initial=start)
    if form.is_valid():
        said: dict[str, Any] = dict(form.cleaned_data)
        device = said.pop("device")
        try:
            who = applicant_of(request)
            person = take_place(applicant=who, application=application, newcomer=Newcomer(**said))
            entered = enter(request, person, device=device, way="invitation", to=_first_steps(application))
        except Refused as error:
            form.refuse(error)
        else:
            say(request, _("Welcome. Read the code of conduct and sign it: then everything is open to you."))
            return entered
    words = {"application": application, "form": form}
    return render_page(request, "calls/offer_place.html", words, status=status_of(form))


def _first_steps(application: Application) -> str:
    return reverse("communities:welcome", args=[application.call.community.public_id])
