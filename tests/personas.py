"""The cast: one person for each way of standing towards a community called "here", and its sister "there"."""

from __future__ import annotations

from dataclasses import dataclass

from palabre.communities.choices import CommunityKind, Level, Role
from palabre.communities.models import Community
from palabre.people.models import Keeper, Person
from tests.factories import grant, join, make_community, make_organisation, make_person

ROLES_HERE = ("steward", "coordinator", "facilitator", "translator", "core", "member", "second_member")
STRANGERS = ("outsider", "keeper", "nobody")


@dataclass(slots=True)
class Cast:
    """`network` holds `here` and `there`. `outsider` coordinates there; `nobody` has only an account."""

    network: Community
    here: Community
    there: Community
    steward: Person
    coordinator: Person
    facilitator: Person
    translator: Person
    core: Person
    member: Person
    second_member: Person
    outsider: Person
    keeper: Person
    nobody: Person

    def person(self, name: str) -> Person:
        person: Person = getattr(self, name)
        person.__dict__.pop("_standing", None)
        return person

    def everyone(self) -> dict[str, Person]:
        return {name: self.person(name) for name in (*ROLES_HERE, *STRANGERS)}


def make_cast() -> Cast:
    network = make_community("Réseau Delta", kind=CommunityKind.NETWORK)
    here = make_community("Communauté Ici", parent=network)
    there = make_community("Communauté Ailleurs", parent=network)
    names = {name: make_person(name.replace("_", " ").capitalize()) for name in (*ROLES_HERE, *STRANGERS)}
    grant(names["steward"], network, Role.STEWARD)
    for role in (Role.COORDINATOR, Role.FACILITATOR, Role.TRANSLATOR):
        grant(names[role.value], here, role)
        join(names[role.value], here)
    house = make_organisation("Maison des Droits")
    join(names["core"], here, level=Level.CORE)
    join(names["member"], here, organisation=house)
    join(names["second_member"], here)
    grant(names["outsider"], there, Role.COORDINATOR)
    grant(names["outsider"], there, Role.FACILITATOR)
    join(names["outsider"], there)
    Keeper.objects.create(person=names["keeper"])
    return Cast(network=network, here=here, there=there, **names)
