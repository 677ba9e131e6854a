"""Telling the demo story through actions only: two communities by the river, two networks and a twin, a cohort,
two calls."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from palabre.demo.arrivals import arrive
from palabre.demo.cap import tell_steps
from palabre.demo.horizons import tell_alliance
from palabre.demo.house_calls import tell_house_calls
from palabre.demo.roots_story import tell_roots
from palabre.demo.shores import tell_shores
from palabre.demo.voix import tell_river
from palabre.demo.weaving import tell_trame


def tell_story(*, today: date | None = None) -> None:
    """Its three chapters, ending around `today`. All or nothing."""
    day = today or timezone.localdate()
    with transaction.atomic():
        river, steps = arrive(today=day)
        tell_river(stage=river, today=day)
        tell_steps(stage=steps, today=day)
        people, network = river.people, river.community.parent
        tell_shores(river=river, people=people, network=network, today=day)
        tell_trame(people=people, today=day)
        tell_alliance(people=people, today=day)
        tell_roots(people=people, today=day)
        tell_house_calls(community=steps.community, people=people, today=day)
