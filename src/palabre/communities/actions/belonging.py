"""Members change their place, or leave."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from palabre.communities.actions.roles import end_every_role
from palabre.communities.choices import Level, MembershipState
from palabre.communities.models import Community, Membership, Representative
from palabre.communities.rules import can_change_level, can_leave, fresh
from palabre.journal.actions import record
from palabre.kit.verdict import require
from palabre.people.models import Person


def leave_community(*, actor: Person, membership: Membership) -> Membership:
    """Leave at once; every role held there ends with it. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        Community.objects.select_for_update().get(pk=membership.community_id)
        membership = Membership.objects.select_for_update().get(pk=membership.pk)
        require(can_leave(actor, membership))
        membership.state, membership.left_at = MembershipState.LEFT, timezone.now()
        membership.save(update_fields=["state", "left_at"])
        end_every_role(person_id=actor.pk, community_id=membership.community_id, by_id=actor.pk)
        stop_speaking(membership)
        _tell_membership("communities.left", actor, membership)
    fresh(actor)
    return membership


def stop_speaking(membership: Membership) -> None:
    """Whoever no longer belongs speaks for no organisation here."""
    Representative.objects.filter(membership=membership, until=None).update(until=timezone.now())


def change_level(*, actor: Person, membership: Membership, level: str) -> Membership:
    """Core group, active, occasional or observer. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        membership = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
        require(can_change_level(actor, membership))
        membership.level = Level(level)
        membership.save(update_fields=["level"])
        _tell_membership("communities.level_changed", actor, membership, level=membership.level)
    return membership


def _tell_membership(kind: str, actor: Person, membership: Membership, **facts: str) -> None:
    record(
        kind,
        actor_id=actor.pk,
        about_id=membership.person_id,
        community_id=membership.community_id,
        subject="membership",
        subject_id=membership.pk,
        **facts,
    )
