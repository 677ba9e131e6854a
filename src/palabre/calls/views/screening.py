"""Screening: the applications of a call, and one of them with what is said of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from palabre.calls.actions.screening import admit_application, ask_applicant, look_again_at, turn_down_application
from palabre.calls.forms.reviewing import GiveForm, QuestionForm, ReasonForm
from palabre.calls.models import Application, Call
from palabre.calls.queries.blind import attachment_of
from palabre.calls.queries.screening import application_page, filed_page, next_waiting
from palabre.calls.rules.screening import can_see_identity, visible_applications
from palabre.calls.views.inside import led_call, pushed
from palabre.files.views import serve
from palabre.kit.forms import PalabreForm
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused, require
from palabre.languages.queries import load_halves
from palabre.people.requests import PersonRequest


@require_safe
def applications(request: PersonRequest, call_id: str) -> HttpResponse:
    """`/calls/<x>/applications/`: twenty at a time, by what was said of them."""
    call = led_call(request, call_id)
    load_halves([call])
    words = {"page": filed_page(request.user, call, request.GET), "call": call}
    return render_page(request, "calls/screen_list.html", words)


@require_safe
def application(request: PersonRequest, call_id: str, application_id: str) -> HttpResponse:
    """`/calls/<x>/applications/<y>/`: whose it is, its rules, its answers, its readers."""
    return one_page(request, _filed(request, call_id, application_id))


def one_page(request: PersonRequest, found: Application, status: int = 200, **sent: PalabreForm) -> HttpResponse:
    """The page of one application; `sent`: a form that comes back with its sentences."""
    try:
        require(can_see_identity(request.user, found))
    except Refused as error:
        return refused(request, error)
    page = application_page(request.user, found)
    forms: dict[str, PalabreForm] = {"reason": ReasonForm(), "question": QuestionForm()}
    forms["give"] = GiveForm(readers=page.free)
    words: dict[str, Any] = {"page": page, "application": found, "call": found.call, **forms, **sent}
    return render_page(request, "calls/screen_file.html", words, status=status)


@require_POST
def admission(request: PersonRequest, call_id: str, application_id: str) -> HttpResponse:
    """`…/admission/`: admissible; then the next one that waits."""
    found = _filed(request, call_id, application_id)
    said = _("Admissible. It goes to the readers.")
    try:
        admit_application(actor=request.user, application=found)
    except Refused as error:
        return refused(request, error)
    say(request, said)
    return see(request, _next(request, found.call))


@require_POST
def inadmissibility(request: PersonRequest, call_id: str, application_id: str) -> HttpResponse:
    """`…/inadmissibility/`: not admissible, with the reason."""
    found = _filed(request, call_id, application_id)

    def act(form: PalabreForm) -> None:
        turn_down_application(actor=request.user, application=found, **form.cleaned_data)

    said = _("Not admissible. The reason is kept for the coordination.")
    return _answered(request, found, ReasonForm(request.POST), "reason", act, said)


@require_POST
def question(request: PersonRequest, call_id: str, application_id: str) -> HttpResponse:
    """`…/question/`: one question to whoever applied."""
    found = _filed(request, call_id, application_id)

    def act(form: PalabreForm) -> None:
        ask_applicant(actor=request.user, application=found, **form.cleaned_data)

    said = _("The question is asked. The answer comes back here.")
    return _answered(request, found, QuestionForm(request.POST), "question", act, said)


def _answered(
    request: PersonRequest,
    found: Application,
    form: PalabreForm,
    name: str,
    act: Callable[[PalabreForm], None],
    said: str,
) -> HttpResponse:
    """The form is done, or comes back on the page with its sentence."""
    if form.is_valid():
        try:
            act(form)
            say(request, said)
            return see(request, _next(request, found.call))
        except Refused as error:
            form.refuse(error)
    return one_page(request, found, 422, **{name: form})


@require_POST
def second_look(request: PersonRequest, call_id: str, application_id: str) -> HttpResponse:
    """`…/second-look/`: what was said of it is taken back."""
    found = _filed(request, call_id, application_id)
    said = _("Taken back. This application waits to be screened again.")
    return pushed(request, lambda: look_again_at(actor=request.user, application=found), said, page_of(found))


@require_safe
def attachment(request: PersonRequest, call_id: str, application_id: str, ask_id: str) -> HttpResponseBase:
    """`…/attachments/<q>/`: what was attached, for whoever may see whose it is."""
    found = _filed(request, call_id, application_id)
    told = attachment_of(found, ask_id, blind=False) if can_see_identity(request.user, found) else None
    if told is None or told.file is None:
        raise Http404
    return serve(told.file, name=f"{found.code}-{told.attachment}")


def find_filed(request: PersonRequest, call: Call, application_id: str) -> Application:
    rows = visible_applications(request.user).filter(call=call).select_related("person")
    found: Application = get_object_or_404(rows, public_id=application_id)
    found.call = call
    return found


def _filed(request: PersonRequest, call_id: str, application_id: str) -> Application:
    return find_filed(request, led_call(request, call_id), application_id)


def page_of(found: Application) -> str:
    return reverse("calls:application", args=[found.call.public_id, found.public_id])


def _next(request: PersonRequest, call: Call) -> str:
    """The next that waits; the list when nothing does."""
    following = next_waiting(request.user, call)
    if following is None:
        return reverse("calls:applications", args=[call.public_id])
    return reverse("calls:application", args=[call.public_id, following.public_id])
