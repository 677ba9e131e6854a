"""Who can be named on a plan: as facilitation, or as leading a point."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from palabre.communities.choices import Level, MembershipState, Role
from palabre.communities.models import Community, Membership, RoleGrant
from palabre.communities.queries import Known, known
from palabre.communities.rules import can_see_members
from palabre.groups.rules.circles import leads_of
from palabre.people.models import Person


def possible_facilitators(community: Community) -> list[Known]:
    """Whoever facilitates or coordinates there, the core group, and who leads a group. Two queries."""
    roles = RoleGrant.objects.held().filter(community=community, role__in=(Role.FACILITATOR, Role.COORDINATOR))
    core = Membership.objects.active().filter(community=community, level=Level.CORE)
    leading = leads_of(community).values("person_id")
    return _people(roles.values("person_id").union(core.values("person_id"), leading), community)


def possible_owners(actor: Person, community: Community) -> list[Known]:
    """The members, for those who may see their names; otherwise whoever facilitates. Two queries."""
    if not can_see_members(actor, community):
        return possible_facilitators(community)
    members = Membership.objects.filter(community=community, state=MembershipState.ACTIVE)
    return _people(members.values("person_id"), community)


def _people(keys: QuerySet[Any, Any], community: Community) -> list[Known]:
    return known(Person.objects.open().filter(pk__in=keys), community)
