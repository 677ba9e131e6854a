"""Questions and evaluations as pages show them: never with an author, never in the order of their arrival."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from palabre.kit.verdict import Verdict
from palabre.meetings.models import AnonymousQuestion, Attendance, Evaluation, Meeting
from palabre.meetings.models.attendance import TOOK_PART
from palabre.meetings.rules import can_evaluate, can_see_evaluation, visible_attendances, visible_questions
from palabre.meetings.rules.after import SHOWN_FROM, evaluation_closes
from palabre.people.models import Person

SCALE = range(1, 6)


def questions_of(actor: Person, meeting: Meeting) -> list[AnonymousQuestion]:
    """By their day, then by their random key."""
    return list(visible_questions(actor).filter(meeting=meeting).order_by("on", "pk"))


@dataclass(frozen=True, slots=True)
class Scale:
    """How many answered 1, 2 … 5, and their mean to one decimal."""

    counts: list[tuple[int, int]]
    mean: float


@dataclass(frozen=True, slots=True)
class EvaluationPage:
    """`useful` and `heard` are None until the questions are closed and enough people have answered.

    `my_line` is the reader's own line of the attendance, if she took part: it leads to her certificate.
    """

    number: int
    shown_from: int
    closes: datetime
    is_open: bool
    useful: Scale | None
    heard: Scale | None
    changes: list[str]
    can_answer: Verdict
    can_see: Verdict
    my_line: Attendance | None


def evaluation_page(actor: Person, meeting: Meeting) -> EvaluationPage:
    """The three questions for whoever was there, the results for the audience. Four queries at most."""
    can_see = can_see_evaluation(actor, meeting)
    answers = list(Evaluation.objects.filter(meeting=meeting).order_by("pk")) if can_see else []
    closes = evaluation_closes(meeting)
    is_open = timezone.now() <= closes
    enough = len(answers) >= SHOWN_FROM and not is_open
    return EvaluationPage(
        number=len(answers),
        shown_from=SHOWN_FROM,
        closes=closes,
        is_open=is_open,
        useful=_scale(one.useful for one in answers) if enough else None,
        heard=_scale(one.heard for one in answers) if enough else None,
        changes=sorted(one.change for one in answers if one.change) if enough else [],
        can_answer=can_evaluate(actor, meeting),
        can_see=can_see,
        my_line=visible_attendances(actor).filter(meeting=meeting, person=actor, presence__in=TOOK_PART).first(),
    )


def _scale(values: Iterable[int]) -> Scale:
    counts = Counter(values)
    total = sum(counts.values())
    mean = sum(value * number for value, number in counts.items()) / total
    return Scale([(value, counts[value]) for value in SCALE], round(mean, 1))
