"""Who gives which role, and who may lay it down."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import CommunityKind, Role
from palabre.communities.models import Community, RoleGrant
from palabre.communities.rules.communities import visible_communities
from palabre.communities.rules.standing import holds, is_keeper, standing
from palabre.kit.verdict import YES, Verdict, no
from palabre.people.models import Person

GRANTABLE = {
    Role.COORDINATOR: frozenset({Role.FACILITATOR, Role.TRANSLATOR}),
    Role.STEWARD: frozenset({Role.COORDINATOR, Role.FACILITATOR, Role.TRANSLATOR}),
}
# Roles that nobody gives to herself, and that the last one to hold them keeps until somebody else does.
LEADING = frozenset({Role.COORDINATOR, Role.STEWARD})
NETWORKS = frozenset({CommunityKind.NETWORK, CommunityKind.REGIONAL, CommunityKind.NATIONAL})
LAST_ONE = _("You are the last person with this role here. Let somebody else receive it first.")


def can_grant_role(actor: Person, community: Community, role: str) -> Verdict:
    """Coordinators give facilitation and translation; stewards also coordination; a keeper names who leads the top."""
    if any(role in GRANTABLE[Role(held)] for held in standing(actor).roles(community.pk) if held in GRANTABLE):
        return YES
    if community.parent_id and role == Role.COORDINATOR and holds(actor, community.parent_id, Role.STEWARD):
        return YES
    if community.parent_id is None and role in first_roles(community) and is_keeper(actor):
        return YES
    return no(_("You cannot give this role here."))


def first_roles(community: Community) -> frozenset[str]:
    """Whom a keeper names at the top of a tree."""
    return frozenset({Role.STEWARD}) if community.kind in NETWORKS else LEADING


def can_give_role_to(actor: Person, community: Community, role: str, person: Person) -> Verdict:
    """Nobody makes herself coordinator or steward; nobody holds the same role twice."""
    if person.pk == actor.pk and role in LEADING:
        return no(_("Nobody gives this role to herself."))
    if not person.is_active:
        return no(_("This account is closed."))
    if RoleGrant.objects.running().filter(community=community, person=person, role=role).exists():
        return no(_("This person already has this role."))
    return can_grant_role(actor, community, role)


def grantable_roles(actor: Person, community: Community) -> list[Role]:
    """The roles that the actor may give here."""
    return [role for role in Role if can_grant_role(actor, community, role)]


def can_end_role(actor: Person, grant: RoleGrant) -> Verdict:
    """One may lay down one's own role, unless one is the last to lead; otherwise who may give it may end it."""
    if grant.person_id != actor.pk:
        return can_grant_role(actor, grant.community, grant.role)
    if grant.role in LEADING and is_last_with(grant.role, grant.community_id, actor):
        return no(LAST_ONE)
    return YES


def is_last_with(role: str, community_id: int, person: Person) -> bool:
    """Nobody else with an open account holds this role there for longer than today's moment."""
    others = RoleGrant.objects.running().filter(community_id=community_id, role=role, person__is_active=True)
    return not others.exclude(person=person).exists()


def visible_grants(actor: Person) -> QuerySet[RoleGrant]:
    """Running roles in the communities that the actor reads."""
    return RoleGrant.objects.running().filter(community__in=visible_communities(actor))


def can_view_grant(actor: Person, grant: RoleGrant) -> Verdict:
    found = visible_grants(actor).filter(pk=grant.pk).exists()
    return YES if found else no(_("There is nothing here."))
