"""What the worker goes round for calls."""

from __future__ import annotations

from palabre.calls.actions.life import follow_clock, remind_of_closing
from palabre.calls.queries.calls import moved_by_clock, soon_closing


def follow_calls() -> int:
    """Store what the clock has opened and closed, and remind the coordination three days before a closing."""
    moved = sum(follow_clock(call=call) for call in moved_by_clock())
    return moved + sum(remind_of_closing(call=call) for call in soon_closing())
