"""Anonymous words. The journal knows that something was said at a meeting; nothing knows which words, nor by whom."""

from __future__ import annotations

import random

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.rules import fresh
from palabre.kit.ids import new_id
from palabre.kit.verdict import no, require
from palabre.meetings.actions.common import locked, tell
from palabre.meetings.models import AnonymousQuestion, Evaluation, EvaluationTurn, Meeting
from palabre.meetings.rules import can_answer_question, can_ask_question, can_evaluate
from palabre.people.models import Person

MOST_QUESTIONS = 100


def ask_question(*, actor: Person, meeting: Meeting, text: str) -> AnonymousQuestion:
    """Keep the question and its day. No count per person is kept either: the limit is the meeting's.

    Not even the journal hears of it: its lines have an hour, and stand between those of who had just signed in.
    """
    with transaction.atomic():
        meeting = locked(meeting)
        require(can_ask_question(fresh(actor), meeting))
        if meeting.questions.count() >= MOST_QUESTIONS:
            require(no(_("There are already %(number)s questions for this meeting.") % {"number": MOST_QUESTIONS}))
        question = AnonymousQuestion(meeting=meeting, text=text, on=timezone.localdate())
        _shuffle_in(question)
    return question


def answer_question(*, actor: Person, question: AnonymousQuestion, answer: str) -> AnonymousQuestion:
    """What the audience reads under the question; empty, both are for those who lead again."""
    with transaction.atomic():
        locked(question.meeting)
        question = AnonymousQuestion.objects.select_for_update().get(pk=question.pk)
        require(can_answer_question(fresh(actor), question))
        question.answer = answer
        question.save(update_fields=["answer"])
        tell("meetings.question_answered", actor, question.meeting)
    return question


def evaluate(*, actor: Person, meeting: Meeting, useful: int, heard: int, change: str = "") -> None:
    """Three answers, once for each person who was there."""
    with transaction.atomic():
        meeting = locked(meeting)
        require(can_evaluate(fresh(actor), meeting))
        EvaluationTurn.objects.create(meeting=meeting, person=actor)
        _shuffle_in(Evaluation(meeting=meeting, useful=useful, heard=heard, change=change))
        tell("meetings.evaluated", None, meeting)


def _shuffle_in(new: AnonymousQuestion | Evaluation) -> None:
    """Write all that was said of the meeting anew in a random order: the place of a row in the file tells nothing."""
    rows = type(new)._default_manager.filter(meeting=new.meeting)
    said = [*rows, new]
    rows.delete()
    random.SystemRandom().shuffle(said)
    for one in said:
        if isinstance(one, Evaluation):
            one.pk = new_id()
    type(new)._default_manager.bulk_create(said)
