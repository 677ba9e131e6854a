"""What the worker does for the journal."""

from __future__ import annotations

from palabre.journal.actions import purge_submissions


def purge() -> None:
    """Forms sent long ago are not expected twice any more."""
    purge_submissions()
