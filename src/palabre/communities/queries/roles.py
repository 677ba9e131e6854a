"""Who holds what, what ends soon, what waits for a second person, and where nobody will be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.utils import timezone

from palabre.communities.choices import Role, Stage
from palabre.communities.models import Community, RoleGrant
from palabre.communities.queries.naming import known_as
from palabre.communities.rules import (
    can_confirm_role,
    can_end_role,
    can_oversee_roles,
    can_renew_role,
    given_from_above,
    overseen_grants,
    visible_grants,
)
from palabre.kit.verdict import Verdict
from palabre.people.models import Person

SOON = timedelta(days=60)
ENDED_SHOWN = timedelta(days=90)
# a community is never without these; the others are missed only where somebody had them
ALWAYS = frozenset({Role.COORDINATOR.value})


@dataclass(frozen=True, slots=True)
class Held:
    """A running role. `end` is None where the reader needs no button; the person herself reads why not."""

    grant: RoleGrant
    soon: bool
    end: Verdict | None
    renew: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """From this moment on nobody holds the role; `since` is None where nobody does today."""

    role: str
    since: datetime | None

    @property
    def label(self) -> str:
        return str(Role(self.role).label)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A role that a second person has not confirmed, with what the reader may say to it."""

    grant: RoleGrant
    confirm: Verdict
    end: Verdict


@dataclass(frozen=True, slots=True)
class Roles:
    """`waiting`, `ended` and `gaps` are empty for whoever gives no role here; one's own waiting role is shown."""

    held: list[Held]
    waiting: list[Waiting]
    ended: list[tuple[RoleGrant, bool]]
    gaps: list[Gap]


def roles_page(actor: Person, community: Community) -> Roles:
    """The overview: soonest end first. One query; whoever gives no role here reads what runs, and her own."""
    now = timezone.now()
    rows = _recent(actor, community, now)
    running = [row for row in rows if row.confirmed_at and row.starts_at <= now and not _is_over(row, now)]
    waiting = [row for row in rows if row.confirmed_at is None and not _is_over(row, now)]
    oversees = bool(can_oversee_roles(actor, community))
    ended = [row for row in rows if row.confirmed_at and _is_over(row, now)] if oversees else []
    later = _continued(rows)
    return Roles(
        held=[_held(actor, grant, now, later) for grant in running],
        waiting=[Waiting(row, can_confirm_role(actor, row), can_end_role(actor, row)) for row in waiting],
        ended=[(row, _may_renew(actor, row, later)) for row in reversed(ended)],
        gaps=_gaps_of([community], rows, now).get(community.pk, []) if oversees else [],
    )


def _recent(actor: Person, community: Community, now: datetime) -> list[RoleGrant]:
    found = visible_grants(actor) | overseen_grants(actor)
    found = found.filter(Q(ends_at=None) | Q(ends_at__gt=now - ENDED_SHOWN), community=community)
    found = found.select_related("person", "community").annotate(shown=known_as())
    return list(found.order_by(F("ends_at").asc(nulls_last=True), "role", "shown", "pk"))


def _is_over(row: RoleGrant, now: datetime) -> bool:
    return row.ends_at is not None and row.ends_at <= now


def _held(actor: Person, grant: RoleGrant, now: datetime, later: set[int]) -> Held:
    verdict = can_end_role(actor, grant)
    shown = verdict if verdict or grant.person_id == actor.pk else None
    soon = grant.ends_at is not None and grant.ends_at <= now + SOON
    return Held(grant, soon, shown, soon and _may_renew(actor, grant, later))


def _may_renew(actor: Person, grant: RoleGrant, later: set[int]) -> bool:
    return bool(can_renew_role(actor, grant, renewed=grant.pk in later))


def _continued(rows: list[RoleGrant]) -> set[int]:
    """The grants that another one of the same person and role already continues."""
    ends: dict[tuple[int, str], list[datetime | None]] = defaultdict(list)
    for row in rows:
        ends[row.person_id, row.role].append(row.ends_at)
    return {
        row.pk
        for row in rows
        if row.ends_at and any(end is None or end > row.ends_at for end in ends[row.person_id, row.role])
    }


def gaps(communities: Iterable[Community]) -> dict[int, list[Gap]]:
    """Where a role that counts is held by nobody, or by nobody after a day of the next two months. One query."""
    now = timezone.now()
    places = list(communities)
    rows = RoleGrant.objects.filter(community__in=[one.pk for one in places]).select_related("person")
    return _gaps_of(places, rows.filter(Q(ends_at=None) | Q(ends_at__gt=now - ENDED_SHOWN)), now)


def _gaps_of(places: list[Community], rows: Iterable[RoleGrant], now: datetime) -> dict[int, list[Gap]]:
    lively = [one.pk for one in places if one.stage not in (*Stage.over(), Stage.PROPOSED)]
    spans: dict[tuple[int, str], list[tuple[datetime, datetime | None]]] = defaultdict(list)
    for key in lively:
        spans.update({(key, role): [] for role in ALWAYS})
    for row in sorted(rows, key=lambda row: row.starts_at):
        if row.community_id in lively and row.confirmed_at and row.person.is_active:
            spans[row.community_id, row.role].append((row.starts_at, row.ends_at))
    found: dict[int, list[Gap]] = defaultdict(list)
    for (key, role), span in sorted(spans.items()):
        if gap := _gap(role, span, now):
            found[key].append(gap)
    return found


def _gap(role: str, spans: list[tuple[datetime, datetime | None]], now: datetime) -> Gap | None:
    """The first moment that no grant covers, if it comes within two months."""
    covered = now
    for start, end in spans:
        if start > covered:
            break
        if end is None:
            return None
        covered = max(covered, end)
    if covered > now + SOON:
        return None
    return Gap(role, covered if covered > now else None)


def roles_below(actor: Person, child: Community) -> list[tuple[RoleGrant, str]]:
    """For the network above: role and last day; a name only for the roles that it gives itself. One query."""
    rows = RoleGrant.objects.running().filter(community=child).select_related("person").annotate(shown=known_as())
    named = given_from_above(child)
    ordered = rows.order_by(F("ends_at").asc(nulls_last=True), "role", "pk")
    return [(row, row.shown if row.role in named else "") for row in ordered]
