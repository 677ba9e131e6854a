"""What returns each month: the lines of honoraria."""

from __future__ import annotations

from django.utils import timezone

from palabre.money.actions.agreements import prepare_month


def prepare_honoraria() -> int:
    """One planned line for each running agreement and this month; may be asked as often as one likes."""
    return prepare_month(month=timezone.localdate())
