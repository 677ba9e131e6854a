"""The steps of an expense: checked, approved, paid; sent back; corrected by a reversal that somebody else confirms."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from palabre.communities.requests import CommunityRequest
from palabre.kit.reader import page_language
from palabre.money.actions.expenses import approve_expense, check_expense, pay_expense, reject_expense
from palabre.money.actions.reversing import confirm_reversal, reverse_expense
from palabre.money.forms.expenses import BecauseForm, PaymentForm
from palabre.money.models import Expense
from palabre.money.rules.expenses import (
    can_confirm_reversal,
    can_pay_expense,
    can_reject_expense,
    can_reverse_expense,
)
from palabre.money.views.finding import find_expense, form_step, sent, step
from palabre.people.proving import proved_recently


def _url(row: Expense) -> str:
    return reverse("money:expense", args=[row.public_id])


@require_POST
def check(request: CommunityRequest, expense_id: str) -> HttpResponse:
    """`/expenses/<e>/check/`."""
    row = find_expense(request, expense_id)
    said = _("Checked. The treasury approves it next.")
    return step(request, lambda: check_expense(actor=request.user, expense=row), said, _url(row))


@require_POST
def approval(request: CommunityRequest, expense_id: str) -> HttpResponse:
    """`/expenses/<e>/approval/`."""
    row = find_expense(request, expense_id)
    said = _("Approved. Another person pays it.")
    return step(request, lambda: approve_expense(actor=request.user, expense=row), said, _url(row))


@require_http_methods(["GET", "HEAD", "POST"])
@proved_recently
def payment(request: CommunityRequest, expense_id: str) -> HttpResponse:
    """`/expenses/<e>/payment/`: how it was paid (SR-09)."""
    row = find_expense(request, expense_id)
    form = PaymentForm(sent(request), currency=row.budget.currency)

    def act() -> object:
        return pay_expense(actor=request.user, expense=row, **form.payment())

    verdict, words = can_pay_expense(request.user, row), {"expense": row, "budget": row.budget, "kind": "payment"}
    return form_step(request, "expense_form", form, verdict, act, _("The payment is noted."), _url(row), words)


@require_http_methods(["GET", "HEAD", "POST"])
def rejection(request: CommunityRequest, expense_id: str) -> HttpResponse:
    """`/expenses/<e>/rejection/`: sent back with a reason."""
    row, form = find_expense(request, expense_id), BecauseForm(sent(request))

    def act() -> object:
        return reject_expense(actor=request.user, expense=row, **form.cleaned_data)

    verdict, words = can_reject_expense(request.user, row), {"expense": row, "budget": row.budget, "kind": "rejection"}
    said = _("Sent back. Whoever entered it is told why.")
    return form_step(request, "expense_form", form, verdict, act, said, _url(row), words)


@require_http_methods(["GET", "HEAD", "POST"])
@proved_recently
def reversal(request: CommunityRequest, expense_id: str) -> HttpResponse:
    """`/expenses/<e>/reversal/`: asked for with a reason."""
    row, form = find_expense(request, expense_id), BecauseForm(sent(request))

    def act() -> object:
        said = form.cleaned_data["because"]
        return reverse_expense(actor=request.user, expense=row, because=said, language=page_language())

    verdict, words = can_reverse_expense(request.user, row), {"expense": row, "budget": row.budget, "kind": "reversal"}
    said = _("The correction is asked for. Another person confirms it.")
    return form_step(request, "expense_form", form, verdict, act, said, _url(row), words)


@require_http_methods(["GET", "HEAD", "POST"])
@proved_recently
def confirmation(request: CommunityRequest, expense_id: str) -> HttpResponse:
    """`/expenses/<e>/confirmation/`: of a reversal, by another person than who asked."""
    row = find_expense(request, expense_id)
    form = PaymentForm(sent(request), currency=row.budget.currency)

    def act() -> object:
        return confirm_reversal(actor=request.user, expense=row, **form.payment())

    verdict = can_confirm_reversal(request.user, row)
    words = {"expense": row, "budget": row.budget, "kind": "confirmation"}
    return form_step(request, "expense_form", form, verdict, act, _("The correction is made."), _url(row), words)
