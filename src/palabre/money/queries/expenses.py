"""What the pages of expenses show: the list of one budget, one expense, and what waits for whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from palabre.communities.queries.naming import called
from palabre.kit.paging import Slice, page_of
from palabre.kit.verdict import Verdict
from palabre.languages.queries import load_halves
from palabre.money.choices import ExpenseState
from palabre.money.models import Budget, Expense
from palabre.money.rules.expenses import (
    can_approve_expense,
    can_check_expense,
    can_confirm_reversal,
    can_enter_expense,
    can_pay_expense,
    can_read_proof,
    can_reject_expense,
    can_reverse_expense,
    fits_its_line,
)
from palabre.money.rules.ledger import reads_names
from palabre.people.models import Person

NEEDED = ("budget__community", "budget__group", "line", "reverses", "entered_by")


@dataclass(frozen=True, slots=True)
class Hand:
    """One step that somebody took: who, and when."""

    label: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ExpensePage:
    """One expense as one reader sees it."""

    expense: Expense
    hands: list[Hand]
    reversal: Expense | None
    proof: Verdict
    check: Verdict
    approve: Verdict
    pay: Verdict
    reject: Verdict
    reverse: Verdict
    confirm: Verdict
    again: Verdict
    mine: bool
    over: bool
    names: bool


def expense_list(budget: Budget, asked: Mapping[str, Any]) -> Slice[Expense]:
    """The latest first; `?state=` keeps one state."""
    rows = Expense.objects.filter(budget=budget).select_related(*NEEDED)
    if asked.get("state") in ExpenseState.values:
        rows = rows.filter(state=asked["state"])
    part = page_of(rows, asked, by="-entered_at")
    load_halves([one.line for one in part.items])
    return part


def expense_page(actor: Person, expense: Expense) -> ExpensePage:
    load_halves([expense.line])
    reversal = expense.reversals.exclude(state=ExpenseState.REJECTED).first()
    again = can_enter_expense(actor, expense.budget)
    return ExpensePage(
        expense=expense, hands=_hands(expense), reversal=reversal, proof=can_read_proof(actor, expense),
        check=can_check_expense(actor, expense), approve=can_approve_expense(actor, expense),
        pay=can_pay_expense(actor, expense), reject=can_reject_expense(actor, expense),
        reverse=can_reverse_expense(actor, expense), confirm=can_confirm_reversal(actor, expense), again=again,
        mine=expense.entered_by_id == actor.pk,
        over=expense.state == ExpenseState.CHECKED and not fits_its_line(expense),
        names=reads_names(actor, expense.budget.community),
    )  # fmt: skip


def _hands(expense: Expense) -> list[Hand]:
    """The steps, in their order, with the names that people have here."""
    community = expense.budget.community
    steps: list[tuple[str, Person | None, datetime | None]] = [("entered", expense.entered_by, expense.entered_at)]
    if expense.reverses_id is None:
        steps += [
            ("checked", expense.checked_by, expense.checked_at),
            ("approved", expense.approved_by, expense.approved_at),
        ]
    steps.append(("paid", expense.paid_by, expense.paid_at))
    return [
        Hand(str(ExpenseState(step).label), called(who, community) if who else "", at)
        for step, who, at in steps
        if at is not None
    ]
