"""Who decides on a question of a community, and who could speak for each community below a network."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from palabre.communities.choices import PlaceState, Role, Stage
from palabre.communities.models import Community, Membership, Representative, RoleGrant
from palabre.communities.queries.naming import Known, known, load_handles
from palabre.communities.rules.sharing import may_name
from palabre.languages.queries import best_words, load_halves
from palabre.people.models import Person

SPEAKING = (Role.COORDINATOR, Role.FACILITATOR, Role.STEWARD)
VOICES = (Role.COORDINATOR, Role.STEWARD)


def circle_of(community: Community) -> QuerySet[Person]:
    """Its active members, its coordination and facilitation; an organisation has one voice (INV-28).

    The voice is whoever the organisation named; where it named nobody, whoever has represented it longest. Who is on
    a care break is not asked.
    """
    members = Membership.objects.active().filter(community=community)
    silent = _represented(community) - _voices(community)
    leading = RoleGrant.objects.held().filter(community=community, role__in=SPEAKING)
    inside = Q(pk__in=members.exclude(person_id__in=silent).values("person_id"))
    away = Membership.objects.taken().filter(community=community).exclude(pk__in=members.values("pk"))
    roles = Q(pk__in=leading.exclude(person_id__in=away.values("person_id")).values("person_id"))
    return Person.objects.filter(inside | roles, is_active=True).order_by("pk")


def _represents(community: Community) -> QuerySet[Representative]:
    return Representative.objects.filter(
        place__community=community, place__state=PlaceState.ACTIVE, until=None, membership__person__is_active=True
    )


def _represented(community: Community) -> set[int]:
    return set(_represents(community).values_list("membership__person_id", flat=True))


def _voices(community: Community) -> set[int]:
    """One person for each organisation; somebody who is the voice of two speaks once all the same."""
    rows = _represents(community).order_by("place_id", "-votes", "since", "pk")
    found: dict[int, int] = {}
    for place, person in rows.values_list("place_id", "membership__person_id"):
        found.setdefault(place, person)
    return set(found.values())


@dataclass(frozen=True, slots=True)
class House:
    """A community below a network, by its name here, and those who could speak for it."""

    community: Community
    name: str
    people: list[Known]


def houses_below(actor: Person, network: Community, language: str) -> list[House]:
    """The communities directly below that are alive, each with its coordination, by the names they have there.

    One at high risk stands here only for its own: neither its name nor its people rise to a list of the network.
    """
    rows = list(Community.objects.filter(parent=network).exclude(stage__in=Stage.over()).order_by("pk"))
    rows = [row for row in rows if may_name(actor, row)]
    load_halves(rows)
    load_handles(rows)
    held = RoleGrant.objects.held().filter(community__in=rows, role__in=VOICES, person__is_active=True)
    people: dict[int, list[Person]] = defaultdict(list)
    for grant in held.select_related("person").order_by("community_id", "person_id", "role"):
        if grant.person not in people[grant.community_id]:
            people[grant.community_id].append(grant.person)
    found = [House(row, best_words(row, "name", language).text, known(people[row.pk], row)) for row in rows]
    return sorted((one for one in found if one.people), key=lambda one: one.name.casefold())
