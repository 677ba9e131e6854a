"""What a ledger is made of: its rows, its sums."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from palabre.communities.models import Community
from palabre.money.models import Budget
from palabre.money.rules.sums import NOTHING


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One payment or correction. `balance` is what the budgets still hold after it; honoraria are outside of them."""

    number: int
    key: str
    day: date
    what: str
    language: str
    name: str
    group: str
    group_language: str
    line: str
    line_language: str
    category: str
    amount: Decimal
    fees: Decimal
    balance: Decimal | None
    means: str
    reference: str
    is_reversal: bool
    is_expense: bool
    spent: str


@dataclass(frozen=True, slots=True)
class Sum:
    """What was paid under one heading: a month, a line, a category. `held` is what the budget says, if it says it."""

    label: str
    amount: Decimal
    fees: Decimal
    held: Decimal | None = None
    day: date | None = None
    language: str = ""

    def whole(self) -> Decimal:
        return self.amount + self.fees

    def left(self) -> Decimal | None:
        return None if self.held is None else self.held - self.whole()


@dataclass(frozen=True, slots=True)
class Ledger:
    """One currency of one community, or of one of its budgets."""

    community: Community
    currency: str
    currencies: list[str]
    budget: Budget | None
    budgets: list[tuple[Budget, str]]
    rows: list[LedgerRow]
    months: list[Sum]
    lines: list[Sum]
    categories: list[Sum]
    held: Decimal
    paid: Sum
    honoraria: Sum
    names: bool

    def left(self) -> Decimal:
        """Of the budgets; the honoraria are paid beside them."""
        return self.held - (self.paid.whole() - self.honoraria.whole())


def summed(rows: Iterable[LedgerRow], label: str = "", **wanted: Any) -> Sum:
    """All these rows together."""
    known = list(rows)
    amount, fees = sum((row.amount for row in known), NOTHING), sum((row.fees for row in known), NOTHING)
    return Sum(label, amount, fees, **wanted)
