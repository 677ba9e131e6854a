"""What each section of an application asks."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palabre.calls.actions.answers import (
    drop_file,
    give_balance,
    keep_file,
    save_answers,
    save_declarations,
    save_themes,
    save_who,
    take_balance_back,
)
from palabre.calls.choices import QuestionKind
from palabre.calls.forms.answering import FileForm, QuestionsForm
from palabre.calls.forms.applying import BalanceForm, DeclarationsForm, ThemesForm, WhoForm
from palabre.calls.models import Application
from palabre.calls.queries.applying import rules_of, themes_of
from palabre.calls.queries.paper import Paper, Part, balance_of, balance_said, declared, themes_said, who_said
from palabre.calls.views.holding import applicant_of, for_applicants
from palabre.calls.views.sections import Page, saving_of, section_page, status_of, where_next
from palabre.files.views import serve
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused

METHODS = ["GET", "HEAD", "POST"]


@for_applicants
@require_http_methods(METHODS)
def who(request: HttpRequest, application: Application) -> HttpResponse:
    """Who she is."""
    said = who_said(application)
    page = Page(
        key="who",
        said=said,
        form=lambda sent: WhoForm(sent, initial=said, application=application),
        save=lambda saving, form: save_who(saving=saving, said=form.cleaned_data),
        stands=who_said,
    )
    return section_page(request, application, page)


@for_applicants
@require_http_methods(METHODS)
def themes(request: HttpRequest, application: Application) -> HttpResponse:
    """Which themes she would like."""
    said, rows = themes_said(application), themes_of(application.call)
    page = Page(
        key="themes",
        said=said,
        form=lambda sent: ThemesForm(sent, initial=said, themes=rows, asked=application.call.themes_asked),
        save=lambda saving, form: save_themes(saving=saving, themes=form.ranked()),
        stands=themes_said,
        words={"themes": rows},
    )
    return section_page(request, application, page)


@for_applicants
@require_http_methods(METHODS)
def questions(request: HttpRequest, application: Application, ask_id: str) -> HttpResponse:
    """A page of the call's own questions; a file has a page of its own."""
    part = _part(application, ask_id)
    if part.is_file:
        return _file(request, application, part)
    response = section_page(request, application, _asked(application, part))
    more = response.status_code == 303 and request.method == "POST"
    if more and len(_part(application, ask_id).open) > len(part.open):
        say(request, _("Saved. Your choice leads to more questions, below."))
        return see(request, request.path)
    return response


def _asked(application: Application, part: Part) -> Page:
    start = {one.key: one.number if one.question.kind == QuestionKind.NUMBER else one.said for one in part.open}
    key = part.public_id
    return Page(
        key=key,
        said=part.said(),
        form=lambda sent: QuestionsForm(sent, initial=start, part=part, language=application.language),
        save=lambda saving, form: save_answers(saving=saving, ask_id=key, answers=form.answers()),
        stands=lambda one: _part(one, key).said(),
    )


def _part(application: Application, ask_id: str) -> Part:
    part = Paper(application).part(ask_id)
    if part is None or not part.open:
        raise Http404
    return part


def _file(request: HttpRequest, application: Application, part: Part) -> HttpResponse:
    one = part.asked[0]
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = FileForm(*sent, one=one)
    if request.method == "POST" and not request.FILES and one.answered:
        return see(request, where_next(request, application, part.public_id))
    if form.is_valid():
        try:
            keep_file(saving=saving_of(request, application), ask_id=part.public_id, upload=form.cleaned_data["file"])
            say(request, _("The file is kept."))
            return see(request, request.path)
        except Refused as error:
            form.refuse(error)
    words = {"application": application, "one": one, "form": form}
    return render_page(request, "calls/apply_upload.html", words, status=status_of(form))


@for_applicants
@require_safe
def answer_file(request: HttpRequest, application: Application, ask_id: str) -> HttpResponseBase:
    """Her own file, as it is kept."""
    answer = _part(application, ask_id).asked[0].answer
    if answer is None or answer.file is None:
        raise Http404
    return serve(answer.file)


@for_applicants
@require_POST
def file_removal(request: HttpRequest, application: Application, ask_id: str) -> HttpResponse:
    """Take the file away."""
    try:
        drop_file(saving=saving_of(request, application), ask_id=ask_id)
    except Refused as error:
        return refused(request, error)
    return see(request, reverse("calls:apply_questions", args=[application.public_id, ask_id]))


@for_applicants
@require_http_methods(METHODS)
def balance(request: HttpRequest, application: Application) -> HttpResponse:
    """Voluntary: for counting alone."""
    said = balance_said(application)
    page = Page(
        key="balance",
        said=said,
        form=lambda sent: BalanceForm(sent, initial=said),
        save=lambda saving, form: give_balance(saving=saving, said=form.cleaned_data),
        stands=balance_said,
        template="calls/apply_balance.html",
        words={"given": balance_of(application)},
    )
    return section_page(request, application, page)


@for_applicants
@require_POST
def balance_removal(request: HttpRequest, application: Application) -> HttpResponse:
    """One tap, at any time."""
    try:
        take_balance_back(applicant=applicant_of(request), application=application)
    except Refused as error:
        return refused(request, error)
    say(request, _("It is taken back: nothing of it is kept."))
    return see(request, reverse("calls:apply_file", args=[application.public_id]))


@for_applicants
@require_http_methods(METHODS)
def declarations(request: HttpRequest, application: Application) -> HttpResponse:
    """What she declares."""
    said = declared(application)
    page = Page(
        key="declarations",
        said=said,
        form=lambda sent: DeclarationsForm(sent, initial=said, call=application.call),
        save=lambda saving, form: save_declarations(saving=saving, said=form.cleaned_data),
        stands=declared,
        template="calls/apply_declarations.html",
        words={"rules": rules_of(application.call)},
    )
    return section_page(request, application, page)
