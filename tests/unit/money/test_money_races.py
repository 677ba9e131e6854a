"""Several hands in the same moment: one wins, nothing is paid twice, nothing passes a line (SR-58)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from palabre.communities.choices import Role
from palabre.kit.verdict import Refused
from palabre.money.actions.approving import approve_budget
from palabre.money.actions.budgets import submit_budget, write_line
from palabre.money.actions.expenses import approve_expense, pay_expense
from palabre.money.actions.reversing import confirm_reversal, reverse_expense
from palabre.money.actions.revising import begin_revision
from palabre.money.models import Budget, BudgetApproval, BudgetVersion, Expense, LineAmount
from palabre.money.rules.sums import amounts_of, spent_on
from palabre.money.rules.sums import in_force as version_in_force
from palabre.people.models import Person
from tests.factories import grant, make_person
from tests.personas import Cast
from tests.races import at_once
from tests.unit.money.making_budgets import House, approved, approved_by, checked, in_force, line_of, make_house, paid

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house(cast: Cast) -> House:
    return make_house(cast)


def treasury(house: House, number: int) -> list[Person]:
    """So many who may approve and pay."""
    people = [make_person(f"Caisse {place}") for place in range(number)]
    for one in people:
        grant(one, house.here, Role.TREASURER)
    return people


def won(results: list[object]) -> int:
    """How many went through; the others were refused with a sentence, none failed."""
    failed = [one for one in results if isinstance(one, Exception) and not isinstance(one, Refused)]
    assert failed == []
    return sum(not isinstance(one, Refused) for one in results)


@pytest.mark.covers("SR-58")
def test_twenty_payments_of_one_expense_pay_it_once(house: House) -> None:
    expense, people = approved(house, in_force(house)), treasury(house, 20)

    def pay(person: Person):
        return lambda: pay_expense(
            actor=Person.objects.get(pk=person.pk), expense=expense, means="mobile", reference=f"MM-{person.pk}"
        )

    assert won(at_once([pay(one) for one in people])) == 1
    row = Expense.objects.get()
    assert row.state == "paid"
    assert row.reference == f"MM-{row.paid_by_id}"


def test_twenty_approvals_that_together_pass_the_line_stop_at_the_line(house: House) -> None:
    budget, people = in_force(house), treasury(house, 20)
    rows = [checked(house, budget, "120") for _turn in range(20)]

    def approve(person: Person, expense: Expense):
        return lambda: approve_expense(actor=Person.objects.get(pk=person.pk), expense=expense)

    pairs = zip(people, rows, strict=True)
    assert won(at_once([approve(person, row) for person, row in pairs])) == 4
    assert spent_on([budget.pk])[line_of(budget).pk].expenses() == 480


def test_one_line_is_approved_while_its_budget_is_revised_and_neither_slips(house: House) -> None:
    """The last approval of a revision that lowers the line, beside an approval that would fill it: only one passes."""
    budget = in_force(house)
    travel, people = line_of(budget), treasury(house, 4)
    rows = [checked(house, budget, "120") for _turn in range(4)]
    begin_revision(actor=house.person("lead"), budget=budget, reason="Moins de voyages")
    write_line(actor=house.person("lead"), line=travel, amount=Decimal(100))
    submit_budget(actor=house.person("lead"), budget=budget)
    approved_by(house, budget, "coordinator", "mel")

    def approve(person: Person, expense: Expense):
        return lambda: approve_expense(actor=Person.objects.get(pk=person.pk), expense=expense)

    def put_in_force():
        return approve_budget(actor=house.person("treasurer"), budget=Budget.objects.get(pk=budget.pk))

    calls = [approve(person, row) for person, row in zip(people, rows, strict=True)]
    results = at_once([*calls[:2], put_in_force, *calls[2:]])
    won(results)
    held, used = amounts_of(version_in_force(budget))[travel.pk], spent_on([budget.pk]).get(travel.pk)
    whole = used.expenses() if used else Decimal(0)
    assert whole <= held
    revised = not isinstance(results[2], Refused)
    assert (held, whole) in ([(100, 0)] if revised else [(500, 480)])


def test_the_same_name_is_given_once_however_many_press(house: House) -> None:
    from tests.unit.money.making_budgets import drafted

    budget, people = drafted(house), treasury(house, 10)
    submit_budget(actor=house.person("lead"), budget=budget)

    def approve(person: Person):
        return lambda: approve_budget(actor=Person.objects.get(pk=person.pk), budget=Budget.objects.get(pk=budget.pk))

    assert won(at_once([approve(one) for one in people])) == 1
    assert BudgetApproval.objects.count() == 1


def test_three_last_approvals_at_once_put_it_in_force_once(house: House) -> None:
    from tests.unit.money.making_budgets import drafted

    budget = drafted(house)
    submit_budget(actor=house.person("lead"), budget=budget)
    names = ("coordinator", "mel", "treasurer")
    calls = [
        lambda name=name: approve_budget(actor=house.person(name), budget=Budget.objects.get(pk=budget.pk))
        for name in names
    ]
    assert won(at_once(calls)) == 3
    assert BudgetVersion.objects.get(state="approved").approvals.count() == 3


def test_ten_corrections_of_one_payment_make_one_and_it_is_confirmed_once(house: House) -> None:
    expense, people = paid(house, in_force(house)), treasury(house, 10)

    def reverse(person: Person):
        return lambda: reverse_expense(actor=Person.objects.get(pk=person.pk), expense=expense, because="Erreur")

    assert won(at_once([reverse(one) for one in people])) == 1
    reversal = Expense.objects.get(reverses=expense)

    def confirm(person: Person):
        return lambda: confirm_reversal(actor=Person.objects.get(pk=person.pk), expense=reversal, means="transfer")

    others = [one for one in people if one.pk != reversal.entered_by_id]
    assert won(at_once([confirm(one) for one in others])) == 1
    assert sum(Expense.objects.filter(state="paid").values_list("amount", flat=True)) == 0


def test_two_who_begin_a_revision_make_one(house: House) -> None:
    budget = in_force(house)
    begin = lambda: begin_revision(  # noqa: E731
        actor=house.person("lead"), budget=Budget.objects.get(pk=budget.pk), reason="À deux"
    )
    assert won(at_once([begin] * 8)) == 1
    assert LineAmount.objects.filter(version__state="draft").count() == 2


def test_a_line_is_paid_while_its_budget_is_revised_and_the_sums_hold(house: House) -> None:
    """Four approved expenses leave while a revision lowers their line to what they take: all are paid, once each."""
    budget, people = in_force(house), treasury(house, 8)
    travel, rows = line_of(budget), [approved(house, budget, "120") for _turn in range(4)]
    begin_revision(actor=house.person("lead"), budget=budget, reason="Moins de voyages")
    with pytest.raises(Refused):
        write_line(actor=house.person("lead"), line=travel, amount=Decimal(479))
    write_line(actor=house.person("lead"), line=travel, amount=Decimal(480))
    submit_budget(actor=house.person("lead"), budget=budget)
    approved_by(house, budget, "coordinator", "mel")

    def pay(person: Person, expense: Expense):
        return lambda: pay_expense(
            actor=Person.objects.get(pk=person.pk), expense=expense, means="mobile", reference=f"MM-{person.pk}"
        )

    def put_in_force():
        return approve_budget(actor=house.person("treasurer"), budget=Budget.objects.get(pk=budget.pk))

    calls = [pay(person, row) for person, row in zip(people, [*rows, *rows], strict=True)]
    results = at_once([*calls[:4], put_in_force, *calls[4:]])
    assert won(results) == 5
    assert set(Expense.objects.values_list("state", flat=True)) == {"paid"}
    assert amounts_of(version_in_force(budget))[travel.pk] == 480 == spent_on([budget.pk])[travel.pk].expenses()
