"""Reading blind: the files that were given to one reader, one file with its form, its attachments, stepping aside."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palabre.calls.actions.conflicts import declare_conflict
from palabre.calls.actions.scoring import save_review, submit_review
from palabre.calls.forms.reviewing import ConflictForm, ReviewForm, review_start
from palabre.calls.models import ReviewAssignment
from palabre.calls.queries.assigned import reading_page
from palabre.calls.queries.blind import FilePage, attachment_of, file_page
from palabre.calls.queries.ties import has_tie
from palabre.calls.rules.reviewing import visible_assignments
from palabre.calls.rules.veiling import veil_of, veiled
from palabre.calls.views.inside import status_of
from palabre.files.views import serve
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Clash, Refused
from palabre.people.requests import PersonRequest


@require_safe
def reading(request: PersonRequest) -> HttpResponse:
    """`/review/`: her committees and her files, by code."""
    return render_page(request, "calls/review_list.html", {"page": reading_page(request.user, request.GET)})


@require_http_methods(["GET", "HEAD", "POST"])
def file(request: PersonRequest, assignment_id: str) -> HttpResponse:
    """`/review/<x>/`: the file without a name, and her review of it."""
    page = file_page(request.user, _file(request, assignment_id))
    later = "later" in request.POST
    form = _form(request, page, whole=not later)
    if form.is_valid():
        try:
            act = save_review if later else submit_review
            act(actor=request.user, assignment=page.assignment, said=form.said(), seen=form.cleaned_data["seen"])
            say(request, _("Kept. You can go on another day.") if later else _("Your review is handed in. Thank you."))
            return see(request, request.path)
        except Refused as error:
            if not page.score:
                return refused(request, error)
            form.refuse(error)
    return render_page(request, "calls/review_file.html", _words(page, _rebased(form)), status=status_of(form))


@require_POST
def draft(request: PersonRequest, assignment_id: str) -> HttpResponse:
    """`/review/<x>/draft/`: what autosave sends; the answer is the version that stands now."""
    page = file_page(request.user, _file(request, assignment_id))
    form = _form(request, page, whole=False)
    if not form.is_valid():
        return HttpResponse(status=422)
    try:
        review = save_review(
            actor=request.user, assignment=page.assignment, said=form.said(), seen=form.cleaned_data["seen"]
        )
    except Clash:
        return HttpResponse(status=409)
    except Refused:
        return HttpResponse(status=403)
    return JsonResponse({"seen": review.version})


def _form(request: PersonRequest, page: FilePage, *, whole: bool) -> ReviewForm:
    criteria = [one.criterion for one in page.sections if one.criterion is not None]
    start = review_start(page.review, page.points, criteria)
    return ReviewForm(request.POST or None, initial=start, criteria=criteria, whole=whole)


def _rebased(form: ReviewForm) -> ReviewForm:
    """After a clash the form carries the version that stands, so that the next press is a choice."""
    if form.clash and isinstance(form.data, QueryDict):
        form.data = form.data.copy()
        form.data["seen"] = str(form.clash.theirs.version)
    return form


def _words(page: FilePage, form: ReviewForm) -> dict[str, Any]:
    rows = [(one, form.points_of(one.criterion) if one.criterion is not None else None) for one in page.sections]
    application, call = page.application, page.application.call
    ai_use = veiled(application.ai_use, veil_of(application) if call.blind else None)
    return {"page": page, "form": form, "rows": rows, "application": application, "call": call, "ai_use": ai_use}


@require_http_methods(["GET", "HEAD", "POST"])
def conflict(request: PersonRequest, assignment_id: str) -> HttpResponse:
    """`/review/<x>/conflict/`: she knows whose it is, or is tied to her; the file is not there any more."""
    assignment = _file(request, assignment_id)
    # an empty form is an answer: no word is needed
    form = ConflictForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            declare_conflict(actor=request.user, assignment=assignment, **form.cleaned_data)
            say(request, _("Thank you for saying so. Somebody else reads this file."))
            return see(request, reverse("calls:reading"))
        except Refused as error:
            form.refuse(error)
    words = {"form": form, "assignment": assignment, "application": assignment.application}
    return render_page(request, "calls/review_conflict.html", words, status=status_of(form))


@require_safe
def attachment(request: PersonRequest, assignment_id: str, ask_id: str) -> HttpResponseBase:
    """`/review/<x>/attachments/<q>/`: under a number, never under the name it was sent with."""
    application = _file(request, assignment_id).application
    found = attachment_of(application, ask_id, blind=application.call.blind)
    if found is None or found.file is None:
        raise Http404
    return serve(found.file, name=f"{application.code}-{found.attachment}")


def _file(request: PersonRequest, assignment_id: str) -> ReviewAssignment:
    """The file that was given to her, or 404: also if the data tie her to it since."""
    rows = visible_assignments(request.user).select_related("application__call__community", "reviewer__person")
    found: ReviewAssignment = get_object_or_404(rows, public_id=assignment_id)
    if has_tie(found):
        raise Http404
    return found
