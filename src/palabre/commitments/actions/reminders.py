"""A quiet word before the day, and one after it: each once for each day that was promised."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from palabre.commitments.actions.opening import tell, today_in
from palabre.commitments.actions.progress import locked
from palabre.commitments.models import STILL_OPEN, Commitment
from palabre.journal.models import Entry

BEFORE = timedelta(days=3)


def remind_owner(*, commitment: Commitment) -> str:
    """Record `commitments.reminder_due` in the three days before, `commitments.became_late` after; gives the kind.

    The journal remembers: a promise moved to another day is spoken of again. Run twice at once, it tells once.
    """
    with transaction.atomic():
        commitment = locked(commitment)
        kind = _kind(commitment)
        if kind and not _was_told(commitment, kind):
            tell(kind, None, commitment, due=commitment.due)
            return kind
    return ""


def _kind(commitment: Commitment) -> str:
    today = today_in(commitment.community)
    if commitment.state not in STILL_OPEN or commitment.due > today + BEFORE:
        return ""
    return "commitments.became_late" if commitment.due < today else "commitments.reminder_due"


def _was_told(commitment: Commitment, kind: str) -> bool:
    entries = Entry.objects.filter(subject="commitment", subject_id=commitment.pk, kind=kind)
    return any(facts.get("due") == commitment.due.isoformat() for facts in entries.values_list("facts", flat=True))
