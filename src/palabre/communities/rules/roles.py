"""Who gives which role, and who may lay it down."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import CommunityKind, Role
from palabre.communities.models import Community, RoleGrant
from palabre.communities.rules.communities import visible_communities
from palabre.communities.rules.standing import holds, is_keeper, keeping, standing
from palabre.journal.models import Entry
from palabre.kit.verdict import YES, Verdict, no
from palabre.people.models import Person

GRANTABLE = {
    Role.COORDINATOR: frozenset({Role.FACILITATOR, Role.TRANSLATOR}),
    Role.STEWARD: frozenset({Role.COORDINATOR, Role.FACILITATOR, Role.TRANSLATOR}),
}
# Roles that nobody gives to herself, and that the last one to hold them keeps until somebody else does.
LEADING = frozenset({Role.COORDINATOR, Role.STEWARD})
NETWORKS = frozenset({CommunityKind.NETWORK, CommunityKind.REGIONAL, CommunityKind.NATIONAL})
LAST_BELOW = _(
    "You are the last person with this role here. First the coordination of the network names somebody else."
)
LAST_AT_THE_TOP = _("You are the last person with this role here. First the keeper of this site names somebody else.")
ASKED_AGAIN = timedelta(days=7)


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
        return last_one(grant.community)
    return YES


def last_one(community: Community) -> Verdict:
    """Somebody must lead; whoever does so last does not choose who comes after her."""
    return no(LAST_BELOW if community.parent_id else LAST_AT_THE_TOP)


def can_ask_successor(actor: Person, community: Community) -> Verdict:
    """The last person who leads asks those above for somebody else: once a week."""
    held = standing(actor).roles(community.pk) & LEADING
    if not any(is_last_with(role, community.pk, actor) for role in held):
        return no(_("This is for the last person who coordinates here."))
    asked = Entry.objects.filter(kind="communities.successor_wanted", community_id=community.pk, actor_id=actor.pk)
    if asked.filter(at__gt=timezone.now() - ASKED_AGAIN).exists():
        return no(_("The request was sent less than a week ago."))
    return YES


def named_communities(actor: Person) -> QuerySet[Community]:
    """Communities of which the actor names who leads: those below her network; for a keeper, those at the top."""
    below = Q(parent_id__in=standing(actor).communities_with(Role.STEWARD))
    return Community.objects.filter(below | Q(Exists(keeping(actor)), parent=None))


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
