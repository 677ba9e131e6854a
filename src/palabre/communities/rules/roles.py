"""Who gives which role, and who may lay it down."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import Role
from palabre.communities.models import Community, RoleGrant
from palabre.communities.rules.communities import NOT_YOURS, NOTHING_HERE, still_open, visible_communities
from palabre.communities.rules.life import NETWORKS
from palabre.communities.rules.standing import holds, is_keeper, keeping, standing
from palabre.journal.models import Entry
from palabre.kit.verdict import YES, Verdict, no
from palabre.people.models import Person

GRANTABLE = {
    Role.COORDINATOR: frozenset({Role.FACILITATOR, Role.TRANSLATOR, Role.MEL}),
    Role.STEWARD: frozenset({Role.COORDINATOR, Role.TREASURER, Role.HANDLER}),
}
# Roles that nobody gives to herself, and that the last one to hold them keeps until somebody else does.
LEADING = frozenset({Role.COORDINATOR, Role.STEWARD})
# Roles that hold only once a second person has confirmed them (SR-15).
FOUR_EYES = frozenset({Role.HANDLER, Role.TREASURER})
# Roles that are given again each year, if nobody says another day.
YEARLY = frozenset({Role.MEL, *FOUR_EYES})
A_YEAR = timedelta(days=365)
# Whom the coordination of a network names in the communities just below.
NAMED_BELOW = frozenset({Role.COORDINATOR, *FOUR_EYES})
LAST_BELOW = _(
    "You are the last person with this role here. First the coordination of the network names somebody else."
)
LAST_AT_THE_TOP = _("You are the last person with this role here. First the keeper of this site names somebody else.")
ASKED_AGAIN = timedelta(days=7)


def can_grant_role(actor: Person, community: Community, role: str) -> Verdict:
    """DOMAIN.md §3: coordinators and stewards each give their own; from above come those who lead or answer for trust."""
    if not (verdict := still_open(community)):
        return verdict
    if any(role in GRANTABLE[Role(held)] for held in standing(actor).roles(community.pk) if held in GRANTABLE):
        return YES
    if community.parent_id and role in given_from_above(community) and holds(actor, community.parent_id, Role.STEWARD):
        return YES
    if community.parent_id is None and role in first_roles(community) and is_keeper(actor):
        return YES
    return no(_("You cannot give this role here."))


def given_from_above(community: Community) -> frozenset[str]:
    """What the coordination of the network above gives here: to a network also its own coordination of the network."""
    return NAMED_BELOW | {Role.STEWARD} if community.kind in NETWORKS else NAMED_BELOW


def first_roles(community: Community) -> frozenset[str]:
    """Whom a keeper names at the top of a tree."""
    return frozenset({Role.STEWARD}) if community.kind in NETWORKS else LEADING


def can_give_role_to(actor: Person, community: Community, role: str, person: Person) -> Verdict:
    """Nobody lifts herself to what leads or needs four eyes; nobody holds the same role twice."""
    if person.pk == actor.pk and role in LEADING | FOUR_EYES:
        return no(_("Nobody gives this role to herself."))
    if not person.is_active:
        return no(_("This account is closed."))
    hers = RoleGrant.objects.filter(community=community, person=person, role=role)
    if hers.running().exists():
        return no(_("This person already has this role."))
    if hers.waiting().exists():
        return no(_("This person is already named. A second person still has to confirm it."))
    return can_grant_role(actor, community, role)


def grantable_roles(actor: Person, community: Community) -> list[Role]:
    """The roles that the actor may give here."""
    return [role for role in Role if can_grant_role(actor, community, role)]


def can_end_role(actor: Person, grant: RoleGrant) -> Verdict:
    """One may lay down one's own role, unless one is the last to lead; otherwise who may give or confirm it, ends it."""
    if grant.person_id != actor.pk:
        return YES if can_confirm_role(actor, grant) else can_grant_role(actor, grant.community, grant.role)
    if grant.confirmed_at is None or not still_open(grant.community):
        return YES
    if grant.role in LEADING and is_last_with(grant.role, grant.community_id, actor):
        return last_one(grant.community)
    return YES


def can_confirm_role(actor: Person, grant: RoleGrant) -> Verdict:
    """Four eyes: neither whom it is about nor whoever named her; who could have given it, or coordinates here."""
    if grant.confirmed_at is not None:
        return no(_("This role is confirmed already."))
    if grant.ends_at is not None and grant.ends_at <= timezone.now():
        return no(_("This role has already ended."))
    if actor.pk == grant.person_id:
        return no(_("Nobody confirms her own role."))
    if actor.pk == grant.granted_by_id:
        return no(_("A second person confirms this role: not the one who gave it."))
    if holds(actor, grant.community_id, Role.COORDINATOR):
        return still_open(grant.community)
    return can_grant_role(actor, grant.community, grant.role)


def can_renew_role(actor: Person, grant: RoleGrant, *, renewed: bool | None = None) -> Verdict:
    """A role with a last day goes on: given again by who may give it, not by oneself, and once.

    `renewed` is what a list has read for all its rows; without it the database is asked.
    """
    if grant.ends_at is None or grant.confirmed_at is None:
        return no(_("This role has no last day."))
    if actor.pk == grant.person_id:
        return no(_("Nobody renews her own role."))
    if not grant.person.is_active:
        return no(_("This account is closed."))
    if _goes_on(grant) if renewed is None else renewed:
        return no(_("This role is renewed already."))
    return can_grant_role(actor, grant.community, grant.role)


def _goes_on(grant: RoleGrant) -> bool:
    """The same person holds it beyond its last day, or is named for it."""
    hers = RoleGrant.objects.filter(community=grant.community_id, person=grant.person_id, role=grant.role)
    return hers.filter(Q(ends_at=None) | Q(ends_at__gt=grant.ends_at)).exists()


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
    """Nobody else with an open account and an open place holds this role there for longer than today's moment."""
    others = RoleGrant.objects.held().filter(community_id=community_id, role=role, person__is_active=True)
    return not others.exclude(person=person).exists()


def visible_grants(actor: Person) -> QuerySet[RoleGrant]:
    """Running roles in the communities that the actor reads; those of locked accounts are not shown."""
    return RoleGrant.objects.running().filter(community__in=visible_communities(actor), person__is_active=True)


def can_view_grant(actor: Person, grant: RoleGrant) -> Verdict:
    return YES if visible_grants(actor).filter(pk=grant.pk).exists() else no(NOTHING_HERE)


def can_oversee_roles(actor: Person, community: Community) -> Verdict:
    """See also what waits for a second person, what has ended, and where nobody will be: who gives roles here."""
    return YES if holds(actor, community.pk, Role.COORDINATOR, Role.STEWARD) else no(NOT_YOURS)


def overseen_grants(actor: Person) -> QuerySet[RoleGrant]:
    """Every grant, past and waiting too, of the communities whose roles the actor gives; and her own."""
    leads = standing(actor).communities_with(Role.COORDINATOR, Role.STEWARD)
    return RoleGrant.objects.filter(
        Q(community_id__in=leads) | Q(person=actor, community__in=visible_communities(actor))
    )


def granted_below(actor: Person) -> QuerySet[RoleGrant]:
    """Grants just below her network that the actor names: who leads there, and who answers for money and trust."""
    below = Q(community__parent_id__in=standing(actor).communities_with(Role.STEWARD))
    stewards = Q(role=Role.STEWARD, community__kind__in=NETWORKS)
    return RoleGrant.objects.filter(below, Q(role__in=NAMED_BELOW) | stewards)
