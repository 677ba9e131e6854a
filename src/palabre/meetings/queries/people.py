"""Who can be named on a plan: as facilitation, or as leading a point."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from palabre.communities.choices import Level, MembershipState, Role
from palabre.communities.models import Community, Membership, RoleGrant
from palabre.communities.rules import can_see_members
from palabre.people.models import Person


def possible_facilitators(community: Community) -> list[Person]:
    """Whoever facilitates or coordinates there, and the core group. One query."""
    roles = RoleGrant.objects.running().filter(community=community, role__in=(Role.FACILITATOR, Role.COORDINATOR))
    core = Membership.objects.active().filter(community=community, level=Level.CORE)
    return _people(roles.values("person_id").union(core.values("person_id")))


def possible_owners(actor: Person, community: Community) -> list[Person]:
    """The members, for those who may see their names; otherwise whoever facilitates. One query."""
    if not can_see_members(actor, community):
        return possible_facilitators(community)
    members = Membership.objects.filter(community=community, state=MembershipState.ACTIVE)
    return _people(members.values("person_id"))


def _people(keys: QuerySet[Any, Any]) -> list[Person]:
    return list(Person.objects.open().filter(pk__in=keys).order_by("display_name", "pk"))
