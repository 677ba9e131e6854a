"""Giving files to readers: the table for all of them, one by hand, what is taken away, what is opened again."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from palabre.calls.actions.assigning import give_file, give_files, take_file
from palabre.calls.actions.conflicts import find_tie
from palabre.calls.actions.scoring import reopen_review
from palabre.calls.forms.reviewing import GiveForm, TieForm
from palabre.calls.models import ReviewAssignment
from palabre.calls.queries.assigning import plan_page
from palabre.calls.queries.screening import application_page
from palabre.calls.rules.assigning import can_find_tie, led_assignments
from palabre.calls.rules.screening import can_see_identity
from palabre.calls.views.inside import led_call, pushed, status_of
from palabre.calls.views.screening import find_filed, one_page, page_of
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Clash, Refused, require
from palabre.languages.queries import load_halves
from palabre.people.requests import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
def assignments(request: PersonRequest, call_id: str) -> HttpResponse:
    """`/calls/<x>/assignments/`: the plan as a table; the button gives the files just so."""
    call, clash = led_call(request, call_id), ""
    if request.method == "POST":
        try:
            number = give_files(actor=request.user, call=call, seen=request.POST.get("seen", ""))
            said = ngettext("%(number)s reading is given out.", "%(number)s readings are given out.", number)
            say(request, said % {"number": number})
            return see(request, request.path)
        except Clash as error:
            clash = str(error.verdict.why)
        except Refused as error:
            return refused(request, error)
    load_halves([call])
    words = {"page": plan_page(request.user, call, request.GET), "call": call, "clash": clash}
    return render_page(request, "calls/review_plan.html", words, status=409 if clash else 200)


@require_POST
def readers(request: PersonRequest, call_id: str, application_id: str) -> HttpResponse:
    """`/calls/<x>/applications/<y>/readers/`: one reader more, by hand."""
    found = find_filed(request, led_call(request, call_id), application_id)
    try:
        require(can_see_identity(request.user, found))
        form = GiveForm(request.POST, readers=application_page(request.user, found).free)
        if form.is_valid():
            give_file(actor=request.user, application=found, reviewer=form.reader())
            say(request, _("The file is given. This reader is told that something waits."))
            return see(request, page_of(found))
    except Refused as error:
        return refused(request, error)
    return one_page(request, found, 422, give=form)


@require_POST
def removal(request: PersonRequest, call_id: str, assignment_id: str) -> HttpResponse:
    """`/calls/<x>/assignments/<a>/removal/`: what she has not begun is taken away."""
    found = _given(request, call_id, assignment_id)
    said = _("Taken away. Give this file to somebody else.")
    return pushed(request, lambda: take_file(actor=request.user, assignment=found), said, page_of(found.application))


@require_POST
def reopening(request: PersonRequest, call_id: str, assignment_id: str) -> HttpResponse:
    """`/calls/<x>/assignments/<a>/reopening/`: her review can be changed again, before the selection."""
    found = _given(request, call_id, assignment_id)
    said = _("The review is open again. It counts once it is handed in anew.")
    to = page_of(found.application)
    return pushed(request, lambda: reopen_review(actor=request.user, assignment=found), said, to)


@require_http_methods(["GET", "HEAD", "POST"])
def tie(request: PersonRequest, call_id: str, assignment_id: str) -> HttpResponse:
    """`/calls/<x>/assignments/<a>/tie/`: the coordination learnt that this reader is tied to whoever applied."""
    found = _given(request, call_id, assignment_id)
    verdict = can_find_tie(request.user, found)
    if not verdict:
        return refused(request, Refused(verdict))
    form = TieForm(request.POST or None)
    if form.is_valid():
        try:
            find_tie(actor=request.user, assignment=found, **form.cleaned_data)
            say(request, _("Noted. Her review counts no more; give the file to somebody else."))
            return see(request, page_of(found.application))
        except Refused as error:
            form.refuse(error)
    words = {"form": form, "application": found.application, "call": found.application.call}
    return render_page(request, "calls/review_tie.html", words, status=status_of(form))


def _given(request: PersonRequest, call_id: str, assignment_id: str) -> ReviewAssignment:
    call = led_call(request, call_id)
    rows = led_assignments(request.user).filter(application__call=call).select_related("application", "reviewer")
    found: ReviewAssignment = get_object_or_404(rows, public_id=assignment_id)
    found.application.call = call
    return found
