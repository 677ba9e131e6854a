"""What a community asks of whoever wants to join."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from palabre.communities.actions import close_question, write_question
from palabre.communities.forms import QuestionForm
from palabre.communities.models import JoinQuestion
from palabre.communities.queries import own_questions
from palabre.communities.requests import CommunityRequest
from palabre.communities.rules import can_see_links, visible_questions
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused
from palabre.languages.queries import words as words_of


@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/questions/`."""
    if not can_see_links(request.user, request.community):
        raise Http404
    form = QuestionForm(request.POST or None, initial={"required": True})
    if form.is_valid() and (done := _written(request, form)):
        return done
    words = {"form": form, "rows": own_questions(request.user, request.community)}
    return render_page(request, "communities/joining/questions.html", words, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: CommunityRequest, community_id: str, join_question_id: str) -> HttpResponse:
    """`/c/<x>/questions/<q>/`: another wording."""
    found = _found(request, join_question_id)
    start: dict[str, Any] = {f"text_{lang}": words_of(found, "text", lang).text for lang in ("fr", "en")}
    form = QuestionForm(request.POST or None, initial=start | {"required": found.required})
    if form.is_valid() and (done := _written(request, form, found)):
        return done
    return render_page(
        request,
        "communities/joining/question.html",
        {"form": form, "question": found},
        status=422 if form.is_bound else 200,
    )


@require_POST
def closure(request: CommunityRequest, community_id: str, join_question_id: str) -> HttpResponse:
    """`/c/<x>/questions/<q>/closure/`."""
    try:
        close_question(actor=request.user, question=_found(request, join_question_id))
    except Refused as error:
        return refused(request, error)
    say(request, _("The question is no longer asked."))
    return see(request, reverse("communities:questions", args=[community_id]))


def _found(request: CommunityRequest, question_id: str) -> JoinQuestion:
    return get_object_or_404(visible_questions(request.user), community=request.community, public_id=question_id)


def _written(request: CommunityRequest, form: QuestionForm, found: JoinQuestion | None = None) -> HttpResponse | None:
    try:
        write_question(
            actor=request.user, community=request.community, texts=form.texts(),
            required=form.cleaned_data["required"], question=found,
        )  # fmt: skip
    except Refused as error:
        form.refuse(error)
        return None
    say(request, _("The question is saved."))
    return see(request, reverse("communities:questions", args=[request.community.public_id]))
