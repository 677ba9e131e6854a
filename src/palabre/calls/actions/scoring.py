"""One reader's points and words on one file: kept while she writes, handed in once, opened again by the coordination."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.calls.actions.conflicts import locked_assignment, tell_assignment
from palabre.calls.actions.life import locked
from palabre.calls.choices import AssignmentState, Recommendation
from palabre.calls.models import Call, Review, ReviewAssignment, Score, SelectionCriterion
from palabre.calls.queries.ties import has_tie
from palabre.calls.rules.assigning import can_reopen_review, lacking_reviews
from palabre.calls.rules.reviewing import READS_NOTHING, can_score
from palabre.communities.rules import fresh
from palabre.journal.actions import record
from palabre.kit.text import clean
from palabre.kit.verdict import Clash, Refused, no, require
from palabre.people.models import Person

LONGEST_COMMENT = 5000
TWO_WRITERS = no(_("This review was changed elsewhere while you were writing. What stands there is below yours."))
NO_POINTS = no(_("Give points for this criterion."))
NOT_A_POINT = no(_("Choose one of the points shown."))
NO_WORDS = no(_("Write a few sentences: the committee decides with reasons."))
NO_ADVICE = no(_("Say what you recommend."))


@dataclass(frozen=True, slots=True)
class Said:
    """What stands on her form: points by criterion (None: not yet), her words, what she recommends."""

    points: Mapping[int, int | None] = field(default_factory=dict)
    comment: str = ""
    recommendation: str = ""


def points_field(criterion: SelectionCriterion) -> str:
    """What the form calls the points of one criterion."""
    return f"points_{criterion.public_id}"


def save_review(*, actor: Person, assignment: ReviewAssignment, said: Said, seen: int | None = None) -> Review:
    """Keep what she has so far; anything may be missing. `seen`: the version she read. Raises Refused, Clash."""
    with transaction.atomic():
        assignment = locked_assignment(assignment)
        _ask(fresh(actor), assignment)
        review = _written(assignment, said, seen, _criteria(assignment))
        if assignment.state == AssignmentState.ASSIGNED:
            _set(assignment, AssignmentState.DRAFTED)
            tell_assignment("calls.review_begun", actor, assignment)
    return review


def submit_review(*, actor: Person, assignment: ReviewAssignment, said: Said, seen: int | None = None) -> Review:
    """Hand it in, whole: from now on it counts, and she reads what the others say. Raises Refused, Clash."""
    with transaction.atomic():
        call = locked(assignment.application.call)
        assignment = locked_assignment(assignment)
        _ask(fresh(actor), assignment)
        criteria = _criteria(assignment)
        review = _written(assignment, said, seen, criteria)
        _whole(said, criteria)
        review.submitted_at = timezone.now()
        review.save(update_fields=["submitted_at"])
        _set(assignment, AssignmentState.SUBMITTED)
        tell_assignment("calls.review_submitted", actor, assignment)
        _all_in(call)
    return review


def reopen_review(*, actor: Person, assignment: ReviewAssignment) -> ReviewAssignment:
    """Before the selection: she can change it, and it counts again once she hands it in. Raises Refused."""
    with transaction.atomic():
        assignment = locked_assignment(assignment)
        require(can_reopen_review(fresh(actor), assignment))
        Review.objects.filter(assignment=assignment).update(submitted_at=None)
        _set(assignment, AssignmentState.REOPENED)
        tell_assignment("calls.review_reopened", actor, assignment)
    return assignment


def _ask(actor: Person, assignment: ReviewAssignment) -> None:
    """May she, and do the data tie her to this applicant since?"""
    require(can_score(actor, assignment))
    if has_tie(assignment):
        raise Refused(READS_NOTHING)


def _criteria(assignment: ReviewAssignment) -> list[SelectionCriterion]:
    """Those that are scored: balance is never one of them (INV-17)."""
    return list(SelectionCriterion.objects.filter(call=assignment.application.call_id, scored=True))


def _written(assignment: ReviewAssignment, said: Said, seen: int | None, criteria: list[SelectionCriterion]) -> Review:
    review, new = Review.objects.get_or_create(assignment=assignment)
    if not new and seen is not None and seen != review.version:
        raise Clash(TWO_WRITERS, review)
    for criterion in criteria:
        _point(review, criterion, said.points.get(criterion.pk))
    review.comment, review.recommendation = _words(said.comment), _advice(said.recommendation)
    review.version, review.saved_at = review.version + (0 if new else 1), timezone.now()
    review.save(update_fields=["comment", "recommendation", "version", "saved_at"])
    return review


def _point(review: Review, criterion: SelectionCriterion, points: int | None) -> None:
    if points is None:
        Score.objects.filter(review=review, criterion=criterion).delete()
        return
    if not 0 <= points <= criterion.scale:
        raise Refused(NOT_A_POINT, points_field(criterion))
    Score.objects.update_or_create(review=review, criterion=criterion, defaults={"points": points})


def _words(comment: str) -> str:
    text = clean(comment)
    if len(text) > LONGEST_COMMENT:
        sentence = _("%(most)s characters at most. Please shorten the text.") % {"most": LONGEST_COMMENT}
        raise Refused(no(sentence), "comment")
    return text


def _advice(recommendation: str) -> str:
    if recommendation and recommendation not in Recommendation.values:
        raise Refused(NO_ADVICE, "recommendation")
    return recommendation


def _whole(said: Said, criteria: list[SelectionCriterion]) -> None:
    """Points for each criterion, words, and an advice."""
    for criterion in criteria:
        if said.points.get(criterion.pk) is None:
            raise Refused(NO_POINTS, points_field(criterion))
    if not clean(said.comment):
        raise Refused(NO_WORDS, "comment")
    if not said.recommendation:
        raise Refused(NO_ADVICE, "recommendation")


def _set(assignment: ReviewAssignment, state: AssignmentState) -> None:
    assignment.state = state
    assignment.save(update_fields=["state"])


def _all_in(call: Call) -> None:
    """The last review that was missing is there: whoever coordinates hears it."""
    if not lacking_reviews(call).exists():
        record(
            "calls.reviews_complete",
            actor_id=None, community_id=call.community_id, subject="call", subject_id=call.pk,
        )  # fmt: skip
