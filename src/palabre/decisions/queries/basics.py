"""What the rooms above ask of a decision."""

from __future__ import annotations

from typing import Any

from palabre.decisions.choices import ProposalState
from palabre.decisions.models import Clarification, DecisionRecord, Proposal
from palabre.decisions.rules.proposals import can_view_proposal


def adopted(subject: str, subject_id: int) -> Proposal | None:
    """The decision in force about this thing, with its record."""
    rows = Proposal.objects.filter(subject=subject, subject_id=subject_id, state=ProposalState.ADOPTED)
    return rows.select_related("record", "community").order_by("-ended_at", "-pk").first()


def open_on(subject: str, subject_id: int) -> Proposal | None:
    """The proposal about this thing on which its circle still works."""
    rows = Proposal.objects.open().filter(subject=subject, subject_id=subject_id)
    return rows.select_related("community").first()


def proposal_by_key(key: int | None) -> Proposal | None:
    """For the notices."""
    return Proposal.objects.select_related("community").filter(pk=key or 0).first()


def recorder_of(key: int | None) -> int | None:
    """Who recorded what was decided, if she still reads there."""
    found = DecisionRecord.objects.filter(proposal=key or 0, recorded_by__is_active=True).select_related(
        "recorded_by", "proposal"
    )
    record = found.first()
    if record is None or record.recorded_by is None:
        return None
    return record.recorded_by_id if can_view_proposal(record.recorded_by, record.proposal) else None


def clarification_asker(key: Any) -> int | None:
    """Who asked a question to understand."""
    found: int | None = Clarification.objects.filter(pk=key or 0).values_list("asked_by_id", flat=True).first()
    return found
