"""Payment records stay for the legal term and go afterwards, whole (DOMAIN.md §4.5)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from palabre.exchange.choices import Kept, periods
from palabre.exchange.retention import REGISTRY
from palabre.files.choices import State
from palabre.files.models import StoredFile
from palabre.money.actions.agreements import prepare_month
from palabre.money.actions.expenses import reject_expense
from palabre.money.actions.honoraria import (
    Payment,
    approve_honorarium,
    approve_month,
    mark_month_due,
    pay_honoraria,
    reverse_honorarium,
)
from palabre.money.actions.reversing import confirm_reversal, reverse_expense
from palabre.money.models import Expense, HonorariumAgreement, HonorariumLine
from tests.personas import Cast
from tests.unit.money.making_budgets import entered, in_force, make_house, paid
from tests.unit.money.making_honoraria import MONTH, make_purse

pytestmark = pytest.mark.django_db
PAID = datetime(2026, 3, 5, tzinfo=UTC)
# the accounts of 2026 end with the year
LAST_NIGHT, FIRST_NIGHT = datetime(2036, 12, 30, 2, tzinfo=UTC), datetime(2037, 1, 2, 2, tzinfo=UTC)


def run(now: datetime, *, dry_run: bool = False) -> tuple[int, int]:
    return tuple(REGISTRY[Kept.PAYMENTS](now, dry_run))


def test_ten_years_after_the_end_of_the_year_and_not_a_night_before(cast: Cast) -> None:
    house = make_house(cast)
    budget = in_force(house)
    old, wrong, late = (paid(house, budget, amount) for amount in ("100", "50", "30"))
    waiting = entered(house, budget, "20")
    reversal = reverse_expense(actor=house.person("treasurer"), expense=wrong, because="Double")
    confirm_reversal(actor=house.person("cashier"), expense=reversal, means="transfer")
    Expense.objects.update(paid_at=PAID, entered_at=PAID)
    Expense.objects.filter(pk=waiting.pk).update(paid_at=None)
    Expense.objects.filter(pk=late.pk).update(paid_at=PAID.replace(year=2027))
    Expense.objects.filter(pk=reversal.pk).update(paid_at=PAID.replace(year=2028))
    assert periods()["payments"] == 3653
    assert run(LAST_NIGHT) == (0, 5)
    assert run(FIRST_NIGHT, dry_run=True) == (1, 4)
    assert Expense.objects.count() == 5
    assert run(FIRST_NIGHT) == (1, 4)
    assert set(Expense.objects.all()) == {wrong, reversal, late, waiting}, "what is corrected stays with its correction"
    assert old.proof
    assert StoredFile.objects.get(pk=old.proof.pk).state == State.DISCARDED
    assert late.proof
    assert StoredFile.objects.get(pk=late.proof.pk).state != State.DISCARDED
    assert run(FIRST_NIGHT.replace(year=2039)) == (3, 1)
    assert set(Expense.objects.all()) == {waiting}, "nothing that is under way"


def test_a_proof_stays_as_long_as_one_expense_has_it(cast: Cast) -> None:
    house = make_house(cast)
    budget = in_force(house)
    first = entered(house, budget)
    reject_expense(actor=house.person("coordinator"), expense=first, because="Illisible")
    first.refresh_from_db()
    second = paid(house, budget, again=first, proof=None)
    Expense.objects.filter(pk=first.pk).update(entered_at=PAID)
    Expense.objects.filter(pk=second.pk).update(entered_at=PAID, paid_at=PAID.replace(year=2027))
    assert run(FIRST_NIGHT) == (1, 1)
    assert second.proof
    assert StoredFile.objects.get(pk=second.proof.pk).state == State.KEPT
    assert run(FIRST_NIGHT.replace(year=2038)) == (1, 0)
    assert StoredFile.objects.get(pk=second.proof.pk).state == State.DISCARDED


def test_an_agreement_goes_with_its_last_month(db: None) -> None:
    purse = make_purse(2)
    prepare_month(month=MONTH)
    mark_month_due(actor=purse.coordinator, community=purse.community, month=MONTH)
    approve_month(actor=purse.coordinator, community=purse.community, month=MONTH)
    both = [Payment(line=purse.line(number), means="mobile", reference="VIR") for number in range(2)]
    pay_honoraria(actor=purse.treasurer, payments=both)
    reverse_honorarium(actor=purse.treasurer, line=purse.line(), note="compte fermé", again=True)
    again = approve_honorarium(actor=purse.coordinator, line=HonorariumLine.objects.exclude(replaces=None).get())
    HonorariumLine.objects.exclude(pk=again.pk).update(paid_at=PAID)
    assert run(LAST_NIGHT) == (0, 4)
    assert run(FIRST_NIGHT) == (1, 3), "the other still waits to be paid"
    assert HonorariumAgreement.objects.get().person == purse.members[0]
    pay_honoraria(actor=purse.treasurer, payments=[Payment(line=again, means="mobile", reference="VIR-2")])
    HonorariumLine.objects.update(paid_at=PAID)
    HonorariumAgreement.objects.update(last_month=date(2027, 1, 1))
    assert run(FIRST_NIGHT) == (0, 3), "it ran for another month"
    HonorariumAgreement.objects.update(last_month=date(2026, 12, 1))
    assert run(FIRST_NIGHT) == (3, 0)
    assert not HonorariumAgreement.objects.exists()
