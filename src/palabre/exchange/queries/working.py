"""The worker's chores as the keeper sees them."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from palabre.exchange.models import ChoreState

# each chore writes down at least every five minutes that it goes well
SILENT_AFTER = timedelta(minutes=15)


def chore_states() -> list[ChoreState]:
    """Those that fail first, then by name."""
    return list(ChoreState.objects.order_by("-failures", "name"))


def failing_chores() -> list[ChoreState]:
    """Those that did not go well the last time."""
    return list(ChoreState.objects.filter(failures__gt=0).order_by("name"))


def is_at_work(chores: list[ChoreState]) -> bool:
    """Whether any chore ended in the last quarter of an hour."""
    return any(one.ended_at > timezone.now() - SILENT_AFTER for one in chores)
