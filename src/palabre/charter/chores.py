"""What the worker goes round."""

from __future__ import annotations

from palabre.charter.actions import remind_before, restrict_late
from palabre.charter.queries.signing import to_remind


def ask_for_signatures() -> int:
    """Remind before the last day, then restrict whoever has not signed."""
    told = sum(1 for adoption, days in to_remind() if remind_before(adoption=adoption, days=days))
    return told + restrict_late()
