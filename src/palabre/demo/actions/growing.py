"""The large alliance: 1 + 6 + 43 networks and 1,050 members in 80 countries, or many times that, in bulk.

The only place of the demo that writes rows instead of calling actions: a hundred thousand actions would take a night.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle, islice

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX as SHUT
from django.db import transaction

from palabre.communities.choices import CommunityKind, Profile, Role, Sharing, Stage
from palabre.communities.models import (
    Community,
    CommunityCountry,
    Membership,
    Organisation,
    OrganisationPlace,
    RoleGrant,
    SharingAgreement,
)
from palabre.demo.cast import FIRST_NAMES, GROWN_ACCOUNT, PASSPHRASES
from palabre.demo.countries import REGIONS, Region
from palabre.journal.actions import record
from palabre.languages.choices import HalfState
from palabre.languages.models import Half, source_digest
from palabre.languages.queries import thing_name
from palabre.people.models import Person

SINCE = datetime(2024, 3, 8, 9, tzinfo=UTC)
NAME = ("Alliance Horizons Égaux (grande)", "Equal Horizons Alliance (large)")
DOMAIN = "scale.example"
NETWORKS, MEMBERS = 50, 1050
BATCH = 2000
SHARED = (Sharing.AGGREGATES, Sharing.RESULTS, Sharing.RECORDS, Sharing.AGGREGATES, None)


class AlreadyGrown(Exception):
    """The large alliance is there already."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What was built, counted in the database."""

    communities: int
    members: int
    countries: int


@dataclass(frozen=True, slots=True)
class Seat:
    """A community of the alliance and the countries its members come from."""

    community: Community
    countries: tuple[str, ...]


def grow(times: int = 1) -> Counts:
    """`times` × (50 communities, 1,050 members); all or nothing. Raises AlreadyGrown."""
    with transaction.atomic():
        if Person.objects.filter(email=GROWN_ACCOUNT).exists():
            raise AlreadyGrown
        root, seats = _networks()
        seats += _locals(seats, NETWORKS * times - len(seats) - 1)
        _agreements(seats)
        people = _people(MEMBERS * times)
        _memberships(seats, people)
        _leaders(root, seats)
        record("demo.grown", actor_id=None, community_id=root.pk, subject="community", subject_id=root.pk, times=times)
    return _counted()


def _networks() -> tuple[Community, list[Seat]]:
    """The root, six regions and 43 countries; a region keeps the countries that have no network."""
    root = _community(NAME[0], None, CommunityKind.NETWORK)
    halves = [_half(root, NAME[1])]
    regions, nations = [], []
    for region in REGIONS:
        community = _community(region.fr, root, CommunityKind.REGIONAL, region)
        halves.append(_half(community, region.en))
        regions.append(Seat(community, region.countries[region.national :]))
        nations += [
            Seat(_community(f"{region.fr} : {code}", community, CommunityKind.NATIONAL, region), (code,))
            for code in region.countries[: region.national]
        ]
    Half.objects.bulk_create(halves)
    seats = [*regions, *nations]
    CommunityCountry.objects.bulk_create(
        CommunityCountry(community=seat.community, country=code) for seat in seats for code in seat.countries
    )
    return root, seats


def _community(name: str, parent: Community | None, kind: str, region: Region | None = None) -> Community:
    words = "Personnes et organisations qui travaillent pour l’égalité, chacune avec ses priorités."
    return Community.objects.create(
        name=name, parent=parent, kind=kind, stage=Stage.ACTIVE, source_language="fr", domain=words,
        people=words, practice=words, zone=region.zone if region else "Europe/Brussels", started_on=SINCE.date(),
    )  # fmt: skip


def _half(community: Community, text: str) -> Half:
    return Half(
        thing=thing_name(community), thing_id=community.pk, field="name", language="en", text=text,
        state=HalfState.APPROVED, source_text=community.name, source_digest=source_digest(community.name),
    )  # fmt: skip


def _locals(seats: list[Seat], number: int) -> list[Seat]:
    """Local communities below the countries, and a few levels below those."""
    found: list[Seat] = []
    above = [seat for seat in seats if seat.community.kind == CommunityKind.NATIONAL]
    while len(found) < number:
        level = [
            Seat(
                Community(
                    name=f"Cercle local {len(found) + n + 1}", parent=seat.community, stage=Stage.ACTIVE,
                    source_language="fr", zone=seat.community.zone, started_on=SINCE.date(),
                ),
                seat.countries,
            )
            for n, seat in enumerate(islice(cycle(above), min(number - len(found), 25 * len(above))))
        ]  # fmt: skip
        Community.objects.bulk_create([seat.community for seat in level], batch_size=BATCH)
        found += level
        above = level[: len(level) // 4 or 1]
    return found


def _agreements(seats: list[Seat]) -> None:
    """Four in five communities share something with the one above, each at its own level."""
    rows = zip(seats, cycle(SHARED), strict=False)
    SharingAgreement.objects.bulk_create(
        (
            SharingAgreement(
                child=seat.community, parent=seat.community.parent, level=level, proposed_at=SINCE,
                signed_at=SINCE, decision="Adopté en assemblée.", decided_on=SINCE.date(),
            )
            for seat, level in rows
            if level is not None
        ),
        batch_size=BATCH,
    )  # fmt: skip


def _people(number: int) -> list[Person]:
    names = cycle(FIRST_NAMES)
    found: list[Person] = []
    for batch in _batches(range(number)):
        rows = [
            Person(
                email=f"horizon{n}@{DOMAIN}", display_name=f"{next(names)} {chr(65 + n % 26)}.", password=SHUT,
                language="fr" if n % 2 else "en",
            )
            for n in batch
        ]  # fmt: skip
        found += Person.objects.bulk_create(rows)
    return found


def _batches(numbers: range) -> Iterator[range]:
    for begin in range(0, len(numbers), BATCH):
        yield numbers[begin : begin + BATCH]


def _memberships(seats: list[Seat], people: list[Person]) -> None:
    """Everybody in one community: the countries first one each, the rest in turn, a few at the head."""
    houses = _houses(seats[6:49])
    places = cycle([(seat, code) for seat in seats for code in seat.countries])
    profiles, rows = cycle(Profile.values), []
    for n, (person, (seat, code)) in enumerate(zip(people, places, strict=False)):
        house = houses[seat.community.pk] if n % 3 == 0 and seat.community.pk in houses else None
        rows.append(
            Membership(
                community=seat.community, person=person, country=code, organisation=house, profile=next(profiles),
                joined_at=SINCE, approved_at=SINCE, listed=n % 4 == 0,
            )
        )  # fmt: skip
    Membership.objects.bulk_create(rows, batch_size=BATCH)


def _houses(seats: Iterable[Seat]) -> dict[int, Organisation]:
    """One organisation for each country that has a network; it leads there."""
    found = {
        seat.community.pk: Organisation(
            name=f"Maison de l’égalité {seat.countries[0]}", country=seat.countries[0], added_in=seat.community
        )
        for seat in seats
    }
    Organisation.objects.bulk_create(found.values())
    OrganisationPlace.objects.bulk_create(
        OrganisationPlace(community_id=where, organisation=house, part="lead") for where, house in found.items()
    )
    return found


def _leaders(root: Community, seats: list[Seat]) -> None:
    """One person signs in and cares for the root; everywhere else the first member coordinates."""
    steward = Person(email=GROWN_ACCOUNT, display_name="Ines Q.", language="fr")
    steward.set_password(PASSPHRASES["steward"])
    steward.save()
    where = [seat.community.pk for seat in seats[: NETWORKS - 1]]
    rows = Membership.objects.filter(community__in=where).order_by("-pk").values_list("community_id", "person_id")
    first = dict(rows)
    RoleGrant.objects.bulk_create(
        [
            RoleGrant(community=root, person=steward, role=Role.STEWARD, starts_at=SINCE),
            *(
                RoleGrant(community_id=where, person_id=key, role=Role.COORDINATOR, starts_at=SINCE)
                for where, key in first.items()
            ),
        ]
    )


def _counted() -> Counts:
    """Counted again in the database, not remembered."""
    members = Membership.objects.active().filter(person__email__endswith=f"@{DOMAIN}")
    root = Community.objects.get(grants__person__email=GROWN_ACCOUNT)
    return Counts(
        communities=root.descendants(include_self=True).count(),
        members=members.values("person").distinct().count(),
        countries=members.values("country").distinct().count(),
    )
