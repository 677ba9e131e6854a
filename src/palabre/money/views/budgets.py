"""A budget to be read: of a group, of the community; its versions side by side; opened, and closed."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palabre.communities.requests import CommunityRequest
from palabre.groups.models import WorkingGroup
from palabre.groups.rules.circles import in_group, visible_groups
from palabre.kit.pages import render_page, see
from palabre.kit.reader import page_language
from palabre.kit.verdict import Refused, Verdict
from palabre.money.actions.budgets import open_budget, open_community_budget
from palabre.money.actions.closing import close_budget
from palabre.money.forms.budgets import OpenForm
from palabre.money.models import Budget
from palabre.money.queries.budgets import budget_of_group, budget_page, budgets_of_community, compare
from palabre.money.rules.budgets import (
    can_open_budget,
    can_open_community_budget,
    can_view_budget,
    watches,
)
from palabre.money.views.finding import find_budget, inside, sent, step


@require_http_methods(["GET", "HEAD", "POST"])
def of_group(request: CommunityRequest, group_id: str) -> HttpResponse:
    """`/g/<g>/budget/`: the budget of a group, or the page that opens it."""
    rows = visible_groups(request.user).select_related("community")
    group: WorkingGroup = get_object_or_404(rows, public_id=group_id)
    if not (in_group(request.user, group) or watches(request.user, group.community_id)):
        raise Http404
    request.community = group.community
    budget = budget_of_group(group)
    if budget is not None:
        return _shown(request, budget)
    form, language = OpenForm(sent(request)), page_language()
    if form.is_valid():
        try:
            opened = open_budget(actor=request.user, group=group, language=language, **form.cleaned_data)
            return see(request, reverse("money:budget_lines", args=[opened.public_id]))
        except Refused as error:
            form.refuse(error)
    return _opening(request, form, can_open_budget(request.user, group), group)


@require_http_methods(["GET", "HEAD", "POST"])
def of_community(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/budget/`: the community's own; `?new=1` opens the next one once the last is closed."""
    community, form = request.community, OpenForm(sent(request))
    budgets = budgets_of_community(community)
    verdict = can_open_community_budget(request.user, community)
    if budgets and request.method != "POST" and not (request.GET.get("new") and verdict):
        return _shown(request, inside(request, budgets[0]), others=budgets[1:], again=verdict)
    if form.is_valid():
        try:
            said = form.cleaned_data
            opened = open_community_budget(actor=request.user, community=community, language=page_language(), **said)
            return see(request, reverse("money:budget_lines", args=[opened.public_id]))
        except Refused as error:
            form.refuse(error)
    return _opening(request, form, verdict, None)


def _opening(request: CommunityRequest, form: OpenForm, verdict: Verdict, group: WorkingGroup | None) -> HttpResponse:
    status = 422 if form.is_bound else 200
    watching = watches(request.user, request.community.pk)
    words = {"form": form, "verdict": verdict, "group": group, "watches": watching}
    return render_page(request, "money/budget_opening.html", words, status=status)


@require_safe
def budget(request: CommunityRequest, budget_id: str) -> HttpResponse:
    """`/budgets/<b>/`: the same page by the budget's own address."""
    return _shown(request, find_budget(request, budget_id))


def _shown(request: CommunityRequest, row: Budget, **more: object) -> HttpResponse:
    if not can_view_budget(request.user, row):
        raise Http404
    words = {"page": budget_page(request.user, inside(request, row)), "budget": row, **more}
    return render_page(request, "money/budget.html", words)


@require_safe
def versions(request: CommunityRequest, budget_id: str) -> HttpResponse:
    """`/budgets/<b>/versions/`: two of them side by side; `?before=1&after=3`."""
    row = find_budget(request, budget_id)
    compared = compare(row, _number(request, "before"), _number(request, "after"))
    page = budget_page(request.user, row)
    words = {"budget": row, "compared": compared, "versions": page.versions}
    return render_page(request, "money/budget_versions.html", words)


def _number(request: CommunityRequest, name: str) -> int | None:
    asked = request.GET.get(name, "")
    return int(asked) if asked.isdecimal() and len(asked) < 6 else None


@require_POST
def closing(request: CommunityRequest, budget_id: str) -> HttpResponse:
    """`/budgets/<b>/closing/`."""
    row = find_budget(request, budget_id)
    said = _("The budget is closed. It stays to be read, and the ledger with it.")
    return step(request, lambda: close_budget(actor=request.user, budget=row), said, home_of(row))


def home_of(row: Budget) -> str:
    """Where a budget is read: at its group, or at its community."""
    return reverse("money:one_budget", args=[row.public_id])
