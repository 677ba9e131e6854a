"""Finding a budget or an expense for its reader, and what the pages with one form have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404

from palabre.communities.requests import CommunityRequest
from palabre.kit.forms import PalabreForm
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused, Text, Verdict, require
from palabre.languages.queries import load_halves
from palabre.money.models import Budget, Expense
from palabre.money.queries.expenses import NEEDED
from palabre.money.rules.budgets import visible_budgets
from palabre.money.rules.expenses import visible_expenses


def find_budget(request: CommunityRequest, budget_id: str) -> Budget:
    """The budget, or 404 for whoever does not see it."""
    rows = visible_budgets(request.user).select_related("community", "group")
    found: Budget = get_object_or_404(rows, public_id=budget_id)
    return inside(request, found)


def inside(request: CommunityRequest, budget: Budget) -> Budget:
    """The page stands in the community of the budget."""
    request.community = budget.community
    if budget.group is not None:
        load_halves([budget.group])
    return budget


def find_expense(request: CommunityRequest, expense_id: str) -> Expense:
    """The expense, or 404 for whoever does not see it."""
    rows = visible_expenses(request.user).select_related(*NEEDED, "proof", "checked_by", "approved_by", "paid_by")
    found: Expense = get_object_or_404(rows, public_id=expense_id)
    inside(request, found.budget)
    return found


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form brought; nothing when the page is only looked at."""
    return request.POST if request.method == "POST" else None


def step(request: HttpRequest, act: Callable[[], object], said: Text, url: str) -> HttpResponse:
    """A button: it is done, or the refusal is a page."""
    try:
        act()
    except Refused as error:
        return refused(request, error)
    say(request, said)
    return see(request, url)


def form_step(
    request: HttpRequest,
    template: str,
    form: PalabreForm,
    verdict: Verdict,
    act: Callable[[], object],
    said: Text,
    url: str,
    words: Mapping[str, Any],
) -> HttpResponse:
    """A page with one form: done, or back with its sentences and everything that was typed."""
    try:
        require(verdict)
        if form.is_valid():
            act()
            say(request, said)
            return see(request, url)
    except Refused as error:
        if not form.is_bound or not verdict:
            return refused(request, error)
        form.refuse(error)
    if form.clash and "seen" in words and isinstance(form.data, QueryDict):
        # the next press is a choice: it knows what stands now
        form.data = {**form.data.dict(), "seen": str(words["seen"])}
    status = 409 if form.clash else 422 if form.is_bound else 200
    return render_page(request, f"money/{template}.html", {"form": form, "cancel_url": url, **words}, status=status)
