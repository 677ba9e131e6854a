"""Expenses: the list of a budget, one expense, its proof; entered, and entered again."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from palabre.communities.requests import CommunityRequest
from palabre.files.views import serve
from palabre.groups.rules.circles import visible_groups
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.reader import page_language
from palabre.kit.verdict import Refused
from palabre.money.actions.expenses import enter_expense
from palabre.money.choices import ExpenseState
from palabre.money.forms.expenses import ExpenseForm, typed_again
from palabre.money.models import Budget, Expense
from palabre.money.queries.budgets import budget_of_group, budgets_of_community, lines_in_force
from palabre.money.queries.expenses import expense_list, expense_page
from palabre.money.rules.expenses import can_enter_expense, can_read_proof, can_see_expenses
from palabre.money.views.finding import find_budget, find_expense, inside, sent


@require_safe
def of_group(request: CommunityRequest, group_id: str) -> HttpResponse:
    """`/g/<g>/expenses/`."""
    group = get_object_or_404(visible_groups(request.user).select_related("community"), public_id=group_id)
    budget = budget_of_group(group)
    if budget is None:
        return see(request, reverse("money:budget", args=[group_id]))
    return _listed(request, budget)


@require_safe
def of_community(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/expenses/`: of the community's own budget."""
    budgets = budgets_of_community(request.community)
    if not budgets:
        return see(request, reverse("money:community_budget", args=[community_id]))
    return _listed(request, budgets[0])


@require_safe
def of_budget(request: CommunityRequest, budget_id: str) -> HttpResponse:
    """`/budgets/<b>/expenses/`: the same list by the budget's own address."""
    return _listed(request, find_budget(request, budget_id))


def _listed(request: CommunityRequest, budget: Budget) -> HttpResponse:
    if not can_see_expenses(request.user, budget):
        raise Http404
    words = {
        "budget": inside(request, budget), "part": expense_list(budget, request.GET), "states": ExpenseState.choices,
        "state": request.GET.get("state", ""), "enter": can_enter_expense(request.user, budget),
    }  # fmt: skip
    return render_page(request, "money/expenses.html", words)


@require_safe
def expense(request: CommunityRequest, expense_id: str) -> HttpResponse:
    """`/expenses/<e>/`: one expense and its next step."""
    row = find_expense(request, expense_id)
    words = {"page": expense_page(request.user, row), "expense": row, "budget": row.budget}
    return render_page(request, "money/expense.html", words)


@require_safe
def proof(request: CommunityRequest, expense_id: str) -> HttpResponseBase:
    """`/expenses/<e>/proof/`: the file, under a neutral name, for those who may read it."""
    row = find_expense(request, expense_id)
    if row.proof is None or not can_read_proof(request.user, row):
        raise Http404
    return serve(row.proof, name=_("proof"))


@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: CommunityRequest, budget_id: str) -> HttpResponse:
    """`/budgets/<b>/expenses/entry/`."""
    return _entered(request, find_budget(request, budget_id), None)


@require_http_methods(["GET", "HEAD", "POST"])
def entry_again(request: CommunityRequest, expense_id: str) -> HttpResponse:
    """`/expenses/<e>/entry/`: one that was not accepted, entered again; its proof serves once more."""
    row = find_expense(request, expense_id)
    if row.state != ExpenseState.REJECTED or row.entered_by_id != request.user.pk or row.reverses_id is not None:
        raise Http404
    return _entered(request, row.budget, row)


def _entered(request: CommunityRequest, budget: Budget, again: Expense | None) -> HttpResponse:
    verdict = can_enter_expense(request.user, budget)
    if not verdict:
        return refused(request, Refused(verdict))
    form = ExpenseForm(
        sent(request), request.FILES or None, lines=lines_in_force(budget), currency=budget.currency, again=again,
        initial=typed_again(again) if again else None,
    )  # fmt: skip
    if form.is_valid():
        try:
            row = enter_expense(actor=request.user, budget=budget, language=page_language(), **form.expense())
            say(request, _("The expense is entered. The coordination checks it next."))
            return see(request, reverse("money:expense", args=[row.public_id]))
        except Refused as error:
            form.refuse(error)
    words = {"form": form, "budget": budget, "again": again}
    return render_page(request, "money/expense_entry.html", words, status=422 if form.is_bound else 200)
