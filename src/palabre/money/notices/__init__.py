"""Who hears of money: budgets, expenses, honoraria."""

from palabre.money.notices import budgets, honoraria

__all__ = ["budgets", "honoraria"]
