"""An application is begun, and opened again by its private link. Open to all."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palabre.calls.actions.applying import TWICE, NotEligible, begin_application
from palabre.calls.actions.links import OVER, application_by_token, ask_links, link_after, open_by_link, renew_link
from palabre.calls.forms.applying import OWN, LostLinkForm, OpenForm, StartForm
from palabre.calls.models import Application, Call
from palabre.calls.queries.applying import already_begun, call_by_id, rules_of
from palabre.calls.rules.applying import can_begin, on_its_clock
from palabre.calls.rules.eligibility import Facts, refusals
from palabre.calls.views.holding import (
    applicant_of,
    find_application,
    for_applicants,
    forget_link,
    hold,
    kept_link,
    let_go,
    show_link,
    was_withdrawn,
)
from palabre.communities.views.doors import speak
from palabre.kit.access import open_to_all
from palabre.kit.leaving import forget_here
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused
from palabre.people.sources import hashed_source
from palabre.people.throttling import may_open_link, note_guess

__all__ = ["find_application"]


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, call_id: str) -> HttpResponse:
    """`/apply/<call>/`: nothing is set on the device before she begins."""
    call = call_by_id(call_id)
    if call is None:
        raise Http404
    applicant = applicant_of(request)
    form = StartForm(request.POST or None, call=call, visitor=applicant.person is None)
    found = refusals(call, Facts(person=applicant.person)) if applicant.person else []
    if form.is_valid():
        try:
            return _begin(request, call, form)
        except Refused as error:
            form.refuse(error)
            found = error.found if isinstance(error, NotEligible) else found
    words = {"call": call, "form": form, "refusals": found, "verdict": can_begin(call, request.arrived_at)}  # type: ignore[attr-defined]
    words |= {"begun": already_begun(applicant, call), "rules": rules_of(call)}
    words |= {"closes": on_its_clock(call, call.closes_at)}
    return render_page(request, "calls/apply_start.html", words, status=422 if form.is_bound else 200)


def _begin(request: HttpRequest, call: Call, form: StartForm) -> HttpResponse:
    said = form.cleaned_data
    application, token = begin_application(
        applicant=applicant_of(request),
        call=call,
        language=form.chosen_language(),
        at=request.arrived_at,  # type: ignore[attr-defined]
        email=said.get("email", ""),
        own_name=said["own_name"] == OWN if "own_name" in said else None,
        source=hashed_source(request),
    )
    hold(request, application, device=said.get("device", ""))
    show_link(request, application, token)
    return see(request, reverse("calls:apply_link", args=[application.public_id]))


@for_applicants
@require_http_methods(["GET", "HEAD", "POST"])
def private_link(request: HttpRequest, application: Application) -> HttpResponse:
    """The link, to be copied or printed; a tap says that it is kept, and it is shown no more."""
    if request.method == "POST":
        forget_link(request, application)
        return see(request, reverse("calls:apply_file", args=[application.public_id]))
    token = kept_link(request, application)
    url = request.build_absolute_uri(reverse("calls:apply_open", args=[token])) if token else ""
    return render_page(request, "calls/apply_link.html", {"application": application, "link": url})


@for_applicants
@require_POST
def another_link(request: HttpRequest, application: Application) -> HttpResponse:
    """A new private link; the one before opens nothing any more."""
    try:
        token = renew_link(applicant=applicant_of(request), application=application)
    except Refused as error:
        return refused(request, error)
    mailed = application.digest in applicant_of(request).mailed
    application.refresh_from_db(fields=["digest"])
    hold(request, application, device=request.session.get("device", ""), mailed=mailed)
    show_link(request, application, token)
    return see(request, reverse("calls:apply_link", args=[application.public_id]))


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """`/apply/open/<token>/`: reading it changes nothing (mail scanners read links too); the button opens."""
    found, applicant = application_by_token(token), applicant_of(request)
    if found is None:
        return _opens_nothing(request)
    speak(request, found[0].language)
    visitor, tied = applicant.person is None, found[0].person_id is not None
    form = OpenForm(request.POST or None, visitor=visitor, tied=tied)
    if request.method == "POST" and form.is_valid():
        try:
            application = open_by_link(token=token, applicant=applicant, tie=form.cleaned_data.get("tie", False))
        except Refused as error:
            form.refuse(Refused(error.verdict, "tie" if form.cleaned_data.get("tie") else None))
        else:
            return _opened(request, application, form, token=token, before=found)
    return render_page(request, "calls/apply_open.html", {"form": form}, status=422 if form.is_bound else 200)


def _opened(
    request: HttpRequest, application: Application, form: OpenForm, *, token: str, before: tuple[Application, bool]
) -> HttpResponse:
    """The application; after the first link by mail, its new private link."""
    hold(request, application, device=form.cleaned_data.get("device", ""), mailed=before[1])
    if before[1] and application.email_proven_at is None:
        say(request, TWICE.why, "warn")
    if before[0].digest == application.digest:
        return see(request, reverse("calls:apply_file", args=[application.public_id]))
    say(request, _("This mail made a new private link. The one before opens nothing any more, on no device."))
    show_link(request, application, link_after(token))
    return see(request, reverse("calls:apply_link", args=[application.public_id]))


def _opens_nothing(request: HttpRequest) -> HttpResponse:
    """A link that is one always opens, whoever guesses beside her; guesses wait."""
    source = hashed_source(request)
    if not may_open_link(source):
        response = render_page(request, "communities/joining/wait.html", status=429)
        response["Retry-After"] = "600"
        return response
    note_guess(source)
    return render_page(request, "calls/apply_shut.html", {"verdict": OVER}, status=410)


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def lost_link(request: HttpRequest) -> HttpResponse:
    """`/apply/link/`: the answer is the same whether the address is known or not."""
    form = LostLinkForm(request.POST or None)
    if form.is_valid():
        ask_links(email=form.cleaned_data["email"], source=hashed_source(request))
        return see(request, f"{request.path}?sent")
    words: dict[str, Any] = {"form": form, "sent": "sent" in request.GET}
    return render_page(request, "calls/apply_lost.html", words, status=422 if form.is_bound else 200)


@open_to_all
@require_POST
def leaving(request: HttpRequest) -> HttpResponse:
    """Leave this device: no application is open on it any more. A sign-in stays, and is ended elsewhere."""
    signed_in = request.user.is_authenticated
    let_go(request)
    response = see(request, reverse("calls:apply_left"))
    return response if signed_in else forget_here(request, response)


@open_to_all
@require_safe
def left(request: HttpRequest) -> HttpResponse:
    """`/apply/left/`: the same address, whatever was left."""
    return render_page(request, "calls/apply_left.html", {"withdrawn": was_withdrawn(request)})
