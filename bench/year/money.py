"""Honoraria of a whole year, a budget in force, and what was paid on it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from bench.year.calls import BATCH
from palabre.communities.models import Community, Membership
from palabre.groups.models import WorkingGroup
from palabre.money.choices import Category, ExpenseState, LineState, Means, VersionState
from palabre.money.models import (
    Budget,
    BudgetLine,
    BudgetVersion,
    Expense,
    HonorariumAgreement,
    HonorariumLine,
    LineAmount,
)
from palabre.people.models import Person

LINES, EXPENSES = 8, 4


def fill_money(here: Community, members: int, year: int) -> None:
    """Eleven months paid and the twelfth approved; four expenses for each member, on two budgets."""
    people = Person.objects.bulk_create(
        (
            Person(email=f"paid{n}.{here.pk}@example.org", display_name=f"Membre {n:03}", password="!", language="fr")
            for n in range(members)
        ),
        batch_size=BATCH,
    )
    Membership.objects.bulk_create((Membership(community=here, person=one) for one in people), batch_size=BATCH)
    _honoraria(here, people, year)
    for place in (1, 2):
        group = WorkingGroup.objects.create(community=here, theme=f"Groupe {place}", stage="planning", position=place)
        _budget(here, group, members * EXPENSES // 2, year, place)


def _honoraria(here: Community, people: list[Person], year: int) -> None:
    agreements = HonorariumAgreement.objects.bulk_create(
        (
            HonorariumAgreement(
                community=here, person=one, monthly_amount=250, first_month=date(year, 1, 1),
                last_month=date(year + 1, 12, 1),
            )
            for one in people
        ),
        batch_size=BATCH,
    )  # fmt: skip
    HonorariumLine.objects.bulk_create(
        (
            HonorariumLine(
                agreement=one, month=date(year, month, 1), amount=250, fees=Decimal("1.50"), means=Means.TRANSFER,
                state=LineState.PAID if month < 12 else LineState.APPROVED,
                paid_at=datetime(year, month, 20, 9, tzinfo=UTC) + timedelta(seconds=n) if month < 12 else None,
                reference=f"V{month}-{n}",
            )
            for n, one in enumerate(agreements)
            for month in range(1, 13)
        ),
        batch_size=BATCH,
    )  # fmt: skip


def _budget(here: Community, group: WorkingGroup, expenses: int, year: int, place: int) -> None:
    budget = Budget.objects.create(community=here, group=group)
    version = BudgetVersion.objects.create(
        budget=budget, number=1, state=VersionState.APPROVED, approved_at=datetime(year, 1, 5, 9, tzinfo=UTC)
    )
    kinds = Category.values
    lines = BudgetLine.objects.bulk_create(
        BudgetLine(budget=budget, position=n, category=kinds[n % len(kinds)], label=f"Ligne {n}")
        for n in range(1, LINES + 1)
    )
    LineAmount.objects.bulk_create(LineAmount(version=version, line=one, amount=90_000) for one in lines)
    begun = datetime(year, 1, 10, 9, tzinfo=UTC)
    spread = timedelta(days=340) / max(1, expenses)
    Expense.objects.bulk_create(
        (
            Expense(
                budget=budget, line=lines[n % LINES], what=f"Dépense {n}", spent_on=(begun + n * spread).date(),
                amount=Decimal(n % 90 + 10), fees=Decimal("0.50"), state=ExpenseState.PAID, means=Means.MOBILE,
                paid_at=begun + n * spread, reference=f"M{place}-{n}",
            )
            for n in range(expenses)
        ),
        batch_size=BATCH,
    )  # fmt: skip
