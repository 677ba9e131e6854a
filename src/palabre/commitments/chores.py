"""What the worker goes round."""

from __future__ import annotations

from palabre.commitments.actions import remind_owner
from palabre.commitments.queries import to_remind


def remind_owners() -> int:
    """Speak once to whoever promised something for one of the next three days, and once when it is late."""
    return sum(1 for commitment in to_remind() if remind_owner(commitment=commitment))
