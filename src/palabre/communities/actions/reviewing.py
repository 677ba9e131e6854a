"""Whoever reads the applications to a community holds a role there, and does not read the community itself."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from palabre.communities.actions.roles import begin_grant
from palabre.communities.choices import Role
from palabre.communities.models import Community, RoleGrant
from palabre.people.models import Person


def open_reviewing(
    *, community: Community, person: Person, by_id: int | None, ends_at: datetime | None = None
) -> RoleGrant:
    """She reads applications from now on; the room of the call has asked its rule. In the caller's transaction."""
    running = RoleGrant.objects.running().filter(community=community, person=person, role=Role.REVIEWER).first()
    if running is not None:
        return running
    return begin_grant(community=community, person=person, role=Role.REVIEWER, by_id=by_id, ends_at=ends_at)


def end_reviewing(*, community: Community, person: Person) -> int:
    """She reads no more: the selection is over, or she stepped back. Gives how many grants ended."""
    running = RoleGrant.objects.running().filter(community=community, person=person, role=Role.REVIEWER)
    return running.update(ends_at=timezone.now())
