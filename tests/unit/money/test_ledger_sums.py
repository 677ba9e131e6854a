"""Whatever is entered, approved, paid, reversed, revised, in whatever order: nothing passes a line, and every paper of
the ledger adds up to the same cent (INV-18)."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from palabre.kit import sheets
from palabre.kit.documents import Grid
from palabre.kit.sheets.xlsx_rows import xlsx_rows
from palabre.kit.verdict import Refused
from palabre.money.actions.approving import approve_budget
from palabre.money.actions.budgets import submit_budget, withdraw_budget, write_line
from palabre.money.actions.expenses import approve_expense, check_expense, pay_expense, reject_expense
from palabre.money.actions.reversing import confirm_reversal, reverse_expense
from palabre.money.actions.revising import begin_revision, move_money
from palabre.money.models import Budget, BudgetVersion, Expense, LineAmount
from palabre.money.queries.ledger import ledger_of
from palabre.money.queries.ledger_sheet import ledger_paper, ledger_sheet
from tests.personas import make_cast
from tests.unit.money.making_budgets import House, entered, in_force, line_of, make_house, yesterday

pytestmark = pytest.mark.django_db

STEPS = st.sampled_from(
    ["enter", "enter", "check", "approve", "approve", "pay", "pay", "reverse", "confirm", "reject", "revise"]
)
MOVES = st.lists(
    st.tuples(STEPS, st.integers(0, 1), st.integers(1, 40_000), st.integers(0, 300)), min_size=8, max_size=28
)


class Story:
    """Does what it is told, and takes a refusal for an answer."""

    def __init__(self) -> None:
        self.house: House = make_house(make_cast())
        self.budget: Budget = in_force(self.house)

    def go(self, step: str, place: int, cents: int, more: int) -> bool:
        try:
            with transaction.atomic():
                getattr(self, step)(place, Decimal(cents) / 100, Decimal(more) / 100)
            return True
        except Refused:
            return False

    def one(self, state: str, place: int, **wanted: object) -> Expense:
        rows = list(Expense.objects.filter(budget=self.budget, state=state, **wanted).order_by("pk"))
        if not rows:
            raise NothingToDo
        return rows[-1 if place else 0]

    def enter(self, place: int, amount: Decimal, _fees: Decimal) -> None:
        entered(self.house, self.budget, str(amount), line=line_of(self.budget, place))

    def check(self, place: int, *_rest: Decimal) -> None:
        check_expense(actor=self.house.person("coordinator"), expense=self.one("entered", place))

    def approve(self, place: int, *_rest: Decimal) -> None:
        expense = self.one("checked", place, reverses=None)
        approve_expense(actor=self.house.person("treasurer"), expense=expense)

    def pay(self, place: int, _amount: Decimal, fees: Decimal) -> None:
        expense = self.one("approved", place)
        pay_expense(actor=self.house.person("cashier"), expense=expense, means="mobile", fees=fees)

    def reverse(self, place: int, *_rest: Decimal) -> None:
        expense = self.one("paid", place, reverses=None)
        reverse_expense(actor=self.house.person("treasurer"), expense=expense, because="Erreur")

    def confirm(self, place: int, _amount: Decimal, fees: Decimal) -> None:
        expense = self.one("checked", place, reverses__isnull=False)
        confirm_reversal(actor=self.house.person("cashier"), expense=expense, means="transfer", fees=fees)

    def reject(self, place: int, amount: Decimal, _fees: Decimal) -> None:
        state = ("entered", "checked", "approved")[int(amount * 100) % 3]
        reject_expense(actor=self.house.person("treasurer"), expense=self.one(state, place), because="Non")

    def revise(self, place: int, amount: Decimal, more: Decimal) -> None:
        lead = self.house.person("lead")
        begin_revision(actor=lead, budget=self.budget, reason="Autrement")
        source, target = line_of(self.budget, place), line_of(self.budget, 1 - place)
        move_money(actor=lead, source=source, target=target, amount=amount)
        if more > 1:
            held = LineAmount.objects.get(version__state="draft", line=target).amount
            write_line(actor=lead, line=target, amount=held + more)
        submit_budget(actor=lead, budget=self.budget)
        for name in ("coordinator", "mel", "treasurer"):
            approve_budget(actor=self.house.person(name), budget=self.budget)

    def holds(self) -> None:
        """INV-18, asked of the bare tables."""
        force = BudgetVersion.objects.get(budget=self.budget, state="approved")
        held = dict(LineAmount.objects.filter(version=force).values_list("line_id", "amount"))
        used: dict[int, Decimal] = defaultdict(Decimal)
        for line, amount in Expense.objects.filter(state__in=("approved", "paid")).values_list("line_id", "amount"):
            used[line] += amount
        assert all(0 <= used[line] <= held.get(line, 0) for line in used), (used, held)
        assert BudgetVersion.objects.filter(state="approved").count() == 1


class NothingToDo(Refused):
    """There is nothing to do that with."""

    def __init__(self) -> None:
        Exception.__init__(self)


def numbers(text: str) -> Decimal:
    """`−1 250,50 EUR` on a paper."""
    return Decimal(re.sub(r"[^0-9,.−-]", "", text).replace("−", "-").replace(",", "."))


@pytest.mark.covers("INV-18")
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(moves=MOVES)
def test_no_sequence_passes_a_line_and_all_papers_add_up(moves: list[tuple[str, int, int, int]]) -> None:
    with transaction.atomic():
        story = Story()
        for move in moves:
            story.go(*move)
            story.holds()
        adds_up(story)
        transaction.set_rollback(True)


def adds_up(story: Story) -> None:
    paid = Expense.objects.filter(budget=story.budget, state="paid").values_list("amount", "fees")
    amount, fees = sum((one for one, _f in paid), Decimal(0)), sum((one for _a, one in paid), Decimal(0))
    ledger = ledger_of(story.house.person("treasurer"), story.house.here, "fr")
    assert (ledger.paid.amount, ledger.paid.fees) == (amount, fees)
    for parts in (ledger.months, ledger.lines, ledger.categories, ledger.rows):
        assert sum((one.amount for one in parts), Decimal(0)) == amount
        assert sum((one.fees for one in parts), Decimal(0)) == fees
    assert ledger.left() == ledger.held - amount - fees
    if ledger.rows:
        assert ledger.rows[-1].balance == ledger.left()
    sheet = ledger_sheet(ledger)
    place = sheet.headers.index("Montant") if "Montant" in sheet.headers else sheet.headers.index("Amount")
    written = list(csv.reader(io.StringIO(sheets.csv(sheet.headers, sheet.rows).decode("utf-8-sig"))))[1:]
    cells = [row for _number, row in xlsx_rows(sheets.xlsx(sheet.headers, sheet.rows), 10_000)][1:]
    for rows in (written, cells):
        *body, last = [[Decimal(str(row[place + n])).quantize(Decimal("0.01")) for n in range(3)] for row in rows]
        assert [sum((row[n] for row in body), Decimal(0)) for n in range(3)] == last == [amount, fees, amount + fees]
    paper = ledger_paper(ledger, "Ici", "fr", yesterday())
    grid = [block for block in paper.blocks if isinstance(block, Grid)][-1]
    assert sum((numbers(row[3]) for row in grid.rows), Decimal(0)) == amount
    assert sum((numbers(row[4]) for row in grid.rows), Decimal(0)) == fees


def test_the_story_reaches_every_step() -> None:
    """The property is not empty: this sequence pays, is refused over a line, reverses and revises."""
    story = Story()
    moves = [
        ("enter", 0, 40_000, 0), ("check", 0, 1, 0), ("approve", 0, 1, 0), ("pay", 0, 1, 250), ("enter", 0, 20_000, 0),
        ("check", 0, 1, 0),
    ]  # fmt: skip
    assert all(story.go(*move) for move in moves)
    assert not story.go("approve", 0, 1, 0)
    assert story.go("revise", 1, 15_000, 0)
    assert story.go("approve", 0, 1, 0)
    assert story.go("reverse", 0, 1, 0)
    assert story.go("confirm", 0, 1, 50)
    assert not story.go("revise", 0, 60_000, 0)
    story.holds()
    adds_up(story)
    ledger = ledger_of(story.house.person("mel"), story.house.here, "en")
    assert [row.amount for row in ledger.rows] == [400, -400]
    assert ledger.paid.fees == 3


def test_a_revision_that_is_refused_leaves_nothing_behind() -> None:
    story = Story()
    begin_revision(actor=story.house.person("lead"), budget=story.budget, reason="Autrement")
    assert not story.go("revise", 0, 100, 0)
    withdraw_budget(actor=story.house.person("lead"), budget=story.budget)
    assert story.go("revise", 0, 100, 0)
