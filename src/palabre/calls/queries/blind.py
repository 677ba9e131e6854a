"""One file as a reader sees it: what was answered beside what it speaks to; whose it is stays outside (SR-16)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from palabre.calls.choices import QuestionKind
from palabre.calls.models import Answer, Application, QuestionOption, Review, ReviewAssignment, SelectionCriterion
from palabre.calls.models.calls import CallQuestion
from palabre.calls.queries.assigned import themes_of
from palabre.calls.queries.committee import name_of
from palabre.calls.rules.marking import Points, weighted_mean
from palabre.calls.rules.reviewing import can_declare_conflict, can_read_others, can_score
from palabre.calls.rules.veiling import veil_of, veiled
from palabre.files.models import StoredFile
from palabre.kit.verdict import Verdict
from palabre.languages.models import Translatable
from palabre.languages.queries import load_halves
from palabre.people.models import Person


@dataclass(frozen=True, slots=True)
class Told:
    """One answer. A file has a number in place of its name."""

    question: CallQuestion
    text: str = ""
    number: Decimal | None = None
    options: list[QuestionOption] = field(default_factory=list)
    attachment: int = 0
    file: StoredFile | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.text or self.options or self.file or self.number is not None)


@dataclass(frozen=True, slots=True)
class Section:
    """A criterion with the answers that speak to it; `criterion` is None for what speaks to none."""

    criterion: SelectionCriterion | None
    answers: list[Told]


@dataclass(frozen=True, slots=True)
class OtherReview:
    """What another reader said of the same file."""

    name: str
    review: Review
    points: dict[int, int]
    mean: float | None


@dataclass(frozen=True, slots=True)
class FilePage:
    """The file, her own review, and once that is in, those of the others."""

    assignment: ReviewAssignment
    application: Application
    sections: list[Section]
    review: Review | None
    points: dict[int, int]
    others: list[OtherReview]
    score: Verdict
    conflict: Verdict
    reads_others: bool


def file_page(actor: Person, assignment: ReviewAssignment) -> FilePage:
    """A fixed number of queries. Nothing that tells whose it is leaves this function while the call is blind."""
    application = assignment.application
    criteria = list(SelectionCriterion.objects.filter(call=application.call_id, scored=True))
    review = Review.objects.filter(assignment=assignment).prefetch_related("scores").first()
    reads = bool(can_read_others(actor, assignment))
    sections = _sections(criteria, told_answers(application, blind=application.call.blind))
    load_halves([application.call, *criteria])
    themes_of([application])
    return FilePage(
        assignment=assignment,
        application=application,
        sections=sections,
        review=review,
        points={one.criterion_id: one.points for one in review.scores.all()} if review else {},
        others=_others(assignment, criteria) if reads else [],
        score=can_score(actor, assignment),
        conflict=can_declare_conflict(actor, assignment),
        reads_others=reads,
    )


def told_answers(application: Application, *, blind: bool) -> list[Told]:
    """What was answered, in the order of the form: blind, without what tells who and what only the committee weighs."""
    rows = Answer.objects.filter(application=application).select_related("question__criterion", "file")
    if blind:
        rows = rows.exclude(question__tells_who=True).exclude(question__criterion__scored=False)
    answers = list(rows.prefetch_related("options").order_by("question__position", "question__pk"))
    words: list[Translatable] = [one.question for one in answers]
    load_halves([*words, *(option for one in answers for option in one.options.all())])
    return _told(answers, veil_of(application) if blind else None)


def _told(answers: Iterable[Answer], veil: re.Pattern[str] | None) -> list[Told]:
    found, files = [], 0
    for one in answers:
        files += one.file is not None
        found.append(
            Told(
                question=one.question,
                text=veiled(one.text, veil),
                number=one.number,
                options=list(one.options.all()),
                attachment=files if one.file is not None else 0,
                file=one.file,
            )
        )
    return found


def attachment_of(application: Application, question_id: str, *, blind: bool) -> Told | None:
    """The file that answers one question, if it may be opened."""
    told = told_answers(application, blind=blind)
    wanted = (one for one in told if one.question.public_id == question_id and one.question.kind == QuestionKind.FILE)
    return next((one for one in wanted if one.file is not None), None)


def _sections(criteria: list[SelectionCriterion], answers: Iterable[Told]) -> list[Section]:
    """By criterion, in the order of the call; what speaks to none comes first, as an introduction."""
    by: dict[int, list[Told]] = defaultdict(list)
    known = {one.pk for one in criteria}
    for one in answers:
        by[one.question.criterion_id if one.question.criterion_id in known else 0].append(one)
    first = [Section(None, by[0])] if by[0] else []
    return [*first, *(Section(one, by[one.pk]) for one in criteria)]


def reviews_of(application: Application, criteria: list[SelectionCriterion]) -> list[OtherReview]:
    """The counted reviews of one file, in the order in which they came."""
    rows = ReviewAssignment.objects.counted().filter(application=application)
    rows = rows.select_related("review", "reviewer__person", "reviewer__call__community")
    scale = {one.pk: (one.scale, one.weight) for one in criteria}
    found = []
    for one in rows.prefetch_related("review__scores").order_by("review__submitted_at", "pk"):
        points = {score.criterion_id: score.points for score in one.review.scores.all()}
        mean = weighted_mean(Points(value, *scale[pk]) for pk, value in points.items() if pk in scale)
        found.append(OtherReview(name_of(one.reviewer), one.review, points, mean))
    return found


def _others(assignment: ReviewAssignment, criteria: list[SelectionCriterion]) -> list[OtherReview]:
    return [one for one in reviews_of(assignment.application, criteria) if one.review.assignment_id != assignment.pk]
