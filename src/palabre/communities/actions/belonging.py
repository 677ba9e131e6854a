"""Roles are given and laid down; members change their place, or leave."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import Level, MembershipState
from palabre.communities.models import Community, Membership, RoleGrant
from palabre.communities.rules import (
    can_ask_successor,
    can_change_level,
    can_end_role,
    can_give_role_to,
    can_leave,
    fresh,
)
from palabre.journal.actions import record
from palabre.kit.verdict import no, require
from palabre.people.models import Person

ENDED = no(_("This role has already ended."))
PAST = no(_("This day is over. Choose a later one."))


def grant_role(
    *, actor: Person, community: Community, person: Person, role: str, ends_at: datetime | None = None
) -> RoleGrant:
    """Give a role from now until a moment, or until it is ended. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        community = Community.objects.select_for_update().get(pk=community.pk)
        require(can_give_role_to(actor, community, role, person))
        if ends_at is not None and ends_at <= timezone.now():
            require(PAST, "until")
        grant = RoleGrant.objects.create(
            community=community, person=person, role=role, ends_at=ends_at, granted_by=actor
        )
        _tell_role("communities.role_granted", actor, grant)
    return grant


def end_role(*, actor: Person, grant: RoleGrant) -> RoleGrant:
    """End a role now: one's own, or one that one may give. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        # two who lay down the last two roles at once wait for each other here
        Community.objects.select_for_update().get(pk=grant.community_id)
        grant = RoleGrant.objects.select_related("community", "person").get(pk=grant.pk)
        if grant.ends_at is not None and grant.ends_at <= timezone.now():
            require(ENDED)
        require(can_end_role(actor, grant))
        grant.ends_at = timezone.now()
        grant.save(update_fields=["ends_at"])
        _tell_role("communities.role_ended", actor, grant)
    return grant


def ask_successor(*, actor: Person, community: Community) -> None:
    """Ask whoever names the coordination for somebody to take over. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        community = Community.objects.select_for_update().get(pk=community.pk)
        require(can_ask_successor(actor, community))
        record(
            "communities.successor_wanted",
            actor_id=actor.pk,
            community_id=community.pk,
            subject="community",
            subject_id=community.pk,
        )


def leave_community(*, actor: Person, membership: Membership) -> Membership:
    """Leave at once; every role held there ends with it. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        Community.objects.select_for_update().get(pk=membership.community_id)
        membership = Membership.objects.select_for_update().get(pk=membership.pk)
        require(can_leave(actor, membership))
        membership.state, membership.left_at = MembershipState.LEFT, timezone.now()
        membership.save(update_fields=["state", "left_at"])
        for grant in RoleGrant.objects.running().filter(person=actor, community_id=membership.community_id):
            grant.ends_at = timezone.now()
            grant.save(update_fields=["ends_at"])
            _tell_role("communities.role_ended", actor, grant)
        _tell_membership("communities.left", actor, membership)
    fresh(actor)
    return membership


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


def _tell_role(kind: str, actor: Person, grant: RoleGrant) -> None:
    record(
        kind,
        actor_id=actor.pk,
        about_id=grant.person_id,
        community_id=grant.community_id,
        subject="rolegrant",
        subject_id=grant.pk,
        role=grant.role,
    )


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
