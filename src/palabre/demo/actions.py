"""Telling the demo story, chapter one: two communities, told through actions only."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from palabre.demo.arrivals import arrive
from palabre.demo.cap import tell_steps
from palabre.demo.voix import tell_river


def tell_story(*, today: date | None = None) -> None:
    """CdP Voix du Fleuve and CAP Pas à Pas, ending around `today`. All or nothing."""
    day = today or timezone.localdate()
    with transaction.atomic():
        river, steps = arrive(today=day)
        tell_river(stage=river, today=day)
        tell_steps(stage=steps, today=day)
