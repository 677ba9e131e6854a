"""Scenario 003, step 10, and the budget of step 8, through the pages: three names, an expense over its line, a revision."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from palabre.communities.choices import Role
from palabre.groups.choices import GroupStage
from palabre.groups.gates import missing_before
from palabre.groups.models import GroupMembership, WorkingGroup
from palabre.money.models import Budget, BudgetApproval, Expense
from palabre.people.models import Person
from tests.factories import grant, join, make_community, make_person
from tests.scenarios.hands import at_the_desk_of, complaints, read, send
from tests.unit.money.making_budgets import receipt

pytestmark = pytest.mark.django_db


class Roots:
    """A cohort of one year: its group on care and security, and those who follow and pay."""

    def __init__(self) -> None:
        self.here = make_community("CdP Racines Solides")
        roles = {"coordination": Role.COORDINATOR, "mel": Role.MEL, "treasury": Role.TREASURER, "cash": Role.TREASURER}
        self.people: dict[str, Person] = {name: make_person(name.capitalize()) for name in (*roles, "lead", "peer")}
        for name, person in self.people.items():
            join(person, self.here)
            if name in roles:
                grant(person, self.here, roles[name])
        theme = "Soin et sécurité globale"
        self.group = WorkingGroup.objects.create(community=self.here, theme=theme, stage=GroupStage.PLANNING)
        for name in ("lead", "peer"):
            person = self.people[name]
            GroupMembership.objects.create(community=self.here, group=self.group, person=person, leads=name == "lead")

    def desk(self, name: str) -> Client:
        return at_the_desk_of(self.people[name])


@pytest.fixture
def roots(db: None) -> Roots:
    return Roots()


def seen(page: str) -> str:
    found = re.search(r'name="seen" value="(\d+)"', page)
    assert found
    return found[1]


def line(client: Client, budget: Budget, french: str, english: str, amount: str, category: str) -> None:
    said = {"label_fr": french, "label_en": english, "amount": amount, "category": category}
    send(client, "money:budget_lines", budget.public_id, **said)


def hand_in(client: Client, budget: Budget) -> None:
    page = read(client, "money:budget_lines", budget.public_id)
    send(client, "money:budget_submission", budget.public_id, seen=seen(page))


def approve(client: Client, budget: Budget) -> None:
    page = read(client, "money:one_budget", budget.public_id)
    send(client, "money:budget_approval", budget.public_id, seen=seen(page))


def budget_in_force(roots: Roots) -> Budget:
    lead = roots.desk("lead")
    send(lead, "money:budget", roots.group.public_id, currency="EUR")
    budget = Budget.objects.get()
    line(lead, budget, "Atelier en présence", "Workshop in person", "600", "event")
    line(lead, budget, "Traduction", "Translation", "1 200,00", "languages")
    hand_in(lead, budget)
    for name in ("mel", "coordination", "treasury"):
        approve(roots.desk(name), budget)
    return budget


def test_the_budget_is_approved_by_three_different_people(roots: Roots) -> None:
    """S003-8, the part of the budget: until the third has approved, the group does not begin."""

    def gaps() -> list[str]:
        group = WorkingGroup.objects.get(pk=roots.group.pk)
        return [one.url for one in missing_before(group, GroupStage.IMPLEMENTING) if "/budget/" in one.url]

    assert gaps() == [f"/g/{roots.group.public_id}/budget/"]
    lead = roots.desk("lead")
    send(lead, "money:budget", roots.group.public_id, currency="EUR")
    budget = Budget.objects.get()
    line(lead, budget, "Atelier en présence", "Workshop in person", "600", "event")
    hand_in(lead, budget)
    for name in ("lead", "peer"):
        answer = roots.desk(name).post(f"/budgets/{budget.public_id}/approval/")
        assert answer.status_code == 403, name
    approve(roots.desk("mel"), budget)
    twice = roots.desk("mel").post(f"/budgets/{budget.public_id}/approval/")
    assert twice.status_code == 403
    approve(roots.desk("treasury"), budget)
    assert roots.desk("cash").post(f"/budgets/{budget.public_id}/approval/").status_code == 403
    assert gaps() != []
    approve(roots.desk("coordination"), budget)
    assert gaps() == []
    given = BudgetApproval.objects.values_list("approver", "by__display_name")
    assert sorted(given) == [("coordinator", "Coordination"), ("mel", "Mel"), ("treasurer", "Treasury")]


def enter(client: Client, budget: Budget, amount: str) -> Expense:
    said: dict[str, Any] = {
        "line": budget.lines.get(label="Atelier en présence").public_id, "what": "Salle et repas", "currency": "EUR",
        "spent_on": (timezone.now() - timedelta(days=3)).date().isoformat(), "amount": amount, "proof": receipt(),
    }  # fmt: skip
    send(client, "money:expense_entry", budget.public_id, **said)
    return Expense.objects.latest("pk")


@pytest.mark.covers("S003-10")
def test_an_expense_over_its_line_is_refused_until_a_revision_passes(roots: Roots) -> None:
    budget = budget_in_force(roots)
    lead, treasury = roots.desk("lead"), roots.desk("treasury")
    first, second = enter(lead, budget, "450,00"), enter(lead, budget, "200")
    for expense in (first, second):
        send(roots.desk("coordination"), "money:expense_check", expense.public_id)
    send(treasury, "money:expense_approval", first.public_id)
    refused = treasury.post(f"/expenses/{second.public_id}/approval/")
    assert refused.status_code == 403
    sentence = complaints(refused) or refused.content.decode()
    assert "150,00" in sentence.replace("\u202f", " ")
    assert "révision" in refused.content.decode()
    # the lead moves money from the translation, with a reason; until three approved, nothing changes
    send(lead, "money:budget_revision", budget.public_id, reason="La salle coûte plus que prévu.")
    rows = {one.label: one.public_id for one in budget.lines.all()}
    moved = {"source": rows["Traduction"], "target": rows["Atelier en présence"], "amount": "50"}
    send(lead, "money:budget_transfer", budget.public_id, **moved)
    hand_in(lead, budget)
    for name in ("coordination", "mel"):
        approve(roots.desk(name), budget)
    assert treasury.post(f"/expenses/{second.public_id}/approval/").status_code == 403
    approve(treasury, budget)
    page = read(lead, "money:budget_versions", budget.public_id)
    assert "+50,00" in page
    send(treasury, "money:expense_approval", second.public_id)


@pytest.fixture
def proved(as_person: Any, roots: Roots) -> Any:
    return lambda name: as_person(roots.people[name])


def test_it_is_paid_by_another_hand_and_the_ledger_adds_up(roots: Roots, proved: Any) -> None:
    budget = budget_in_force(roots)
    expense = enter(roots.desk("lead"), budget, "600")
    send(roots.desk("coordination"), "money:expense_check", expense.public_id)
    send(proved("treasury"), "money:expense_approval", expense.public_id)
    assert proved("treasury").post(f"/expenses/{expense.public_id}/payment/", {"means": "mobile"}).status_code == 403
    send(proved("cash"), "money:expense_payment", expense.public_id, means="mobile", fees="3,50", reference="OM-2211")
    page = read(proved("mel"), "money:ledger", roots.here.public_id).replace("\u202f", " ")
    assert "600,00\u00a0EUR" in page
    assert "1 196,50\u00a0EUR" in page
    assert Expense.objects.get().amount + Expense.objects.get().fees == Decimal("603.50")
