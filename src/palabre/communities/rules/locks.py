"""Locked accounts of a community: its coordination may say that it is she."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import MembershipState, Role
from palabre.communities.models import Community, Membership
from palabre.communities.rules.communities import NOT_YOURS
from palabre.communities.rules.standing import holds
from palabre.kit.verdict import YES, Verdict, no
from palabre.people.models import LockEvent, Person


def can_see_locks(actor: Person, community: Community) -> Verdict:
    return YES if holds(actor, community.pk, Role.COORDINATOR) else no(NOT_YOURS)


def visible_locks(actor: Person, community: Community) -> QuerySet[LockEvent]:
    """Accounts of members of this community that are shut now; never one's own."""
    if not can_see_locks(actor, community):
        return LockEvent.objects.none()
    members = Membership.objects.filter(community=community, state__in=MembershipState.reading())
    return LockEvent.objects.filter(opened_at=None, person__in=members.values("person")).exclude(person=actor)


def can_check_lock(actor: Person, community: Community, lock: LockEvent) -> Verdict:
    """Once, by somebody who coordinates one of her communities."""
    if not visible_locks(actor, community).filter(pk=lock.pk).exists():
        return no(NOT_YOURS)
    return may_check(lock)


def may_check(lock: LockEvent) -> Verdict:
    """The same for one of `visible_locks`; asks the database nothing."""
    return no(_("It is already confirmed that it is she.")) if lock.checked_at else YES
