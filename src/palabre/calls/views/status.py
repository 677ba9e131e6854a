"""The application as a whole: what is missing, handing it in, where it stands, and taking it away."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palabre.calls.actions.applying import NotEligible
from palabre.calls.actions.submitting import hand_in, inform, take_back
from palabre.calls.actions.withdrawing import withdraw
from palabre.calls.choices import ApplicationState
from palabre.calls.forms.applying import InformForm
from palabre.calls.models import Application
from palabre.calls.queries.applying import missing_from, my_applications, sections_of, written
from palabre.calls.queries.paper import Paper, balance_of
from palabre.calls.queries.status import STEPS, clock_of, kept_until, readers_of, standing_of
from palabre.calls.rules.applying import can_fill, can_take_back, can_withdraw
from palabre.calls.views.holding import applicant_of, for_applicants, note_withdrawn
from palabre.calls.views.sections import with_words
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.paging import page_of
from palabre.kit.verdict import Refused, no
from palabre.people.requests import PersonRequest

INCOMPLETE = no(gettext_lazy("The button opens once nothing is missing."))


@require_safe
def mine(request: PersonRequest) -> HttpResponse:
    """`/me/applications/`: under her account."""
    rows = my_applications(request.user)
    return render_page(request, "calls/apply_mine.html", {"slice": page_of(rows, request.GET, by="-created_at")})


@for_applicants
@require_safe
def overview(request: HttpRequest, application: Application) -> HttpResponse:
    """A draft: its sections, and what is missing. What was handed in has its status."""
    if application.state != ApplicationState.DRAFT:
        return see(request, reverse("calls:apply_status", args=[application.public_id]))
    paper = Paper(application)
    sections = sections_of(application, paper)
    words = _common(request, application) | {"sections": sections, "missing": missing_from(sections)}
    words |= {"verdict": can_fill(application, _at(request)), "written": written(application, paper)}
    return render_page(request, "calls/apply_file.html", words)


@for_applicants
@require_http_methods(["GET", "HEAD", "POST"])
def submission(request: HttpRequest, application: Application) -> HttpResponse:
    """Read once more, then handed in. What arrives in the closing second is in time."""
    found: list[Any] = []
    refusal = None
    if request.method == "POST":
        try:
            hand_in(applicant=applicant_of(request), application=application, at=_at(request))
            return see(request, reverse("calls:apply_receipt", args=[application.public_id]))
        except Refused as error:
            refusal, found = error.verdict, error.found if isinstance(error, NotEligible) else []
    elif application.state != ApplicationState.DRAFT:
        return see(request, reverse("calls:apply_status", args=[application.public_id]))
    paper = Paper(application)
    words = _common(request, application) | {"written": written(application, paper), "refusal": refusal}
    words |= {"missing": missing_from(sections_of(application, paper)), "refusals": with_words(found)}
    words |= {"verdict": can_fill(application, _at(request)), "gate": INCOMPLETE}
    return render_page(request, "calls/apply_submission.html", words, status=200 if refusal is None else 422)


@for_applicants
@require_safe
def receipt(request: HttpRequest, application: Application) -> HttpResponse:
    """That it was received, and when: by the call's clock and hers."""
    if application.submitted_at is None:
        return see(request, reverse("calls:apply_file", args=[application.public_id]))
    words = _common(request, application) | {"received": clock_of(application, application.submitted_at)}
    return render_page(request, "calls/apply_receipt.html", words)


@for_applicants
@require_safe
def status(request: HttpRequest, application: Application) -> HttpResponse:
    """Where it stands, who sees what, until when it is kept, the letters, the next step."""
    return render_page(request, "calls/apply_status.html", _status(request, application, InformForm()))


def _status(request: HttpRequest, application: Application, form: InformForm) -> dict[str, Any]:
    paper = Paper(application)
    received = clock_of(application, application.submitted_at) if application.submitted_at else ""
    return _common(request, application) | {
        "standing": standing_of(application, _at(request)),
        "steps": STEPS,
        "received": received,
        "readers": readers_of(application),
        "kept": kept_until(application),
        "written": written(application, paper),
        "given": balance_of(application),
        "back": can_take_back(application, _at(request)),
        "form": form,
    }


@for_applicants
@require_POST
def answer(request: HttpRequest, application: Application) -> HttpResponse:
    """Her answer to the question of the coordination."""
    form = InformForm(request.POST)
    if form.is_valid():
        try:
            inform(applicant=applicant_of(request), application=application, answer=form.cleaned_data["answer"])
            say(request, _("Your answer is with the coordination."))
            return see(request, reverse("calls:apply_status", args=[application.public_id]))
        except Refused as error:
            form.refuse(error)
    return render_page(request, "calls/apply_status.html", _status(request, application, form), status=422)


@for_applicants
@require_http_methods(["GET", "HEAD", "POST"])
def taking_back(request: HttpRequest, application: Application) -> HttpResponse:
    """A draft again, to be changed, as long as the call is open."""
    if request.method == "POST":
        try:
            take_back(applicant=applicant_of(request), application=application, at=_at(request))
        except Refused as error:
            return refused(request, error)
        say(request, _("It is a draft again. It counts once you have handed it in anew."), "warn")
        return see(request, reverse("calls:apply_file", args=[application.public_id]))
    words = _common(request, application) | {"verdict": can_take_back(application, _at(request))}
    return render_page(request, "calls/apply_taking_back.html", words)


@for_applicants
@require_http_methods(["GET", "HEAD", "POST"])
def withdrawal(request: HttpRequest, application: Application) -> HttpResponse:
    """One confirmation, no reason."""
    if request.method == "POST":
        try:
            withdraw(applicant=applicant_of(request), application=application)
        except Refused as error:
            return refused(request, error)
        note_withdrawn(request)
        return see(request, reverse("calls:apply_left"))
    words = _common(request, application) | {"verdict": can_withdraw(application)}
    return render_page(request, "calls/apply_withdrawal.html", words)


def _common(request: HttpRequest, application: Application) -> dict[str, Any]:
    call = application.call
    return {"application": application, "call": call, "closes": clock_of(application, call.closes_at)}


def _at(request: HttpRequest) -> Any:
    return request.arrived_at  # type: ignore[attr-defined]
