"""The day comes to look again at what was decided: it stays, with a new day, or a new proposal takes its place."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from palabre.communities.rules import fresh
from palabre.decisions.actions.common import language_of, locked, tell
from palabre.decisions.actions.ending import review_day
from palabre.decisions.choices import ProposalState
from palabre.decisions.models import DecisionRecord, DecisionReview, Proposal
from palabre.decisions.rules.rounds import can_review
from palabre.kit.text import NEEDED, checked
from palabre.kit.verdict import require
from palabre.people.models import Person

LONGEST_NOTE = 2000


def review_decision(*, actor: Person, proposal: Proposal, note: str, language: str, next_on: date) -> DecisionReview:
    """It stays: what was found, and the next day to look at it. Raises Refused."""
    with transaction.atomic():
        proposal = locked(proposal)
        require(can_review(fresh(actor), proposal))
        record = DecisionRecord.objects.select_for_update().get(proposal=proposal)
        review = DecisionReview.objects.create(
            record=record, by=actor, language=language_of(language), next_on=review_day(next_on, "next_on"),
            note=checked(note, "note", LONGEST_NOTE, NEEDED),
        )  # fmt: skip
        record.review_on = review.next_on
        record.save(update_fields=["review_on"])
        tell("decisions.reviewed", actor, proposal)
    return review


def remind_of_review(*, record: DecisionRecord) -> bool:
    """Once for each day that was set, when it has come."""
    with transaction.atomic():
        proposal = locked(record.proposal)
        record = DecisionRecord.objects.select_for_update().get(pk=record.pk)
        due = record.review_on is not None and record.review_on <= timezone.localdate()
        if not due or record.reminded_of == record.review_on or proposal.state != ProposalState.ADOPTED:
            return False
        record.reminded_of = record.review_on
        record.save(update_fields=["reminded_of"])
        tell("decisions.review_due", None, proposal)
    return True
