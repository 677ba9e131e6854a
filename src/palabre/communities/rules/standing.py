"""Where a person belongs and what she holds there: read once, asked many times."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from palabre.communities.choices import Level, MembershipState
from palabre.communities.models import Membership, RoleGrant
from palabre.kit.prepared import Prepared
from palabre.people.models import Keeper, Person


@dataclass(slots=True)
class Standing:
    """Where a person belongs and what she holds there: two queries, then plain look-ups."""

    levels: dict[int, str] = field(default_factory=dict)
    organisations: dict[int, int | None] = field(default_factory=dict)
    paused: frozenset[int] = frozenset()
    grants: list[tuple[int, str, datetime | None]] = field(default_factory=list)

    def roles(self, community_id: int) -> set[str]:
        """The roles held in one community at this very moment."""
        now = timezone.now()
        return {role for where, role, ends in self.grants if where == community_id and (ends is None or ends > now)}

    def is_member(self, community_id: int) -> bool:
        return community_id in self.levels

    def community_ids(self) -> set[int]:
        """Every community that this person reads."""
        now = timezone.now()
        return set(self.levels) | {where for where, _role, ends in self.grants if ends is None or ends > now}

    def communities_with(self, *roles: str) -> list[int]:
        """Where she holds one of these roles now."""
        return sorted(pk for pk in self.community_ids() if self.roles(pk) & set(roles))


def standing(actor: Person) -> Standing:
    """The standing of a person, remembered on her object for the length of a page."""
    known: Standing | None = actor.__dict__.get("_standing")
    if known is None:
        known = actor.__dict__["_standing"] = _read_standing(actor)
    return known


def fresh(actor: Person) -> Person:
    """Forget what was remembered: every action begins with this, inside its transaction."""
    actor.__dict__.pop("_standing", None)
    return actor


def _places(person: int) -> QuerySet[Membership, tuple[int, str, int | None, str]]:
    rows = Membership.objects.filter(person_id=person).exclude(state=MembershipState.LEFT)
    return rows.values_list("community_id", "level", "organisation_id", "state")


def _grants(person: int, at: datetime) -> QuerySet[RoleGrant, tuple[int, str, datetime | None]]:
    return RoleGrant.objects.running(at).filter(person_id=person).values_list("community_id", "role", "ends_at")


_PLACES = Prepared(_places, person=int)
_GRANTS = Prepared(_grants, person=int, at=datetime)


def _read_standing(actor: Person) -> Standing:
    if not actor.is_active:
        return Standing()
    seen = _PLACES.ask(person=actor.pk)
    return Standing(
        levels={where: level for where, level, _org, _state in seen},
        organisations={where: org for where, _level, org, _state in seen},
        paused=frozenset(where for where, _level, _org, state in seen if state == MembershipState.PAUSED),
        grants=_GRANTS.ask(person=actor.pk, at=timezone.now()),
    )


def keepers() -> QuerySet[Keeper]:
    """Whoever cares for the instance today."""
    now = timezone.now()
    running = Q(until__isnull=True) | Q(until__gt=now)
    return Keeper.objects.filter(running, since__lte=now, person__is_active=True)


def keeping(actor: Person) -> QuerySet[Keeper]:
    """The days on which the actor cares for the instance, if today is one of them."""
    return keepers().filter(person=actor)


def is_keeper(actor: Person) -> bool:
    """Cares for the instance today."""
    return keeping(actor).exists()


def holds(actor: Person, community_id: int, *roles: str) -> bool:
    """Has one of these roles there, now."""
    return bool(standing(actor).roles(community_id) & set(roles))


def is_member(actor: Person, community_id: int) -> bool:
    return standing(actor).is_member(community_id)


def is_core(actor: Person, community_id: int) -> bool:
    return standing(actor).levels.get(community_id) == Level.CORE
