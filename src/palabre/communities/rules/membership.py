"""Who belongs, who invites, who leaves."""

from __future__ import annotations

from django.db.models import Exists, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import MembershipState, Role
from palabre.communities.models import Community, Invitation, Membership
from palabre.communities.rules.communities import NOT_YOURS, NOTHING_HERE, coordinated_communities, still_open
from palabre.communities.rules.roles import LEADING, can_grant_role, is_last_with, last_one
from palabre.communities.rules.standing import holds, keeping, standing
from palabre.kit.verdict import YES, Verdict, no
from palabre.people.models import Person


def can_invite(actor: Person, community: Community, role: str = "") -> Verdict:
    """Open a place by mail; with a role, only one that the actor may also grant."""
    if not (verdict := still_open(community)):
        return verdict
    if role:
        return can_grant_role(actor, community, role)
    return YES if holds(actor, community.pk, Role.COORDINATOR, Role.STEWARD) else no(NOT_YOURS)


def visible_invitations(actor: Person) -> QuerySet[Invitation]:
    """Of the communities that the actor coordinates; and those by which she named who leads a community she founded."""
    below = Q(community__parent_id__in=standing(actor).communities_with(Role.STEWARD), role=Role.COORDINATOR)
    at_the_top = Q(Exists(keeping(actor)), community__parent=None, role__in=LEADING)
    return Invitation.objects.filter(Q(community__in=coordinated_communities(actor)) | below | at_the_top)


def can_view_invitation(actor: Person, invitation: Invitation) -> Verdict:
    return YES if visible_invitations(actor).filter(pk=invitation.pk).exists() else no(NOTHING_HERE)


def can_withdraw_invitation(actor: Person, invitation: Invitation) -> Verdict:
    """As long as nobody has used it: whoever could have sent it."""
    if invitation.accepted_at or invitation.withdrawn_at:
        return no(_("This invitation is no longer open."))
    mine = can_invite(actor, invitation.community)
    return mine if mine or not invitation.role else can_invite(actor, invitation.community, invitation.role)


def can_accept_invitation(invitation: Invitation) -> Verdict:
    """Once, in time, while the community is open."""
    if invitation.accepted_at or invitation.withdrawn_at or invitation.expires_at <= timezone.now():
        return no(_("This invitation has already been used, or it is too old."))
    return still_open(invitation.community)


def visible_memberships(actor: Person) -> QuerySet[Membership]:
    """Who belongs to the communities that the actor coordinates or facilitates; one's own everywhere.

    A locked account is in no list (DOMAIN.md §4.4).
    """
    leads = standing(actor).communities_with(Role.COORDINATOR, Role.FACILITATOR)
    mine = Q(community_id__in=leads, person__is_active=True) | Q(person=actor)
    return Membership.objects.filter(mine, state__in=MembershipState.reading() | MembershipState.shut())


def can_view_membership(actor: Person, membership: Membership) -> Verdict:
    if membership.state in MembershipState.over() | MembershipState.asking():
        return no(NOTHING_HERE)
    leads = holds(actor, membership.community_id, Role.COORDINATOR, Role.FACILITATOR)
    return YES if membership.person_id == actor.pk or (leads and membership.person.is_active) else no(NOTHING_HERE)


def can_see_members(actor: Person, community: Community) -> Verdict:
    """The list of names is for coordination and facilitation; members find each other in the directory."""
    if holds(actor, community.pk, Role.COORDINATOR, Role.FACILITATOR):
        return YES
    return no(NOT_YOURS)


def can_see_invitations(actor: Person, community: Community) -> Verdict:
    """Addresses are for whoever invites."""
    return YES if holds(actor, community.pk, Role.COORDINATOR, Role.STEWARD) else no(NOT_YOURS)


def can_leave(actor: Person, membership: Membership) -> Verdict:
    """At once, no reason asked; but the last person who coordinates an open community hands over first."""
    gone = MembershipState.over() | {MembershipState.EXCLUDED}
    if membership.person_id != actor.pk or membership.state in gone:
        return no(_("This is not your membership."))
    if not still_open(membership.community):
        return YES
    for role in sorted(standing(actor).roles(membership.community_id) & LEADING):
        if is_last_with(role, membership.community_id, actor):
            return last_one(membership.community)
    return YES


def can_change_level(actor: Person, membership: Membership) -> Verdict:
    return (
        still_open(membership.community) if holds(actor, membership.community_id, Role.COORDINATOR) else no(NOT_YOURS)
    )
