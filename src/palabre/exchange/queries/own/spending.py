"""Of her part in budgets and expenses: what she entered, checked, approved, paid, and her remarks."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from palabre.exchange.queries.own.sheet import Sheet, sheet
from palabre.money.models import BudgetApproval, BudgetComment, Expense
from palabre.people.models import Person

WHEN, AMOUNT, CURRENCY = _("When"), _("Amount"), _("Currency")


def expenses_of(person: Person) -> Sheet:
    """Her own in her words; of those that others entered only the amount and her part in it."""
    mine = Q(entered_by=person) | Q(checked_by=person) | Q(approved_by=person) | Q(paid_by=person)
    rows = Expense.objects.filter(mine).select_related("budget").order_by("pk")
    columns = {
        "what": _("What for"), "amount": AMOUNT, "currency": CURRENCY, "day": _("Day"), "state": _("State"),
        "entered": _("I entered it"), "checked": _("I checked it"), "approved": _("I approved it"), "paid": _("I paid it"),
    }  # fmt: skip
    found = [
        (
            one.what if one.entered_by_id == person.pk else "", str(one.amount), one.budget.currency, one.spent_on,
            one.get_state_display(), one.entered_at if one.entered_by_id == person.pk else None,
            one.checked_at if one.checked_by_id == person.pk else None,
            one.approved_at if one.approved_by_id == person.pk else None,
            one.paid_at if one.paid_by_id == person.pk else None,
        )
        for one in rows
    ]  # fmt: skip
    return sheet("expenses", _("Expenses I entered or handled"), columns, found)


def budget_words_of(person: Person) -> Sheet:
    """Her remarks on budgets, and the approvals that she gave."""
    remarks = BudgetComment.objects.filter(by=person).order_by("pk")
    given = BudgetApproval.objects.filter(by=person).order_by("pk")
    columns = {"text": _("What I wrote"), "approved": _("Approved in the name of"), "when": WHEN}
    found = [(one.text, "", one.at) for one in remarks]
    found += [("", str(one.get_approver_display()), one.at) for one in given]
    return sheet("budget_words", _("What I said and approved on budgets"), columns, found)
