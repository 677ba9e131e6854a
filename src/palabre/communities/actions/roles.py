"""Roles are given, confirmed, renewed and laid down; whoever holds one hears before it ends."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.models import Community, RoleGrant
from palabre.communities.rules import (
    A_YEAR,
    FOUR_EYES,
    YEARLY,
    can_ask_successor,
    can_confirm_role,
    can_end_role,
    can_give_role_to,
    can_renew_role,
    fresh,
)
from palabre.journal.actions import record
from palabre.journal.models import Entry
from palabre.kit.verdict import no, require
from palabre.people.models import Person

ENDED = no(_("This role has already ended."))
PAST = no(_("This day is over. Choose a later one."))
# how many days before the last one whoever holds a role hears of it
TOLD_BEFORE = (7, 30)


def grant_role(
    *, actor: Person, community: Community, person: Person, role: str, ends_at: datetime | None = None
) -> RoleGrant:
    """Give a role from now until a moment, or until it is ended. Raises Refused.

    Without a last day, the roles of `YEARLY` end after a year; those of `FOUR_EYES` wait for a second person.
    """
    with transaction.atomic():
        fresh(actor)
        community = Community.objects.select_for_update().get(pk=community.pk)
        require(can_give_role_to(actor, community, role, person))
        if ends_at is not None and ends_at <= timezone.now():
            require(PAST, "until")
        return begin_grant(community=community, person=person, role=role, by_id=actor.pk, ends_at=ends_at)


def begin_grant(
    *,
    community: Community,
    person: Person,
    role: str,
    by_id: int | None,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> RoleGrant:
    """The row and its entry, where the right to give it has been asked already."""
    starts = starts_at or timezone.now()
    if ends_at is None and role in YEARLY:
        ends_at = starts + A_YEAR
    grant = RoleGrant.objects.create(
        community=community, person=person, role=role, starts_at=starts, ends_at=ends_at, granted_by_id=by_id,
        confirmed_at=None if role in FOUR_EYES else timezone.now(),
    )  # fmt: skip
    tell_role("communities.role_named" if role in FOUR_EYES else "communities.role_granted", by_id, grant)
    return grant


def confirm_role(*, actor: Person, grant: RoleGrant) -> RoleGrant:
    """The second pair of eyes: from now on the role holds. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        grant = _locked(grant)
        require(can_confirm_role(actor, grant))
        grant.confirmed_at, grant.confirmed_by = timezone.now(), actor
        grant.save(update_fields=["confirmed_at", "confirmed_by"])
        tell_role("communities.role_granted", actor.pk, grant)
    return grant


def renew_role(*, actor: Person, grant: RoleGrant, ends_at: datetime | None = None) -> RoleGrant:
    """The same role goes on after its last day, or from now if that is over: a grant of its own. Raises Refused.

    Where four eyes are needed, a second person confirms this one as well.
    """
    with transaction.atomic():
        fresh(actor)
        grant = _locked(grant)
        require(can_renew_role(actor, grant))
        starts = max(grant.ends_at or timezone.now(), timezone.now())
        if ends_at is not None and ends_at <= starts:
            require(PAST, "until")
        ends = ends_at or starts + A_YEAR
        return begin_grant(
            community=grant.community, person=grant.person, role=grant.role, by_id=actor.pk, starts_at=starts, ends_at=ends
        )  # fmt: skip


def end_role(*, actor: Person, grant: RoleGrant) -> RoleGrant:
    """End a role now: one's own, or one that one may give or confirm. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        # two who lay down the last two roles at once wait for each other here
        grant = _locked(grant)
        if grant.ends_at is not None and grant.ends_at <= timezone.now():
            require(ENDED)
        require(can_end_role(actor, grant))
        grant.ends_at = max(timezone.now(), grant.starts_at)
        grant.save(update_fields=["ends_at"])
        tell_role("communities.role_ended", actor.pk, grant)
    return grant


def end_every_role(*, person_id: int, community_id: int, by_id: int | None) -> int:
    """Whatever she holds or was to hold in one community, where leaving or exclusion has been asked already."""
    now = timezone.now()
    hers = RoleGrant.objects.filter(person_id=person_id, community_id=community_id)
    rows = list(hers.filter(Q(ends_at=None) | Q(ends_at__gt=now)))
    for grant in rows:
        grant.ends_at = max(now, grant.starts_at)
        grant.save(update_fields=["ends_at"])
        tell_role("communities.role_ended", by_id, grant)
    return len(rows)


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


def remind_of_ends() -> int:
    """Note which roles end within thirty days, and again within seven: each once. Gives their number."""
    now, told = timezone.now(), 0
    horizon = now + timedelta(days=max(TOLD_BEFORE))
    soon = RoleGrant.objects.running(now).filter(ends_at__lte=horizon, person__is_active=True)
    for key in soon.order_by("pk").values_list("pk", flat=True):
        told += _remind(key)
    return told


def _remind(key: int) -> bool:
    with transaction.atomic():
        grant = RoleGrant.objects.select_for_update(of=("self",)).get(pk=key)
        now = timezone.now()
        if grant.ends_at is None or grant.ends_at <= now or _goes_on(grant):
            return False
        left = grant.ends_at - now
        days = next((days for days in TOLD_BEFORE if left <= timedelta(days=days)), None)
        was = Entry.objects.filter(kind="communities.role_ending", subject="rolegrant", subject_id=grant.pk)
        if days is None or any(facts.get("days") == days for facts in was.values_list("facts", flat=True)):
            return False
        tell_role("communities.role_ending", None, grant, days=days)
    return True


def _goes_on(grant: RoleGrant) -> bool:
    """The same person holds it further, or is already named for it."""
    hers = RoleGrant.objects.filter(community=grant.community_id, person=grant.person_id, role=grant.role)
    return any(row.ends_at is None or (grant.ends_at and row.ends_at > grant.ends_at) for row in hers)


def _locked(grant: RoleGrant) -> RoleGrant:
    Community.objects.select_for_update().get(pk=grant.community_id)
    return RoleGrant.objects.select_related("community", "person").get(pk=grant.pk)


def tell_role(kind: str, actor_id: int | None, grant: RoleGrant, **facts: int) -> None:
    record(
        kind,
        actor_id=actor_id,
        about_id=grant.person_id,
        community_id=grant.community_id,
        subject="rolegrant",
        subject_id=grant.pk,
        role=grant.role,
        **facts,
    )
