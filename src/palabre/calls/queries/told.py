"""What the mails of reading ask before they leave."""

from __future__ import annotations

from palabre.calls.models import ReviewAssignment, Reviewer
from palabre.calls.queries.assigned import SHELVES
from palabre.calls.rules.reviewing import READING


def assignment_by_key(key: int | None) -> ReviewAssignment | None:
    return ReviewAssignment.objects.select_related("reviewer", "application__call").filter(pk=key or 0).first()


def is_waiting(reviewer_id: int) -> bool:
    """Whether this place on a committee still has something to read."""
    if not Reviewer.objects.reading().filter(pk=reviewer_id, call__state__in=READING).exists():
        return False
    rows = ReviewAssignment.objects.running().filter(reviewer_id=reviewer_id)
    return rows.filter(state__in=SHELVES["waiting"]).exists()
