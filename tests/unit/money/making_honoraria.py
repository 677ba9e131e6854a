"""A community with a treasury, and agreements of a hundred a month."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from palabre.communities.choices import Role
from palabre.communities.models import Community
from palabre.money.models import HonorariumAgreement, HonorariumLine, PayeeDetails
from palabre.people.models import Person
from tests.factories import grant, join, make_community, make_person

MONTH = date(2026, 11, 1)


@dataclass(slots=True)
class Purse:
    """Who approves, who pays, whom."""

    community: Community
    coordinator: Person
    treasurer: Person
    members: list[Person] = field(default_factory=list)
    agreements: list[HonorariumAgreement] = field(default_factory=list)

    def line(self, number: int = 0) -> HonorariumLine:
        return self.agreements[number].lines.get(month=MONTH, reverses=None, replaces=None)


def make_purse(members: int = 3, *, details: bool = True) -> Purse:
    community = make_community("Racines")
    purse = Purse(community, make_person("Awa"), make_person("Trésor"))
    for person, role in ((purse.coordinator, Role.COORDINATOR), (purse.treasurer, Role.TREASURER)):
        join(person, community)
        grant(person, community, role)
    for number in range(members):
        person = make_person(f"Membre {number}")
        join(person, community)
        purse.members.append(person)
        purse.agreements.append(
            HonorariumAgreement.objects.create(
                community=community, person=person, monthly_amount=Decimal(100), first_month=date(2026, 1, 1),
                last_month=date(2026, 12, 1),
            )
        )  # fmt: skip
        if details:
            PayeeDetails.objects.create(
                person=person, means="mobile", name=f"Nom civil {number}", account="70 00 00 00"
            )
    return purse
