"""Who hears of a budget and of an expense: whoever comes next, and whoever wrote or entered it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from palabre.communities.choices import Role
from palabre.journal.models import Entry
from palabre.journal.telling import Letter, Line, Recipient, Telling, finds, lines, tells, writes
from palabre.kit.money import show
from palabre.kit.reader import page_language
from palabre.languages.queries import best_words, load_halves
from palabre.money.models import Budget, Expense
from palabre.money.queries.expenses import NEEDED
from palabre.money.queries.telling import approvers_of, budget_by_key, holders_of, keepers_of
from palabre.money.rules.budgets import visible_budgets
from palabre.money.rules.expenses import visible_expenses
from palabre.people.models import Person

WAITS = "money/email/waits.txt"


@tells("money.budget_submitted")
def _submitted(entry: Entry) -> Iterator[Telling]:
    """Those who approve: also by mail, for the group waits."""
    budget = budget_by_key(entry.subject_id)
    for person_id in approvers_of(budget) if budget else ():
        yield Telling(person_id=person_id, mail=WAITS, keys={"budget": entry.subject_id or 0})


@tells("money.budget_returned")
def _returned(entry: Entry) -> Iterator[Telling]:
    budget = budget_by_key(entry.subject_id)
    for person_id in keepers_of(budget) if budget else ():
        yield Telling(person_id=person_id)


@tells("money.budget_in_force")
def _in_force(entry: Entry) -> Iterator[Telling]:
    """Who writes it, and the treasury that will pay."""
    budget = budget_by_key(entry.subject_id)
    if budget is not None:
        for person_id in sorted({*keepers_of(budget), *holders_of(budget.community_id, Role.TREASURER)}):
            yield Telling(person_id=person_id)


@writes(WAITS)
def _waits_mail(keys: Mapping[str, Any], reader: Recipient) -> Letter | None:
    """None once it was approved, sent back, or is no longer the reader's to approve."""
    budget = budget_by_key(keys["budget"])
    return Letter({}) if budget is not None and reader.person_id in approvers_of(budget) else None


@finds("budget")
def _budgets(reader: Person, ids: Iterable[int]) -> Mapping[int, Budget]:
    found = visible_budgets(reader).filter(pk__in=list(ids)).select_related("community", "group").in_bulk()
    load_halves([one.group for one in found.values() if one.group] + [one.community for one in found.values()])
    return found


@lines("money.budget_submitted")
def _submitted_line(budget: Budget) -> Line:
    return _about(budget, gettext("A budget is handed in and waits for approvals"))


@lines("money.budget_returned")
def _returned_line(budget: Budget) -> Line:
    return _about(budget, gettext("The budget was sent back with a remark"))


@lines("money.budget_in_force")
def _in_force_line(budget: Budget) -> Line:
    return _about(budget, gettext("The budget is approved and in force"))


def _about(budget: Budget, text: str) -> Line:
    thing, field = (budget.group, "theme") if budget.group is not None else (budget.community, "name")
    url = reverse("money:one_budget", args=[budget.public_id])
    return Line(text=text, url=url, meta=best_words(thing, field, page_language()).text)


@tells("money.expense_entered")
def _entered(entry: Entry) -> Iterator[Telling]:
    yield from _to(entry, Role.COORDINATOR)


@tells("money.expense_checked")
def _checked(entry: Entry) -> Iterator[Telling]:
    yield from _to(entry, Role.TREASURER)


@tells("money.expense_approved", "money.reversal_asked")
def _to_settle(entry: Entry) -> Iterator[Telling]:
    yield from _to(entry, Role.TREASURER, Role.COORDINATOR)


def _to(entry: Entry, *roles: str) -> Iterator[Telling]:
    """Whose turn it is: never who entered it."""
    for person_id in holders_of(entry.community_id or 0, *roles):
        if person_id != entry.about_id:
            yield Telling(person_id=person_id)


@tells("money.expense_rejected", "money.expense_paid")
def _to_author(entry: Entry) -> Iterator[Telling]:
    if entry.about_id is not None:
        yield Telling(person_id=entry.about_id)


@finds("expense")
def _expenses(reader: Person, ids: Iterable[int]) -> Mapping[int, Expense]:
    return visible_expenses(reader).filter(pk__in=list(ids)).select_related(*NEEDED).in_bulk()


@lines("money.expense_entered")
def _entered_line(expense: Expense) -> Line:
    return _expense(expense, gettext("An expense is to be checked"))


@lines("money.expense_checked")
def _checked_line(expense: Expense) -> Line:
    return _expense(expense, gettext("An expense is to be approved"))


@lines("money.expense_approved")
def _approved_line(expense: Expense) -> Line:
    return _expense(expense, gettext("An expense is to be paid"))


@lines("money.reversal_asked")
def _reversal_line(expense: Expense) -> Line:
    return _expense(expense, gettext("A correction is to be confirmed"))


@lines("money.expense_rejected")
def _rejected_line(expense: Expense) -> Line:
    return _expense(expense, gettext("An expense that you entered was not accepted: the reason is there"))


@lines("money.expense_paid")
def _paid_line(expense: Expense) -> Line:
    return _expense(expense, gettext("An expense that you entered is paid"))


def _expense(expense: Expense, text: str) -> Line:
    amount = show(expense.amount, expense.budget.currency, page_language())
    return Line(text=text, url=reverse("money:expense", args=[expense.public_id]), meta=amount)
