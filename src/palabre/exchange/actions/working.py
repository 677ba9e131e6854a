"""How the worker's chores go, written down for whoever keeps the instance."""

from __future__ import annotations

from django.db.models import F
from django.utils import timezone

from palabre.exchange.choices import Pace
from palabre.exchange.models import ChoreState


def pace_of(seconds: float) -> Pace:
    """A class of duration."""
    if seconds < 1:
        return Pace.QUICK
    if seconds < 10:
        return Pace.SHORT
    return Pace.LONG if seconds < 60 else Pace.SLOW


def note_chore(*, name: str, seconds: float, error: str = "", reference: str = "") -> None:
    """One row for each chore: when it last ended, how long it took, how often it failed since it last went well."""
    now = timezone.now()
    row, _new = ChoreState.objects.get_or_create(name=name)
    told = {"ended_at": now, "pace": pace_of(seconds)}
    if error:
        told |= {"failures": F("failures") + 1, "failed_at": now, "error": error[:60], "reference": reference}
    else:
        told |= {"failures": 0}
    ChoreState.objects.filter(pk=row.pk).update(**told)
