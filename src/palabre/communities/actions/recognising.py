"""Somebody has lost every second factor: who knows her says that it is she, or that it is not."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from palabre.communities.models import Community
from palabre.communities.rules import can_confirm_reset, fresh, may_wait, needs_factor, visible_resets
from palabre.communities.rules.communities import NOTHING_HERE
from palabre.kit.verdict import no, require
from palabre.people.actions import begin_grace, confirm_reset, refuse_reset
from palabre.people.models import FactorReset, Person
from palabre.people.rules import has_factor


def recognise(*, actor: Person, reset: FactorReset, community: Community | None) -> FactorReset:
    """It is she: I have heard or seen her. A day later she comes in. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        reset = FactorReset.objects.select_for_update().get(pk=reset.pk)
        require(can_confirm_reset(actor, reset, community))
        return confirm_reset(by=actor, reset=reset)


def not_recognise(*, actor: Person, reset: FactorReset, community: Community | None) -> FactorReset:
    """It is not she, also after somebody else was deceived. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        found = visible_resets(actor, community).filter(pk=reset.pk).exists()
        if not found:
            require(no(NOTHING_HERE))
        return refuse_reset(by=actor, reset=reset)


def note_grace(*, person: Person) -> None:
    """At her sign-in: from today she has so many days to take up a second factor, if her communities let her wait."""
    fresh(person)
    if person.factor_due_at is not None or has_factor(person) or not needs_factor(person):
        return
    if may_wait(person, None):
        begin_grace(person=person, until=timezone.now() + timedelta(days=settings.SECOND_FACTOR_GRACE))
