"""Whom a notice of this room reaches: keys only."""

from __future__ import annotations

from collections.abc import Iterable

from palabre.communities.choices import Role
from palabre.communities.models import Community, Membership, Move, RoleGrant


def readers_of(community_id: int) -> list[int]:
    """Whoever reads a community as a member, and whoever holds a role there."""
    members = Membership.objects.inside().filter(community_id=community_id, person__is_active=True, canary=False)
    held = RoleGrant.objects.held().filter(community_id=community_id, person__is_active=True)
    return sorted({*members.values_list("person_id", flat=True), *held.values_list("person_id", flat=True)})


def leaders_of(community_id: int, roles: Iterable[str] = (Role.COORDINATOR, Role.STEWARD)) -> list[int]:
    """Whoever holds one of these roles there now."""
    rows = RoleGrant.objects.held().filter(community_id=community_id, role__in=list(roles))
    return sorted(set(rows.values_list("person_id", flat=True)))


def stewards_above(community: Community) -> list[int]:
    """The coordination of the network just above; nobody at the top."""
    return leaders_of(community.parent_id, [Role.STEWARD]) if community.parent_id else []


def move_by_key(key: int) -> Move | None:
    return Move.objects.filter(pk=key).first()


def grant_by_key(key: int) -> RoleGrant | None:
    return RoleGrant.objects.select_related("community").filter(pk=key).first()
