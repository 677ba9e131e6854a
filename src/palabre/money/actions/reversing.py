"""Paid is final: a mistake is mended by a row of the same sum below zero, asked by one person, made by another."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from palabre.communities.rules import fresh
from palabre.groups.rules.circles import fresh_circles
from palabre.kit.text import NEEDED, checked
from palabre.kit.verdict import require
from palabre.money.actions.common import locked_expense, tell_expense
from palabre.money.actions.expenses import settle, today_for
from palabre.money.choices import ExpenseState
from palabre.money.models import Expense
from palabre.money.rules.expenses import can_confirm_reversal, can_reverse_expense
from palabre.people.models import Person


def reverse_expense(*, actor: Person, expense: Expense, because: str, language: str = "fr") -> Expense:
    """The treasury asks for a correction with a reason; nothing moves before somebody else confirms it. Raises Refused."""
    with transaction.atomic():
        expense = locked_expense(expense)
        require(can_reverse_expense(fresh_circles(fresh(actor)), expense))
        now = timezone.now()
        reversal = Expense.objects.create(
            budget=expense.budget, line=expense.line, reverses=expense, amount=-expense.amount, language=language,
            what=checked(because, "because", 300, NEEDED, line=True), state=ExpenseState.CHECKED,
            spent_on=today_for(actor, expense.budget),
            entered_by=actor, checked_by=actor, checked_at=now,
        )  # fmt: skip
        tell_expense("money.reversal_asked", actor, reversal, reverses=expense.pk)
    return reversal


def confirm_reversal(
    *, actor: Person, expense: Expense, means: str, fees: Decimal = Decimal(0), reference: str = ""
) -> Expense:
    """Another person says that the money came back, or was never gone: the line holds it again. Raises Refused."""
    with transaction.atomic():
        expense = locked_expense(expense)
        require(can_confirm_reversal(fresh_circles(fresh(actor)), expense))
        expense.approved_by, expense.approved_at = expense.entered_by, expense.entered_at
        settle(by=actor, expense=expense, means=means, fees=fees, reference=reference)
        tell_expense("money.expense_reversed", actor, expense, reverses=expense.reverses_id)
    return expense
