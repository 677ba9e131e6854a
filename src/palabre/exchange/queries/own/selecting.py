"""Of the selection of a cohort: what she read and heard for a committee, and her own interviews.

Of an application that she read only its code: it is somebody else's.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from palabre.calls.choices import ConflictKind
from palabre.calls.models import Call, Conflict, Interview, InterviewNote, Review, Reviewer, SelectionCriterion
from palabre.exchange.queries.own.sheet import Sheet, sheet
from palabre.kit.reader import page_language
from palabre.languages.queries import best_words, load_halves
from palabre.people.models import Person

CALL, CODE, WHEN = _("Call for applications"), _("Number"), _("When")


def committees_of(person: Person) -> Sheet:
    """Committees she sat in, and to whom she said she is tied."""
    rows = Reviewer.objects.filter(person=person).select_related("call").prefetch_related("ties").order_by("pk")
    seats = list(rows)
    load_halves([one.call for one in seats])
    found = [
        (_title(one.call), one.accepted_at, one.ended_at, ", ".join(tie.name for tie in one.ties.all())) for one in seats
    ]  # fmt: skip
    columns = {"call": CALL, "since": _("From"), "until": _("Until"), "ties": _("Organisations I am tied to")}
    return sheet("committees", _("Committees I sat in"), columns, found)


def reviews_of(person: Person) -> Sheet:
    """Her words and points on what she read, those that count no more too."""
    rows = Review.objects.filter(assignment__reviewer__person=person).select_related("assignment__application__call")
    reviews = list(rows.prefetch_related("scores__criterion").order_by("pk"))
    load_halves([one.assignment.application.call for one in reviews])
    load_halves([score.criterion for one in reviews for score in one.scores.all()])
    found = [
        (
            _title(one.assignment.application.call), one.assignment.application.code,
            one.get_recommendation_display() if one.recommendation else "", one.comment,
            ", ".join(f"{_name(score.criterion)} {score.points}" for score in one.scores.all()), one.submitted_at,
        )
        for one in reviews
    ]  # fmt: skip
    columns = {
        "call": CALL, "number": CODE, "advice": _("Advice"), "said": _("Text"), "points": _("Points"), "when": WHEN,
    }  # fmt: skip
    return sheet("reviews", _("What I said of applications"), columns, found)


def conflicts_of(person: Person) -> Sheet:
    """Files from which she stepped aside herself. What was found in the data would tell who applied: not hers to read."""
    rows = (
        Conflict.objects.filter(reviewer__person=person, kind=ConflictKind.DECLARED)
        .select_related("application")
        .order_by("pk")
    )
    found = [(one.application.code, one.get_kind_display(), one.note, one.at) for one in rows]
    columns = {"number": CODE, "why": _("Why"), "said": _("Text"), "when": WHEN}
    return sheet("conflicts", _("Applications I am tied to"), columns, found)


def interview_notes_of(person: Person) -> Sheet:
    rows = InterviewNote.objects.filter(reviewer__person=person).select_related("interview__application")
    found = [(one.interview.application.code, one.text, one.points, one.saved_at) for one in rows.order_by("pk")]
    columns = {"number": CODE, "said": _("Text"), "points": _("Points"), "when": WHEN}
    return sheet("interview_notes", _("What I noted in interviews"), columns, found)


def interviews_of(person: Person) -> Sheet:
    """Interviews to which she was invited herself. What others noted is theirs until it is forgotten."""
    rows = Interview.objects.filter(application__person=person).select_related("application__call", "slot")
    talks = list(rows.order_by("pk"))
    load_halves([one.application.call for one in talks])
    found = [
        (_title(one.application.call), one.get_state_display(), one.slot.starts_at if one.slot else None, one.zone)
        for one in talks
    ]
    columns = {"call": CALL, "state": _("State"), "when": WHEN, "zone": _("City whose clocks count for you")}
    return sheet("interviews", _("My interviews"), columns, found)


def _title(call: Call) -> str:
    return best_words(call, "title", page_language()).text


def _name(criterion: SelectionCriterion) -> str:
    return best_words(criterion, "name", page_language()).text
