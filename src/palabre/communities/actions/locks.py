"""The coordination says that it is she who wants her locked account to be opened."""

from __future__ import annotations

from django.db import transaction

from palabre.communities.models import Community
from palabre.communities.rules import fresh
from palabre.communities.rules.locks import can_check_lock
from palabre.kit.verdict import require
from palabre.people.actions.opening import confirm_locked
from palabre.people.models import LockEvent, Person


def check_lock(*, actor: Person, community: Community, lock: LockEvent) -> LockEvent:
    """From now on her password, and her factor if she has one, open it without the day's wait. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        lock = LockEvent.objects.select_for_update().get(pk=lock.pk)
        require(can_check_lock(actor, community, lock))
        return confirm_locked(by=actor, lock=lock)
