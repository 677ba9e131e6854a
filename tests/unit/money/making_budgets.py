"""A community with its treasury, a group with its lead, a budget in force, and expenses on their way."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from palabre.communities.choices import Role
from palabre.communities.models import Community
from palabre.groups.choices import GroupStage
from palabre.groups.models import GroupMembership, WorkingGroup
from palabre.money.actions.approving import approve_budget
from palabre.money.actions.budgets import add_line, open_budget, open_community_budget, submit_budget
from palabre.money.actions.expenses import approve_expense, check_expense, enter_expense, pay_expense
from palabre.money.models import Budget, BudgetLine, Expense
from palabre.people.models import Person
from tests.factories import grant, join, make_person
from tests.personas import Cast


def receipt(name: str = "recu.jpg") -> SimpleUploadedFile:
    """A photograph, small."""
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")


@dataclass(slots=True)
class House:
    """`here` with coordination, MEL and two of the treasury; a group of which `lead` speaks and `pal` is."""

    here: Community
    group: WorkingGroup
    coordinator: Person
    mel: Person
    treasurer: Person
    cashier: Person
    lead: Person
    pal: Person
    member: Person
    outsider: Person

    def person(self, name: str) -> Person:
        """As a new request would read her."""
        return Person.objects.get(pk=getattr(self, name).pk)


def make_house(cast: Cast) -> House:
    people = {name: make_person(name.capitalize()) for name in ("mel", "treasurer", "cashier", "lead", "pal")}
    for one in people.values():
        join(one, cast.here)
    grant(people["mel"], cast.here, Role.MEL)
    grant(people["treasurer"], cast.here, Role.TREASURER)
    grant(people["cashier"], cast.here, Role.TREASURER)
    group = WorkingGroup.objects.create(community=cast.here, theme="Soin", stage=GroupStage.PLANNING)
    for name in ("lead", "pal"):
        GroupMembership.objects.create(community=cast.here, group=group, person=people[name], leads=name == "lead")
    return House(
        here=cast.here, group=group, coordinator=cast.coordinator, member=cast.member, outsider=cast.outsider, **people
    )


LINES = (("travel", "Voyages", 500), ("event", "Rencontres", 300))


def drafted(house: House, *, currency: str = "EUR", lines: Any = LINES) -> Budget:
    """Opened and written by the lead."""
    budget = open_budget(actor=house.person("lead"), group=house.group, currency=currency)
    for category, label, amount in lines:
        add_line(
            actor=house.person("lead"),
            budget=budget,
            category=category,
            label=label,
            amount=Decimal(amount),
            language="fr",
        )
    return budget


def approved_by(house: House, budget: Budget, *names: str) -> Budget:
    for name in names or ("coordinator", "mel", "treasurer"):
        approve_budget(actor=house.person(name), budget=budget)
    return budget


def in_force(house: House, **wanted: Any) -> Budget:
    """Approved by the three."""
    budget = drafted(house, **wanted)
    submit_budget(actor=house.person("lead"), budget=budget)
    return approved_by(house, budget)


def community_budget(house: House, amount: int = 1000) -> Budget:
    """The community's own, in force: MEL and the treasury approved, for the only coordination wrote it."""
    lead = house.person("coordinator")
    budget = open_community_budget(actor=lead, community=house.here, currency="EUR")
    add_line(actor=lead, budget=budget, category="event", label="Plénières", amount=Decimal(amount), language="fr")
    submit_budget(actor=house.person("coordinator"), budget=budget)
    return approved_by(house, budget, "mel", "treasurer")


def line_of(budget: Budget, place: int = 0) -> BudgetLine:
    return list(budget.lines.all())[place]


def yesterday() -> date:
    return (timezone.now() - timedelta(days=2)).date()


def entered(house: House, budget: Budget, amount: str = "100", by: str = "lead", **wanted: Any) -> Expense:
    wanted = {"line": line_of(budget), "what": "Car et repas", "spent_on": yesterday(), "proof": receipt()} | wanted
    return enter_expense(actor=house.person(by), budget=budget, amount=Decimal(amount), **wanted)


def checked(house: House, budget: Budget, amount: str = "100", **wanted: Any) -> Expense:
    return check_expense(actor=house.person("coordinator"), expense=entered(house, budget, amount, **wanted))


def approved(house: House, budget: Budget, amount: str = "100", **wanted: Any) -> Expense:
    return approve_expense(actor=house.person("treasurer"), expense=checked(house, budget, amount, **wanted))


def paid(house: House, budget: Budget, amount: str = "100", fees: str = "0", **wanted: Any) -> Expense:
    expense = approved(house, budget, amount, **wanted)
    return pay_expense(
        actor=house.person("cashier"), expense=expense, means="mobile", fees=Decimal(fees), reference="MM-1"
    )
