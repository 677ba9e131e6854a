"""A break for care; and a place that is shut for a while, with its reason, its appeal, and other people who decide."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import MembershipState, Role
from palabre.communities.models import Membership, RoleGrant, Suspension
from palabre.communities.rules.communities import NOT_YOURS, NOTHING_HERE
from palabre.communities.rules.standing import holds, standing
from palabre.kit.verdict import YES, Verdict, no
from palabre.people.models import Person

OVER = _("This suspension has already ended.")
ANOTHER = _("Somebody else than the person who suspended decides this.")


def can_pause(actor: Person, membership: Membership) -> Verdict:
    """A break from an active place; nobody asks why."""
    if membership.person_id != actor.pk:
        return no(NOTHING_HERE)
    if membership.state != MembershipState.ACTIVE:
        return no(_("A break begins from an active place."))
    return YES


def can_resume(actor: Person, membership: Membership) -> Verdict:
    if membership.person_id != actor.pk or membership.state != MembershipState.PAUSED:
        return no(_("You are not on a break here."))
    return YES


def can_suspend(actor: Person, membership: Membership) -> Verdict:
    """Whoever coordinates; never herself."""
    if not holds(actor, membership.community_id, Role.COORDINATOR):
        return no(NOT_YOURS)
    if membership.person_id == actor.pk:
        return no(_("Nobody suspends herself."))
    if membership.state not in MembershipState.reading():
        return no(_("This place is not open."))
    return YES


def visible_suspensions(actor: Person) -> QuerySet[Suspension]:
    """One's own; those of the communities one coordinates; an appeal that no coordination left below can decide."""
    known = standing(actor)
    leads = Q(membership__community_id__in=known.communities_with(Role.COORDINATOR))
    below = Q(membership__community__parent_id__in=known.communities_with(Role.STEWARD), appealed_at__isnull=False)
    others = RoleGrant.objects.held().filter(
        ~Q(person_id=Coalesce(OuterRef("by_id"), 0)),
        ~Q(person_id=OuterRef("membership__person_id")),
        community_id=OuterRef("membership__community_id"),
        role=Role.COORDINATOR,
        person__is_active=True,
    )
    rows = Suspension.objects.filter(Q(membership__person=actor) | leads | (below & ~Exists(others)))
    return rows.select_related("membership__community", "membership__person")


def can_view_suspension(actor: Person, suspension: Suspension) -> Verdict:
    return YES if visible_suspensions(actor).filter(pk=suspension.pk).exists() else no(NOTHING_HERE)


def deciders(suspension: Suspension) -> list[int]:
    """The keys of those who may decide an appeal."""
    membership = suspension.membership
    rows = RoleGrant.objects.held().filter(person__is_active=True)
    others = rows.exclude(person__in=[suspension.by_id or 0, membership.person_id])
    here = others.filter(community_id=membership.community_id, role=Role.COORDINATOR)
    above = others.filter(community__children=membership.community_id, role=Role.STEWARD)
    return list((here if here.exists() else above).values_list("person_id", flat=True))


def can_appeal(actor: Person, suspension: Suspension) -> Verdict:
    """The person herself, once, as long as the suspension holds."""
    if suspension.membership.person_id != actor.pk:
        return no(NOTHING_HERE)
    if suspension.ended_at:
        return no(OVER)
    return no(_("Your appeal is already with the people who decide.")) if suspension.appealed_at else YES


def can_lift(actor: Person, suspension: Suspension) -> Verdict:
    """Open the place again: whoever coordinates; after an appeal, somebody else than who shut it."""
    if suspension.ended_at:
        return no(OVER)
    if suspension.membership.person_id == actor.pk:
        return no(NOTHING_HERE)
    if suspension.appealed_at is None and holds(actor, suspension.membership.community_id, Role.COORDINATOR):
        return YES
    return can_exclude(actor, suspension)


def can_exclude(actor: Person, suspension: Suspension) -> Verdict:
    """End the place for good: never the person who suspended."""
    if suspension.ended_at:
        return no(OVER)
    if suspension.by_id == actor.pk:
        return no(ANOTHER)
    if suspension.appealed_at is not None:
        return YES if actor.pk in deciders(suspension) else no(NOT_YOURS)
    mine = holds(actor, suspension.membership.community_id, Role.COORDINATOR)
    return YES if mine and suspension.membership.person_id != actor.pk else no(NOT_YOURS)
