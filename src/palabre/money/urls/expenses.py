"""Addresses of expenses: the lists, one expense, its proof, its steps."""

from __future__ import annotations

from django.urls import URLPattern, path

from palabre.money.views import expenses, steps

ONE = "expenses/<rid:expense_id>/"

urlpatterns: list[URLPattern] = [
    path("g/<rid:group_id>/expenses/", expenses.of_group, name="expenses"),
    path("c/<rid:community_id>/expenses/", expenses.of_community, name="community_expenses"),
    path("budgets/<rid:budget_id>/expenses/", expenses.of_budget, name="budget_expenses"),
    path("budgets/<rid:budget_id>/expenses/entry/", expenses.entry, name="expense_entry"),
    path(ONE, expenses.expense, name="expense"),
    path(f"{ONE}proof/", expenses.proof, name="expense_proof"),
    path(f"{ONE}entry/", expenses.entry_again, name="expense_again"),
    path(f"{ONE}check/", steps.check, name="expense_check"),
    path(f"{ONE}approval/", steps.approval, name="expense_approval"),
    path(f"{ONE}payment/", steps.payment, name="expense_payment"),
    path(f"{ONE}rejection/", steps.rejection, name="expense_rejection"),
    path(f"{ONE}reversal/", steps.reversal, name="expense_reversal"),
    path(f"{ONE}confirmation/", steps.confirmation, name="expense_confirmation"),
]
