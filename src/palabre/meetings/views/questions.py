"""Questions without a name, before a meeting."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from palabre.kit.pages import refused, say, see
from palabre.kit.verdict import Refused
from palabre.meetings.actions.after import answer_question, ask_question
from palabre.meetings.forms.after import QuestionAnswerForm, QuestionForm
from palabre.meetings.models import AnonymousQuestion
from palabre.meetings.queries.after import questions_of
from palabre.meetings.rules import can_ask_question, can_read_questions, visible_questions
from palabre.meetings.views.common import find_meeting, meeting_page_of
from palabre.meetings.views.sending import sent
from palabre.people.requests import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: PersonRequest, meeting_id: str) -> HttpResponse:
    """Send one; those who lead read them all, the audience those that have an answer."""
    meeting = find_meeting(request, meeting_id)
    form = QuestionForm(sent(request))
    if form.is_valid():
        try:
            ask_question(actor=request.user, meeting=meeting, text=form.cleaned_data["text"])
            say(request, _("Your question is sent. Nothing says that it comes from you."))
            return see(request, reverse("meetings:questions", args=[meeting.public_id]))
        except Refused as error:
            form.refuse(error)
    context = {
        "form": form,
        "can_ask": can_ask_question(request.user, meeting),
        "can_read": can_read_questions(request.user, meeting),
        "questions": questions_of(request.user, meeting),
    }
    return meeting_page_of(request, "questions", meeting, context, status=422 if form.errors else 200)


@require_POST
def answer(request: PersonRequest, question_id: str) -> HttpResponse:
    """Write the answer under a question."""
    rows = visible_questions(request.user).select_related("meeting__community")
    question: AnonymousQuestion = get_object_or_404(rows, pk=question_id)
    form = QuestionAnswerForm(request.POST)
    if not form.is_valid():
        return meeting_page_of(
            request, "question_answer", question.meeting, {"form": form, "question": question}, status=422
        )
    try:
        answer_question(actor=request.user, question=question, answer=form.cleaned_data["answer"])
    except Refused as error:
        return refused(request, error)
    say(request, _("The answer is kept. The people of this meeting can read it with the question."))
    return see(request, reverse("meetings:questions", args=[question.meeting.public_id]))
