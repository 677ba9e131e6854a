"""The steps of a review: one's own look, a peer's remarks, what one promises to mend, what became of it."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.charter.actions.peers import locked, tell
from palabre.charter.choices import Reached, ReviewState
from palabre.charter.models import Improvement, Review, ReviewLine
from palabre.charter.rules import (
    can_add_improvement,
    can_agree_plan,
    can_assess,
    can_comment,
    can_conclude_review,
    can_finish_assessment,
    can_finish_comments,
)
from palabre.commitments.actions import open_commitment
from palabre.communities.models import Organisation
from palabre.communities.rules import fresh
from palabre.kit.text import clean
from palabre.kit.verdict import Clash, Refused, no, require
from palabre.people.models import Person

LONGEST = 2000
TWO_WRITERS = no(_("Somebody else changed this chapter while you were writing. Theirs stands below yours."))


def assess_chapter(
    *, actor: Person, line: ReviewLine, level: str, finding: str, evidence: str, language: str, seen: int | None = None
) -> ReviewLine:
    """How far, what was found, what shows it. `seen` is the version that the writer read. Raises Refused, Clash."""
    with transaction.atomic():
        review, line = _locked(line)
        require(can_assess(fresh(actor), review))
        _same(line, seen)
        if level not in Reached.values:
            raise Refused(no(_("Choose one of the answers shown.")), "level")
        line.level, line.finding = level, _said(finding, "finding")
        line.evidence = _said(evidence, "evidence", empty=True)
        line.language, line.written_by, line.version = language, actor, line.version + 1
        line.save(update_fields=["level", "finding", "evidence", "language", "written_by", "version"])
        tell("charter.chapter_assessed", actor, review, line=line.pk)
    return line


def finish_assessment(*, actor: Person, review: Review) -> Review:
    """The community has looked at every chapter: the peer may read. Raises Refused."""
    with transaction.atomic():
        review = locked(review)
        require(can_finish_assessment(fresh(actor), review))
        _step(review, ReviewState.ASSESSED, "assessed_at")
        tell("charter.review_assessed", actor, review)
    return review


def comment_chapter(
    *, actor: Person, line: ReviewLine, comment: str, language: str, seen: int | None = None
) -> ReviewLine:
    """What the peer says of one chapter. Raises Refused, Clash."""
    with transaction.atomic():
        review, line = _locked(line)
        require(can_comment(fresh(actor), review))
        _same(line, seen)
        line.comment, line.comment_language = _said(comment, "comment"), language
        line.commented_by, line.version = actor, line.version + 1
        line.save(update_fields=["comment", "comment_language", "commented_by", "version"])
        tell("charter.chapter_commented", actor, review, line=line.pk)
    return line


def finish_comments(*, actor: Person, review: Review) -> Review:
    """The peer has read everything. Raises Refused."""
    with transaction.atomic():
        review = locked(review)
        require(can_finish_comments(fresh(actor), review))
        _step(review, ReviewState.REVIEWED, "reviewed_at")
        tell("charter.review_commented", actor, review)
    return review


def add_improvement(
    *,
    actor: Person,
    line: ReviewLine,
    text: str,
    due: date | None,
    person: Person | None = None,
    organisation: Organisation | None = None,
    language: str = "fr",
    other_text: str = "",
) -> Improvement:
    """A commitment that mends what was found in one chapter: an owner and a date (INV-24). Raises Refused."""
    with transaction.atomic():
        review, line = _locked(line)
        require(can_add_improvement(fresh(actor), review))
        commitment = open_commitment(
            actor=actor, community=review.community, text=text, due=due, person=person, organisation=organisation,
            language=language, other_text=other_text,
        )  # fmt: skip
        improvement = Improvement.objects.create(line=line, commitment=commitment)
        tell("charter.improvement_added", actor, review, commitment=commitment.pk)
    return improvement


def agree_plan(*, actor: Person, review: Review) -> Review:
    """The commitments noted so far are the improvement plan; more may be added. Raises Refused."""
    with transaction.atomic():
        review = locked(review)
        require(can_agree_plan(fresh(actor), review))
        _step(review, ReviewState.IMPROVING, "improving_at")
        tell("charter.plan_agreed", actor, review)
    return review


def conclude_review(*, actor: Person, review: Review, conclusion: str, language: str) -> Review:
    """What became of the plan, in a few sentences; the review is over and a new one may be planned. Raises Refused."""
    with transaction.atomic():
        review = locked(review)
        require(can_conclude_review(fresh(actor), review))
        review.conclusion, review.language = _said(conclusion, "conclusion"), language
        review.save(update_fields=["conclusion", "language"])
        _step(review, ReviewState.FOLLOWED, "followed_at")
        tell("charter.review_followed", actor, review)
    return review


def _locked(line: ReviewLine) -> tuple[Review, ReviewLine]:
    review = locked(line.review)
    return review, ReviewLine.objects.select_for_update().get(pk=line.pk)


def _same(line: ReviewLine, seen: int | None) -> None:
    if seen is not None and seen != line.version:
        raise Clash(TWO_WRITERS, line)


def _said(text: str, field: str, *, empty: bool = False) -> str:
    text = clean(text)
    if not text and not empty:
        raise Refused(no(_("Please write something here.")), field)
    if len(text) > LONGEST:
        sentence = _("%(most)s characters at most. Please shorten the text.") % {"most": LONGEST}
        raise Refused(no(sentence), field)
    return text


def _step(review: Review, state: ReviewState, stamp: str) -> None:
    review.state = state
    setattr(review, stamp, timezone.now())
    review.save(update_fields=["state", stamp])
