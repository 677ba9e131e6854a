"""What the worker does for meetings: reminders, one week and one day ahead."""

from __future__ import annotations

from palabre.meetings.actions.reminders import remind


def send_reminders() -> int:
    """Note in the journal which reminders are due; may be repeated, interrupted, or run twice at once."""
    return remind()
