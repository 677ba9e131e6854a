"""The version in work: its lines, money moved between them, why; handed in, or given up."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from palabre.communities.requests import CommunityRequest
from palabre.kit.pages import refused, render_page
from palabre.kit.reader import page_language
from palabre.kit.verdict import Refused
from palabre.languages.queries import load_halves
from palabre.money.actions.budgets import add_line, remove_line, submit_budget, withdraw_budget, write_line
from palabre.money.actions.revising import begin_revision, change_reason, move_money
from palabre.money.forms.budgets import LineForm, ReasonForm, TransferForm
from palabre.money.models import Budget, BudgetLine
from palabre.money.queries.budgets import budget_page, lines_in_work
from palabre.money.rules.budgets import can_revise_budget, can_write_budget
from palabre.money.rules.lines import can_remove_line, can_reword_line, seal_of
from palabre.money.rules.sums import in_work
from palabre.money.views.budgets import home_of
from palabre.money.views.finding import find_budget, form_step, sent, step


def _lines_url(budget: Budget) -> str:
    return reverse("money:budget_lines", args=[budget.public_id])


@require_http_methods(["GET", "HEAD", "POST"])
def lines(request: CommunityRequest, budget_id: str) -> HttpResponse:
    """`/budgets/<b>/lines/`: every line of the version in work, and one more."""
    budget = find_budget(request, budget_id)
    page = budget_page(request.user, budget)
    if not page.write:
        return refused(request, Refused(page.write))
    form = LineForm(sent(request), currency=budget.currency, language=page_language())

    def act() -> BudgetLine:
        said = form.cleaned_data
        return add_line(
            actor=request.user, budget=budget, category=said["category"], label=form.label() or "",
            amount=said["amount"], language=form.source, other_label=form.other_label(),
        )  # fmt: skip

    words = {"page": page, "budget": budget, "work": lines_in_work(budget, page.work), "cancel_url": home_of(budget)}
    if form.is_bound:
        return form_step(
            request, "budget_writing", form, page.write, act, _("The line is added."), _lines_url(budget), words
        )
    return render_page(request, "money/budget_writing.html", {"form": form, **words})


@require_http_methods(["GET", "HEAD", "POST"])
def line(request: CommunityRequest, budget_id: str, budget_line_id: str) -> HttpResponse:
    """`/budgets/<b>/lines/<l>/`: its words, its amount."""
    budget, row = _line(request, budget_id, budget_line_id)
    frozen, amount = not can_reword_line(row), dict(lines_in_work(budget, in_work(budget))).get(row)
    form = LineForm(
        sent(request), currency=budget.currency, language=row.source_language, line=row, amount=amount, frozen=frozen
    )

    def act() -> BudgetLine:
        said = form.cleaned_data
        return write_line(
            actor=request.user, line=row, amount=said["amount"], category=said.get("category"), label=form.label(),
            other_label=form.other_label(), seen=said["seen"],
        )  # fmt: skip

    words = {"budget": budget, "line": row, "frozen": frozen, "removable": can_remove_line(row), "kind": "line"}
    words |= {"held": amount, "seen": seal_of(row, amount)}
    verdict = can_write_budget(request.user, budget)
    return form_step(request, "budget_form", form, verdict, act, _("The line is saved."), _lines_url(budget), words)


@require_POST
def line_removal(request: CommunityRequest, budget_id: str, budget_line_id: str) -> HttpResponse:
    """`/budgets/<b>/lines/<l>/removal/`."""
    budget, row = _line(request, budget_id, budget_line_id)
    said = _("The line is out of this version.")
    return step(request, lambda: remove_line(actor=request.user, line=row), said, _lines_url(budget))


@require_http_methods(["GET", "HEAD", "POST"])
def revision(request: CommunityRequest, budget_id: str) -> HttpResponse:
    """`/budgets/<b>/revision/`: begun with its reason; the reason said again while it is written."""
    budget = find_budget(request, budget_id)
    work = in_work(budget)
    verdict = (can_write_budget if work else can_revise_budget)(request.user, budget)
    form = ReasonForm(sent(request), initial={"reason": work.reason if work else ""})
    change = change_reason if work else begin_revision

    def act() -> object:
        return change(actor=request.user, budget=budget, language=page_language(), **form.cleaned_data)

    said = _("The revision is begun. The version in force stays until it is approved.")
    if work:
        said = _("The reason is saved.")
    words = {"budget": budget, "kind": "reason", "cancel_url": _lines_url(budget) if work else home_of(budget)}
    return form_step(request, "budget_form", form, verdict, act, said, _lines_url(budget), words)


@require_http_methods(["GET", "HEAD", "POST"])
def transfer(request: CommunityRequest, budget_id: str) -> HttpResponse:
    """`/budgets/<b>/transfer/`: from one line to another."""
    budget = find_budget(request, budget_id)
    held = lines_in_work(budget, in_work(budget))
    form = TransferForm(sent(request), lines=held, currency=budget.currency)
    rows = {one.public_id: one for one, _amount in held}

    def act() -> object:
        said = form.cleaned_data
        return move_money(
            actor=request.user, source=rows[said["source"]], target=rows[said["target"]], amount=said["amount"]
        )

    verdict, words = can_write_budget(request.user, budget), {"budget": budget, "kind": "transfer"}
    return form_step(request, "budget_form", form, verdict, act, _("The money is moved."), _lines_url(budget), words)


@require_POST
def submission(request: CommunityRequest, budget_id: str) -> HttpResponse:
    """`/budgets/<b>/submission/`: handed in as it stands."""
    budget = find_budget(request, budget_id)
    said = _("The budget is handed in. Those who approve it are told.")
    return step(
        request,
        lambda: submit_budget(actor=request.user, budget=budget, seen=seen_in(request)),
        said,
        home_of(budget),
    )


@require_POST
def withdrawal(request: CommunityRequest, budget_id: str) -> HttpResponse:
    """`/budgets/<b>/withdrawal/`: the revision is given up."""
    budget = find_budget(request, budget_id)
    said = _("The revision is given up. The version in force stays.")
    return step(request, lambda: withdraw_budget(actor=request.user, budget=budget), said, home_of(budget))


def seen_in(request: CommunityRequest) -> int | None:
    """The counter of the version that the reader had before her eyes."""
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isdecimal() and len(seen) < 9 else None


def _line(request: CommunityRequest, budget_id: str, budget_line_id: str) -> tuple[Budget, BudgetLine]:
    budget = find_budget(request, budget_id)
    row: BudgetLine = get_object_or_404(budget.lines, public_id=budget_line_id)
    row.budget = budget
    load_halves([row])
    return budget, row
