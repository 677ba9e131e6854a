"""What weighs on the lines of a budget: one reading of the sums, for whoever asks, decides or shows (INV-18)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from palabre.money.choices import ExpenseState, VersionState
from palabre.money.models import Budget, BudgetVersion, Expense, LineAmount

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Spent:
    """One line: approved and not paid yet; paid, less what was reversed; and what paying cost."""

    approved: Decimal = NOTHING
    paid: Decimal = NOTHING
    fees: Decimal = NOTHING

    def expenses(self) -> Decimal:
        """What INV-18 speaks of: approved and paid."""
        return self.approved + self.paid

    def whole(self) -> Decimal:
        """With the fees: what is gone from the line."""
        return self.approved + self.paid + self.fees


def in_force(budget: Budget | int) -> BudgetVersion | None:
    """The version that says how much each line holds today."""
    return BudgetVersion.objects.filter(budget=budget, state=VersionState.APPROVED).first()


def in_work(budget: Budget | int) -> BudgetVersion | None:
    """The version that is written or waits for its approvals."""
    return BudgetVersion.objects.filter(budget=budget, state__in=VersionState.open()).first()


def amounts_of(version: BudgetVersion | None) -> dict[int, Decimal]:
    """How much each line holds in one version, by the key of the line."""
    if version is None:
        return {}
    return dict(LineAmount.objects.filter(version=version).values_list("line_id", "amount"))


def spent_on(budgets: Iterable[Budget | int]) -> dict[int, Spent]:
    """By the key of the line, over any number of budgets, in one query; a reversal weighs once it is confirmed."""
    counted = Expense.objects.filter(budget__in=list(budgets), state__in=ExpenseState.counted())
    found: dict[int, Spent] = {}
    for line, state, amount, fees in counted.values_list("line_id", "state", "amount", "fees"):
        known = found.get(line, Spent())
        if state == ExpenseState.PAID:
            found[line] = replace(known, paid=known.paid + amount, fees=known.fees + fees)
        else:
            found[line] = replace(known, approved=known.approved + amount)
    return found


def left_on(line: int, amounts: dict[int, Decimal], spent: dict[int, Spent]) -> Decimal:
    return amounts.get(line, NOTHING) - spent.get(line, Spent()).whole()
