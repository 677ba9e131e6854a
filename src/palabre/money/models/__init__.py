"""Money with dignity: budgets in versions, expenses with proof, honoraria, and whom to pay."""

from palabre.money.models.budgets import (
    Budget,
    BudgetApproval,
    BudgetComment,
    BudgetLine,
    BudgetVersion,
    LineAmount,
)
from palabre.money.models.expenses import Expense
from palabre.money.models.honoraria import Break, HonorariumAgreement, HonorariumLine, PayeeDetails, Waiver

__all__ = [
    "Break",
    "Budget",
    "BudgetApproval",
    "BudgetComment",
    "BudgetLine",
    "BudgetVersion",
    "Expense",
    "HonorariumAgreement",
    "HonorariumLine",
    "LineAmount",
    "PayeeDetails",
    "Waiver",
]
