"""What the worker does for this room."""

from __future__ import annotations

from palabre.files.actions import sweep_files


def sweep() -> None:
    """Forget what nobody points to any more."""
    sweep_files()
