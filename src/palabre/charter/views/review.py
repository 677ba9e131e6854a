"""One review: its chapters, the peer's remarks, the improvement plan, what became of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palabre.charter.actions import (
    add_improvement,
    agree_plan,
    assess_chapter,
    comment_chapter,
    conclude_review,
    finish_assessment,
    finish_comments,
)
from palabre.charter.forms import AssessForm, CommentForm, ConclusionForm
from palabre.charter.models import Review, ReviewLine
from palabre.charter.queries.assessing import review_page
from palabre.charter.rules import can_add_improvement, can_assess, can_comment, can_conclude_review, visible_reviews
from palabre.charter.rules.assessing import frame_of
from palabre.charter.views.common import rebased, status_of
from palabre.commitments.forms import PromiseForm
from palabre.commitments.queries import possible_owners
from palabre.communities.requests import CommunityRequest
from palabre.kit.forms import PalabreForm
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.reader import page_language
from palabre.kit.verdict import Refused, Verdict


@require_safe
def review(request: CommunityRequest, review_id: str) -> HttpResponse:
    """`/reviews/<r>/`."""
    page = review_page(request.user, _review(request, review_id), page_language())
    return render_page(request, "charter/review.html", {"page": page, "review": page.review})


@require_http_methods(["GET", "HEAD", "POST"])
def chapter(request: CommunityRequest, review_id: str, line_id: str) -> HttpResponse:
    """`/reviews/<r>/chapters/<l>/`: one's own look at one chapter."""
    line = _line(request, review_id, line_id)
    initial = {"level": line.level, "finding": line.finding, "evidence": line.evidence, "seen": line.version}
    form = AssessForm(request.POST or None, initial=initial)

    def act() -> None:
        assess_chapter(actor=request.user, line=line, language=page_language(), **form.cleaned_data)

    return _form_page(request, line, form, can_assess(request.user, line.review), act, _("The chapter is saved."))


@require_http_methods(["GET", "HEAD", "POST"])
def remark(request: CommunityRequest, review_id: str, line_id: str) -> HttpResponse:
    """`/reviews/<r>/chapters/<l>/remark/`: what the peer says of it."""
    line = _line(request, review_id, line_id)
    form = CommentForm(request.POST or None, initial={"comment": line.comment, "seen": line.version})

    def act() -> None:
        comment_chapter(actor=request.user, line=line, language=page_language(), **form.cleaned_data)

    return _form_page(request, line, form, can_comment(request.user, line.review), act, _("Your remark is saved."))


@require_http_methods(["GET", "HEAD", "POST"])
def improvement(request: CommunityRequest, review_id: str, line_id: str) -> HttpResponse:
    """`/reviews/<r>/chapters/<l>/improvement/`: a commitment that mends what was found."""
    line = _line(request, review_id, line_id)
    verdict = can_add_improvement(request.user, line.review)
    owners = possible_owners(request.user, line.review.community) if verdict else []
    form = PromiseForm(request.POST or None, owners=owners, language=page_language())

    def act() -> None:
        add_improvement(actor=request.user, line=line, **form.promise())

    return _form_page(request, line, form, verdict, act, _("The commitment is noted."))


@require_http_methods(["GET", "HEAD", "POST"])
def conclusion(request: CommunityRequest, review_id: str) -> HttpResponse:
    """`/reviews/<r>/conclusion/`: what became of the plan."""
    row = _review(request, review_id)
    verdict = can_conclude_review(request.user, row)
    if not verdict:
        return refused(request, Refused(verdict))
    form = ConclusionForm(request.POST or None)
    if form.is_valid():
        try:
            conclude_review(actor=request.user, review=row, language=page_language(), **form.cleaned_data)
            say(request, _("The review is over. What was promised stays among the commitments."))
            return see(request, reverse("charter:review", args=[review_id]))
        except Refused as error:
            form.refuse(error)
    return render_page(request, "charter/chapter.html", {"form": form, "review": row}, status=status_of(form))


@require_POST
def assessment(request: CommunityRequest, review_id: str) -> HttpResponse:
    """`/reviews/<r>/assessment/`: every chapter has been looked at."""
    row = _review(request, review_id)
    said = _("Your own look is finished. The community that reads it is told.")
    return _step(request, row, lambda: finish_assessment(actor=request.user, review=row), said)


@require_POST
def remarks(request: CommunityRequest, review_id: str) -> HttpResponse:
    """`/reviews/<r>/remarks/`: the peer has read everything."""
    row = _review(request, review_id)
    said = _("Your remarks are handed over. Thank you.")
    return _step(request, row, lambda: finish_comments(actor=request.user, review=row), said)


@require_POST
def plan(request: CommunityRequest, review_id: str) -> HttpResponse:
    """`/reviews/<r>/plan/`: the commitments noted so far are the plan."""
    row = _review(request, review_id)
    said = _("The improvement plan is agreed. Its commitments are followed here.")
    return _step(request, row, lambda: agree_plan(actor=request.user, review=row), said)


def _step(request: CommunityRequest, row: Review, act: Callable[[], object], said: str) -> HttpResponse:
    try:
        act()
    except Refused as error:
        return refused(request, error)
    say(request, said)
    return see(request, reverse("charter:review", args=[row.public_id]))


def _form_page(
    request: CommunityRequest, line: ReviewLine, form: PalabreForm, verdict: Verdict, act: Callable[[], None], done: str
) -> HttpResponse:
    """A form about one chapter: shown, sent, refused with its sentence and everything that was typed."""
    if not verdict:
        return refused(request, Refused(verdict))
    if form.is_valid():
        try:
            act()
            say(request, done)
            return see(request, f"{reverse('charter:review', args=[line.review.public_id])}#c-{line.public_id}")
        except Refused as error:
            form.refuse(error)
    words: dict[str, Any] = {"form": rebased(form, line.version), "line": line, "review": line.review}
    return render_page(request, "charter/chapter.html", words, status=status_of(form))


def _review(request: CommunityRequest, review_id: str) -> Review:
    rows = visible_reviews(request.user).select_related("community", "peer", "standards__community")
    row: Review = get_object_or_404(rows, public_id=review_id)
    request.community = frame_of(request.user, row)
    return row


def _line(request: CommunityRequest, review_id: str, line_id: str) -> ReviewLine:
    row = _review(request, review_id)
    line: ReviewLine = get_object_or_404(row.lines.select_related("chapter"), public_id=line_id)
    line.review = row
    return line
