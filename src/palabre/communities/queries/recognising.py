"""Who asks to come in without a second factor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from palabre.communities.choices import Role
from palabre.communities.models import Community, RoleGrant
from palabre.communities.queries.naming import called, load_handles
from palabre.communities.rules import LEADING, visible_communities, visible_resets
from palabre.people.choices import RESET_WAIT
from palabre.people.models import FactorReset, Person

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Asking:
    """One request: what she is called here, never her address."""

    reset: FactorReset
    name: str
    opens: datetime | None


def people_asking(actor: Person, community: Community | None) -> list[Asking]:
    """The oldest first."""
    rows = visible_resets(actor, community).select_related("person").order_by("asked_at")[:SHOWN]
    return [Asking(one, _name(one.person, community), _opens(one)) for one in rows]


def _opens(reset: FactorReset) -> datetime | None:
    return reset.confirmed_at + RESET_WAIT if reset.confirmed_at else None


def _name(person: Person, community: Community | None) -> str:
    if community is None:
        return person.display_name
    load_handles([community])
    return called(person, community)


def who_recognises(person: Person) -> list[tuple[int, int | None]]:
    """(person, community) for each who may say that it is she: coordination there, else the network above."""
    where = visible_communities(person)
    here = RoleGrant.objects.held().filter(community__in=where, role__in=LEADING).exclude(person=person)
    above = RoleGrant.objects.held().filter(community__in=where.values("parent"), role=Role.STEWARD)
    led = RoleGrant.objects.running().filter(person=person, role=Role.COORDINATOR).values("community__parent")
    above = above.filter(community__in=led).exclude(person=person)
    return list(here.union(above).values_list("person_id", "community_id"))
