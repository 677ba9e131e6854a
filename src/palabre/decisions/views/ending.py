"""Amending, recording, setting aside, looking again."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from palabre.communities.requests import CommunityRequest
from palabre.decisions.actions.amending import amend
from palabre.decisions.actions.ending import record_outcome, set_aside
from palabre.decisions.actions.reviewing import review_decision
from palabre.decisions.forms.writing import AmendForm, OutcomeForm, ReasonForm, ReviewForm
from palabre.decisions.queries.voices import raised
from palabre.decisions.rules.proposals import can_set_aside, elector_of
from palabre.decisions.rules.rounds import can_amend, can_record, can_review
from palabre.decisions.views.common import find_proposal, form_page, rebased, to_proposal
from palabre.kit.pages import render_page
from palabre.kit.reader import page_language

METHODS = require_http_methods(["GET", "HEAD", "POST"])


@METHODS
def amendment(request: CommunityRequest, proposal_id: str) -> HttpResponse:
    """`/decisions/<p>/amendment/`: the new text, beside the objections that it answers."""
    row = find_proposal(request, proposal_id)
    form = AmendForm(request.POST or None, proposal=row)

    def act() -> str:
        amend(actor=request.user, proposal=row, **form.cleaned_data)
        return to_proposal(row)

    verdict = can_amend(request.user, row)
    named = elector_of(request.user, row) is not None
    heard = raised(row, request.user, carrying=False, hears=True, named=named) if verdict else []
    words = {"proposal": row, "raised": heard}
    done = _("The new text is there, and everybody is asked again.")
    response = form_page(request, form, verdict, act, template="amendment", done=done, **words)
    if form.clash:
        theirs = rebased(form, seen=form.clash.theirs.version)
        return render_page(request, "decisions/amendment.html", {"form": theirs, **words}, status=409)
    return response


@METHODS
def outcome(request: CommunityRequest, proposal_id: str) -> HttpResponse:
    """`/decisions/<p>/outcome/`: what was decided, and the day to look at it again."""
    row = find_proposal(request, proposal_id)
    form = OutcomeForm(request.POST or None, reads=page_language())

    def act() -> str:
        record_outcome(actor=request.user, proposal=row, language=page_language(), **form.cleaned_data)
        return to_proposal(row, "record")

    verdict = can_record(request.user, row)
    done = _("The decision is recorded. Everybody who decided is told.")
    return form_page(request, form, verdict, act, template="outcome", done=done, proposal=row)


@METHODS
def setting_aside(request: CommunityRequest, proposal_id: str) -> HttpResponse:
    """`/decisions/<p>/setting-aside/`: with a reason."""
    row = find_proposal(request, proposal_id)
    form = ReasonForm(request.POST or None)

    def act() -> str:
        set_aside(actor=request.user, proposal=row, language=page_language(), **form.cleaned_data)
        return to_proposal(row, "record")

    verdict = can_set_aside(request.user, row)
    done = _("The proposal is set aside, with your reason.")
    return form_page(request, form, verdict, act, template="setting_aside", done=done, proposal=row)


@METHODS
def review(request: CommunityRequest, proposal_id: str) -> HttpResponse:
    """`/decisions/<p>/review/`: it stays, until another day."""
    row = find_proposal(request, proposal_id)
    form = ReviewForm(request.POST or None)

    def act() -> str:
        review_decision(actor=request.user, proposal=row, language=page_language(), **form.cleaned_data)
        return to_proposal(row, "record")

    verdict = can_review(request.user, row)
    done = _("The decision stays. You will be reminded again.")
    return form_page(request, form, verdict, act, template="review", done=done, proposal=row)
