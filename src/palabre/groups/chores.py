"""What the worker goes round."""

from __future__ import annotations

from palabre.groups.actions.erasing import end_places_left
from palabre.groups.actions.outcomes import take_up_decisions


def follow_groups() -> int:
    """Write down the outcomes that a consent adopted, and the places of whoever left the community."""
    return take_up_decisions() + end_places_left()
