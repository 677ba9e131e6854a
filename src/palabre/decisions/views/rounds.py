"""Inside the circle: questions, stances, objections."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from palabre.communities.requests import CommunityRequest
from palabre.decisions.actions.clarifying import answer_clarification, ask_clarification, ask_stances
from palabre.decisions.actions.ending import end_round
from palabre.decisions.actions.speaking import integrate_objection, keep_objection, take_stance, withdraw_objection
from palabre.decisions.forms.speaking import AnswerForm, QuestionForm, StanceForm
from palabre.decisions.forms.writing import UntilForm
from palabre.decisions.queries.memory import asked_by
from palabre.decisions.rules.proposals import elector_of, sees_inside
from palabre.decisions.rules.rounds import can_answer_clarification, can_ask_stances
from palabre.decisions.views.common import arrived, find_proposal, form_page, rebased, step, to_proposal
from palabre.decisions.views.proposals import show
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.reader import page_language
from palabre.kit.verdict import Clash, Refused

METHODS = require_http_methods(["GET", "HEAD", "POST"])
ANSWERS = {"integrated": integrate_objection, "kept": keep_objection, "withdrawn": withdraw_objection}


@METHODS
def questions(request: CommunityRequest, proposal_id: str) -> HttpResponse:
    """`/decisions/<p>/questions/`: one more, to understand."""
    row = find_proposal(request, proposal_id)
    if request.method != "POST":
        return see(request, to_proposal(row))
    form = QuestionForm(request.POST)
    if form.is_valid():
        try:
            ask_clarification(actor=request.user, proposal=row, language=page_language(), **form.cleaned_data)
            say(request, _("Your question is asked. Whoever proposed it is told."))
            return see(request, to_proposal(row, "questions"))
        except Refused as error:
            if error.field is None:
                return refused(request, error)
            form.refuse(error)
    return show(request, row, question=form)


@METHODS
def answer(request: CommunityRequest, proposal_id: str, clarification_id: str) -> HttpResponse:
    """`/decisions/<p>/questions/<q>/`: its answer."""
    row = find_proposal(request, proposal_id)
    question = get_object_or_404(row.clarifications.select_related("asked_by"), public_id=clarification_id)
    question.proposal = row
    form = AnswerForm(request.POST or None, initial={"answer": question.answer, "seen": question.answer})

    def act() -> str:
        answer_clarification(actor=request.user, clarification=question, language=page_language(), **form.cleaned_data)
        return to_proposal(row, "questions")

    verdict = can_answer_clarification(request.user, question)
    words = {"proposal": row, "question": question, "asked_by": asked_by(question)}
    response = form_page(request, form, verdict, act, template="answer", done=_("The answer is there."), **words)
    if form.clash:
        theirs = rebased(form, seen=form.clash.theirs.answer)
        return render_page(request, "decisions/answer.html", {"form": theirs, **words}, status=409)
    return response


@METHODS
def stances(request: CommunityRequest, proposal_id: str) -> HttpResponse:
    """`/decisions/<p>/stances/`: the questions are over; until when everybody says where she stands."""
    row = find_proposal(request, proposal_id)
    form = UntilForm(request.POST or None, initial={"until": row.closes_at.date() if row.closes_at else None})

    def act() -> str:
        ask_stances(actor=request.user, proposal=row, until=form.cleaned_data["until"])
        return to_proposal(row)

    verdict = can_ask_stances(request.user, row)
    done = _("Everybody who decides is asked now.")
    return form_page(request, form, verdict, act, template="until", done=done, proposal=row)


@METHODS
def stance(request: CommunityRequest, proposal_id: str) -> HttpResponse:
    """`/decisions/<p>/stance/`: where I stand, once or changed."""
    row = find_proposal(request, proposal_id)
    if request.method != "POST":
        return see(request, to_proposal(row))
    form = StanceForm(request.POST)
    if form.is_valid():
        try:
            take_stance(
                actor=request.user, proposal=row, language=page_language(), at=arrived(request), **form.cleaned_data
            )
            say(request, _("Noted. You can change it until the round ends."))
            return see(request, to_proposal(row, "stance"))
        except Clash as error:
            form.refuse(error)
            row.refresh_from_db()
            rebased(form, seen_round=row.round)
        except Refused as error:
            if error.field is None:
                return refused(request, error)
            form.refuse(error)
    return show(request, row, stance=form)


@require_POST
def objection(request: CommunityRequest, proposal_id: str, objection_id: str) -> HttpResponse:
    """`/decisions/<p>/objections/<o>/`: integrated, kept, or taken back."""
    row = find_proposal(request, proposal_id)
    found = get_object_or_404(row.objections.select_related("person"), public_id=objection_id)
    found.proposal = row
    act = ANSWERS.get(request.POST.get("answer", ""))
    if act is None or not sees_inside(request.user, row, elector_of(request.user, row)):
        raise Http404
    at, done = arrived(request), _("Noted.")
    return step(request, lambda: act(actor=request.user, objection=found, at=at), done, to_proposal(row, "stance"))


@require_POST
def round_end(request: CommunityRequest, proposal_id: str) -> HttpResponse:
    """`/decisions/<p>/end/`: before its day."""
    row = find_proposal(request, proposal_id)
    return step(request, lambda: end_round(actor=request.user, proposal=row), _("The round is over."), to_proposal(row))
