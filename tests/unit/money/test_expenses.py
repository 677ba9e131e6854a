"""Entered, checked, approved, paid: never by one hand, never over the line; corrected by a reversal (INV-18, SR-58)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from palabre.communities.choices import Role
from palabre.files.models import StoredFile
from palabre.journal.models import Entry
from palabre.kit.verdict import Refused
from palabre.money.actions.approving import approve_budget
from palabre.money.actions.budgets import submit_budget, write_line
from palabre.money.actions.expenses import Conversion, approve_expense, check_expense, pay_expense, reject_expense
from palabre.money.actions.reversing import confirm_reversal, reverse_expense
from palabre.money.actions.revising import begin_revision
from palabre.money.choices import ExpenseState
from palabre.money.models import Expense
from palabre.money.rules.expenses import can_read_proof, can_view_expense, visible_expenses
from palabre.money.rules.sums import spent_on
from tests.factories import grant
from tests.personas import Cast
from tests.unit.money.making_budgets import (
    House,
    approved,
    approved_by,
    checked,
    community_budget,
    drafted,
    entered,
    in_force,
    line_of,
    make_house,
    paid,
    yesterday,
)

pytestmark = pytest.mark.django_db
EVERYBODY = ("coordinator", "mel", "treasurer", "cashier", "lead", "pal", "member", "outsider")


@pytest.fixture
def house(cast: Cast) -> House:
    return make_house(cast)


def refused(act, *words: str) -> Refused:
    with pytest.raises(Refused) as told:
        act()
    for word in words:
        assert word in str(told.value.verdict.why)
    return told.value


def who(house: House, act, expense: Expense) -> list[str]:
    """Who can take a step, each tried on the expense as it stands."""
    from django.db import transaction

    able = []
    for name in EVERYBODY:
        with transaction.atomic():
            try:
                act(actor=house.person(name), expense=expense)
                able.append(name)
            except Refused:
                pass
            transaction.set_rollback(True)
    return able


def pay(*, actor, expense):
    return pay_expense(actor=actor, expense=expense, means="transfer")


def test_three_steps_by_different_hands(house: House) -> None:
    budget = in_force(house)
    assert [n for n in EVERYBODY if _may_enter(house, budget, n)] == ["lead"]
    expense = entered(house, budget)
    assert who(house, check_expense, expense) == ["coordinator"]
    assert who(house, approve_expense, expense) == []
    assert who(house, pay, expense) == []
    check_expense(actor=house.person("coordinator"), expense=expense)
    assert who(house, approve_expense, expense) == ["treasurer", "cashier"]
    assert who(house, pay, expense) == []
    approve_expense(actor=house.person("treasurer"), expense=expense)
    assert who(house, pay, expense) == ["coordinator", "cashier"]
    done = pay_expense(
        actor=house.person("cashier"), expense=expense, means="mobile", fees=Decimal("1.20"), reference=" MM  77 "
    )
    assert (done.state, done.fees, done.reference) == (ExpenseState.PAID, Decimal("1.20"), "MM 77")
    kinds = Entry.objects.filter(subject="expense").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == [f"money.expense_{step}" for step in ("entered", "checked", "approved", "paid")]


def _may_enter(house: House, budget, name: str) -> bool:
    from django.db import transaction

    with transaction.atomic():
        try:
            entered(house, budget, by=name)
            return True
        except Refused:
            return False
        finally:
            transaction.set_rollback(True)


def test_no_step_is_skipped_or_taken_twice(house: House) -> None:
    budget = in_force(house)
    expense = paid(house, budget)
    for act in (check_expense, approve_expense, pay):
        for name in ("coordinator", "treasurer", "cashier"):
            refused(lambda act=act, name=name: act(actor=house.person(name), expense=expense))
    refused(lambda: pay(actor=house.person("cashier"), expense=expense), "final")
    assert Expense.objects.get().state == ExpenseState.PAID
    refused(lambda: reject_expense(actor=house.person("treasurer"), expense=expense, because="Non"), "final")


def test_whoever_entered_neither_approves_nor_pays_whatever_her_roles(house: House) -> None:
    budget = in_force(house)
    grant(house.lead, house.here, Role.TREASURER)
    grant(house.lead, house.here, Role.COORDINATOR)
    expense = entered(house, budget)
    refused(lambda: check_expense(actor=house.person("lead"), expense=expense), "You entered")
    check_expense(actor=house.person("coordinator"), expense=expense)
    refused(lambda: approve_expense(actor=house.person("lead"), expense=expense), "You entered")
    approve_expense(actor=house.person("treasurer"), expense=expense)
    refused(lambda: pay(actor=house.person("lead"), expense=expense), "You entered")
    refused(lambda: pay(actor=house.person("treasurer"), expense=expense), "another person")


def test_a_treasury_inside_the_group_does_not_approve_its_expenses(house: House) -> None:
    budget = in_force(house)
    grant(house.pal, house.here, Role.TREASURER)
    expense = entered(house, budget)
    check_expense(actor=house.person("coordinator"), expense=expense)
    refused(lambda: approve_expense(actor=house.person("pal"), expense=expense), "in this group")
    approve_expense(actor=house.person("treasurer"), expense=expense)


def test_the_only_coordination_checks_what_she_entered_and_two_others_follow(house: House) -> None:
    budget = community_budget(house)
    expense = entered(house, budget, by="coordinator")
    check_expense(actor=house.person("coordinator"), expense=expense)
    refused(lambda: pay(actor=house.person("coordinator"), expense=expense))
    approve_expense(actor=house.person("treasurer"), expense=expense)
    refused(lambda: pay(actor=house.person("coordinator"), expense=expense), "You entered")
    pay(actor=house.person("cashier"), expense=expense)
    second = entered(house, budget, by="coordinator")
    grant(house.member, house.here, Role.COORDINATOR)
    refused(lambda: check_expense(actor=house.person("coordinator"), expense=second), "You entered")


def test_over_its_line_it_is_refused_with_what_is_left_until_a_revision_passes(house: House) -> None:
    budget = in_force(house)
    paid(house, budget, "300")
    expense = checked(house, budget, "250")
    refused(lambda: approve_expense(actor=house.person("treasurer"), expense=expense), "200", "revision")
    begin_revision(actor=house.person("lead"), budget=budget, reason="Le car est plus cher.")
    write_line(actor=house.person("lead"), line=line_of(budget), amount=Decimal(550))
    submit_budget(actor=house.person("lead"), budget=budget)
    approved_by(house, budget, "coordinator", "mel")
    refused(lambda: approve_expense(actor=house.person("treasurer"), expense=expense), "200")
    approve_budget(actor=house.person("cashier"), budget=budget)
    approve_expense(actor=house.person("treasurer"), expense=expense)
    assert spent_on([budget.pk])[line_of(budget).pk].expenses() == 550


@pytest.mark.covers("INV-18")
def test_fees_are_gone_from_the_line_and_fit_it(house: House) -> None:
    budget = in_force(house)
    first = approved(house, budget, "497")
    over = refused(
        lambda: pay_expense(actor=house.person("cashier"), expense=first, means="mobile", fees=Decimal("24.86")), "3.00"
    )
    assert over.field == "fees"
    first.refresh_from_db()
    assert (first.state, first.fees) == (ExpenseState.APPROVED, 0)
    pay_expense(actor=house.person("cashier"), expense=first, means="mobile", fees=Decimal(3))
    one = spent_on([budget.pk])[line_of(budget).pk]
    assert (one.expenses(), one.whole()) == (497, 500)
    refused(lambda: approved(house, budget, "1"), "0.00")
    begin_revision(actor=house.person("lead"), budget=budget, reason="Frais")
    write_line(actor=house.person("lead"), line=line_of(budget), amount=Decimal(500))
    refused(lambda: write_line(actor=house.person("lead"), line=line_of(budget), amount=Decimal(499)), "500")


def test_usual_fees_stop_no_payment_of_a_full_line_and_its_correction_bears_its_own(house: House) -> None:
    budget = in_force(house)
    full = approved(house, budget, "500")
    refused(
        lambda: pay_expense(actor=house.person("cashier"), expense=full, means="mobile", fees=Decimal("25.01")), "0.00"
    )
    pay_expense(actor=house.person("cashier"), expense=full, means="mobile", fees=Decimal(25))
    assert spent_on([budget.pk])[line_of(budget).pk].whole() == 525
    refused(lambda: approved(house, budget, "1"), "0.00")
    reversal = reverse_expense(actor=house.person("treasurer"), expense=full, because="Double")
    confirm_reversal(actor=house.person("cashier"), expense=reversal, means="mobile", fees=Decimal(2))
    assert spent_on([budget.pk])[line_of(budget).pk].whole() == 27


def test_sent_back_with_a_reason_it_may_be_entered_again_with_the_same_proof(house: House) -> None:
    budget = in_force(house)
    expense = checked(house, budget)
    refused(lambda: reject_expense(actor=house.person("treasurer"), expense=expense, because=""))
    refused(lambda: reject_expense(actor=house.person("lead"), expense=expense, because="Je reprends"))
    reject_expense(actor=house.person("treasurer"), expense=expense, because="Reçu illisible")
    entry = Entry.objects.get(kind="money.expense_rejected")
    assert entry.about_id == house.lead.pk
    refused(lambda: approve_expense(actor=house.person("treasurer"), expense=expense), "entered again")
    again = entered(house, budget, proof=None, again=expense)
    assert again.proof_id == expense.proof_id
    twice = refused(lambda: entered(house, budget, proof=None, again=expense), "another expense")
    assert twice.field == "proof"
    assert Expense.objects.count() == 2
    reject_expense(actor=house.person("lead"), expense=again, because="Mauvaise ligne")
    refused(lambda: entered(house, budget, proof=None), "photograph")
    assert entered(house, budget, proof=None, again=again).proof_id == expense.proof_id, "both were sent back"
    assert entered(house, budget, again=expense).proof_id != expense.proof_id, "another proof, another expense"


def test_paid_is_final_and_mended_by_a_reversal_of_four_eyes(house: House) -> None:
    budget = in_force(house)
    expense = paid(house, budget, "200", fees="2")
    assert who(house, lambda **w: reverse_expense(because="Double", **w), expense) == ["treasurer", "cashier"]
    refused(lambda: reverse_expense(actor=house.person("treasurer"), expense=expense, because=" "))
    reversal = reverse_expense(actor=house.person("treasurer"), expense=expense, because="Payé deux fois")
    assert spent_on([budget.pk])[line_of(budget).pk].paid == 200, "nothing moves before it is confirmed"
    refused(lambda: reverse_expense(actor=house.person("cashier"), expense=expense, because="Encore"), "already")
    refused(lambda: approve_expense(actor=house.person("cashier"), expense=reversal), "correction")
    assert who(house, lambda **w: confirm_reversal(means="transfer", **w), reversal) == ["coordinator", "cashier"]
    done = confirm_reversal(actor=house.person("cashier"), expense=reversal, means="transfer", reference="R-1")
    assert (done.amount, done.state, done.reverses) == (-200, ExpenseState.PAID, expense)
    assert spent_on([budget.pk])[line_of(budget).pk].expenses() == 0
    refused(lambda: reverse_expense(actor=house.person("treasurer"), expense=done, because="Non"))
    refused(lambda: reverse_expense(actor=house.person("treasurer"), expense=expense, because="Non"), "already")
    approved(house, budget, "498")


def test_a_correction_that_is_set_aside_may_be_asked_for_again(house: House) -> None:
    budget = in_force(house)
    expense = paid(house, budget)
    reversal = reverse_expense(actor=house.person("treasurer"), expense=expense, because="Doute")
    reject_expense(actor=house.person("cashier"), expense=reversal, because="Tout est juste")
    reverse_expense(actor=house.person("treasurer"), expense=expense, because="Si, regardez")


BAD = (
    ({"amount": "0"}, "amount"),
    ({"amount": "-5"}, "amount"),
    ({"amount": "10.001"}, "amount"),
    ({"amount": "100000000000"}, "amount"),
    ({"what": "  "}, "what"),
    ({"what": "x" * 301}, "what"),
    ({"spent_on": (timezone.now() + timedelta(days=2)).date()}, "spent_on"),
    ({"spent_on": yesterday().replace(year=1998)}, "spent_on"),
    ({"proof": None}, "proof"),
    ({"proof": SimpleUploadedFile("recu.jpg", b"MZ\x90\x00 not a picture", "image/jpeg")}, "proof"),
    ({"proof": SimpleUploadedFile("recu.pdf", b"<html><script>1</script>", "application/pdf")}, "proof"),
    ({"proof": SimpleUploadedFile("notes.txt", b"recu de 100 euros", "text/plain")}, "proof"),
    ({"proof": SimpleUploadedFile("vide.png", b"", "image/png")}, "proof"),
)


@pytest.mark.parametrize(("bad", "field"), BAD)
def test_bad_input_is_refused_beside_its_field_and_nothing_is_written(house: House, bad: dict, field: str) -> None:
    budget = in_force(house)
    error = refused(lambda: entered(house, budget, **({"amount": "100"} | bad)))
    assert error.field == field
    assert not Expense.objects.exists()
    assert not StoredFile.objects.exists()


def test_only_a_line_that_holds_money_in_force_is_spent_on(house: House) -> None:
    refused(lambda: entered(house, drafted(house)), "in force")
    own = community_budget(house)
    error = refused(lambda: entered(house, own, by="coordinator", line=line_of(house.group.budget)))
    assert error.field == "line"


@pytest.mark.covers("INV-20")
def test_another_currency_keeps_its_sum_its_rate_and_its_day(house: House) -> None:
    budget = in_force(house)
    west = Conversion("XOF", Decimal("655.957"), yesterday(), divides=True)
    expense = entered(house, budget, "250000", conversion=west)
    expense.refresh_from_db()
    assert (expense.amount, expense.spent_amount, expense.spent_currency) == (Decimal("381.12"), 250000, "XOF")
    assert (expense.rate, expense.rate_on, expense.rate_divides) == (Decimal("655.957"), yesterday(), True)
    dollars = entered(house, budget, "10", conversion=Conversion("USD", Decimal("0.925"), yesterday()))
    assert dollars.amount == Decimal("9.25")
    tomorrow = (timezone.now() + timedelta(days=2)).date()
    for bad, field in (
        ((Conversion("XOF", Decimal(0), yesterday(), divides=True), "100"), "rate"),
        ((Conversion("XOF", Decimal("655.957"), tomorrow, divides=True), "100"), "rate_on"),
        ((Conversion("XOF", Decimal("655.957"), yesterday(), divides=True), "1"), "rate"),
        ((Conversion("XOF", Decimal("0.00000001"), yesterday(), divides=True), "99999999999"), "rate"),
        ((Conversion("ZZZ", Decimal(1), yesterday()), "1"), "currency"),
        ((Conversion("XOF", Decimal(1), yesterday()), "1.5"), "amount"),
    ):
        conversion, amount = bad
        error = refused(lambda c=conversion, a=amount: entered(house, budget, a, conversion=c))
        assert error.field == field


def test_who_sees_an_expense_and_its_proof(house: House) -> None:
    budget, own = in_force(house), community_budget(house)
    group, common = entered(house, budget), entered(house, own, by="coordinator")
    seen = {name: set(visible_expenses(house.person(name))) for name in EVERYBODY}
    assert seen["member"] == seen["outsider"] == set()
    assert seen["lead"] == seen["pal"] == {group}
    assert all(seen[name] == {group, common} for name in ("coordinator", "mel", "treasurer", "cashier"))
    for name in EVERYBODY:
        for expense in (group, common):
            assert bool(can_view_expense(house.person(name), expense)) == (expense in seen[name])
    readers = [name for name in EVERYBODY if can_read_proof(house.person(name), group)]
    assert readers == ["coordinator", "mel", "treasurer", "cashier", "lead"]


@pytest.mark.covers("INV-18")
def test_only_a_correction_is_confirmed_without_the_treasury(house: House) -> None:
    expense = checked(house, in_force(house))
    for name in ("coordinator", "cashier"):
        refused(
            lambda name=name: confirm_reversal(actor=house.person(name), expense=expense, means="transfer"), "treasury"
        )
    expense.refresh_from_db()
    assert expense.state == ExpenseState.CHECKED
