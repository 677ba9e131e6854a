"""Who hears of a call: one module for each part of its year."""

from palabre.calls.notices import applying, calls, deciding, reviewing

__all__ = ["applying", "calls", "deciding", "reviewing"]
