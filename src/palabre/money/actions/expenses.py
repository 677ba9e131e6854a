"""An expense on its way: entered with its proof, checked, approved, paid; or sent back with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.rules import fresh
from palabre.files.actions import keep_upload
from palabre.files.checks import Upload
from palabre.files.choices import Kind
from palabre.files.models import StoredFile
from palabre.groups.rules.circles import fresh_circles
from palabre.kit.money import CURRENCIES, LARGEST, NEGATIVE, NOT_A_RATE, TOO_FINE, TOO_MUCH, UNKNOWN, converted, unit
from palabre.kit.text import NEEDED, checked, one_line
from palabre.kit.verdict import Refused, no, require
from palabre.money.actions.common import LONGEST, MORE_THAN_THE_SUM, locked_budget, locked_expense, tell_expense
from palabre.money.choices import ExpenseState, Means
from palabre.money.models import Budget, BudgetLine, Expense
from palabre.money.rules.expenses import (
    can_approve_expense,
    can_check_expense,
    can_enter_expense,
    can_pay_expense,
    can_reject_expense,
    fees_fit,
)
from palabre.money.rules.sums import amounts_of, in_force
from palabre.people.models import Person

PROOFS = (Kind.IMAGE, Kind.PDF)
NO_PROOF = no(_("Add a photograph or a PDF of what proves it. Without a receipt: a note, signed, photographed."))
NOT_ITS_LINE = no(_("Choose one of the lines of the budget in force."))
NOT_YET = no(_("This day has not come yet. Write the day on which it was paid."))
LONG_AGO = no(_("This day is more than five years ago. Please check the year."))
NO_RATE = no(_("Write the rate, and the day of that rate."))
NOT_A_MEANS = no(_("Choose one of the answers shown."))
USED_ELSEWHERE = no(_("This proof stands already for another expense. Add the proof of this one."))
TOO_SMALL = no(_("At this rate nothing is left of the amount. Please check the rate, and which way round it is."))
OLDEST_YEARS = 5


@dataclass(frozen=True, slots=True)
class Conversion:
    """A sum spent in another currency: its rate as it was read, and the day of that rate (INV-20).

    `divides`: the rate says how much of the other currency stands for 1 of the budget's.
    """

    currency: str
    rate: Decimal
    rate_on: date
    divides: bool = False


def enter_expense(
    *,
    actor: Person,
    budget: Budget,
    line: BudgetLine,
    what: str,
    spent_on: date,
    amount: Decimal,
    language: str = "fr",
    conversion: Conversion | None = None,
    proof: Upload | None = None,
    again: Expense | None = None,
) -> Expense:
    """What was spent, with its proof; `again`: one that was not accepted, whose proof may serve once more. Raises Refused.

    `amount` is in the currency it was spent in.
    """
    with transaction.atomic():
        budget = locked_budget(budget)
        require(can_enter_expense(fresh_circles(fresh(actor)), budget))
        if line.budget_id != budget.pk or not amounts_of(in_force(budget)).get(line.pk):
            raise Refused(NOT_ITS_LINE, "line")
        today = today_for(actor, budget)
        _require_day(spent_on, today, "spent_on")
        _require_amount(amount, conversion.currency if conversion else budget.currency)
        expense = Expense(
            budget=budget, line=line, what=checked(what, "what", 300, NEEDED, line=True), language=language,
            spent_on=spent_on, amount=amount, entered_by=actor,
        )  # fmt: skip
        if conversion is not None:
            _convert(expense, conversion, today)
        expense.proof = _proof(actor, proof, again)
        expense.save()
        tell_expense("money.expense_entered", actor, expense)
    return expense


def today_for(person: Person, budget: Budget) -> date:
    """The later of her day and the community's: nobody who writes at midnight is told that today has not come."""
    now = timezone.now()
    return max(now.astimezone(ZoneInfo(zone)).date() for zone in (person.zone, budget.community.zone))


def _require_day(day: date, today: date, field: str) -> None:
    if day > today:
        raise Refused(NOT_YET, field)
    if day.year < today.year - OLDEST_YEARS:
        raise Refused(LONG_AGO, field)


def _require_amount(amount: Decimal, currency: str, field: str = "amount") -> None:
    if currency not in CURRENCIES:
        raise Refused(UNKNOWN, "currency")
    if amount <= 0:
        raise Refused(NEGATIVE, field)
    if amount > LARGEST:
        raise Refused(TOO_MUCH, field)
    if amount != amount.quantize(unit(currency)):
        raise Refused(TOO_FINE, field)


def _convert(expense: Expense, conversion: Conversion, today: date) -> None:
    """The sum in the budget's currency, rounded half up to its smallest part; what it was made from is kept."""
    if conversion.rate <= 0:
        raise Refused(NOT_A_RATE, "rate")
    _require_day(conversion.rate_on, today, "rate_on")
    currency = expense.budget.currency
    expense.spent_amount, expense.spent_currency = expense.amount, conversion.currency
    expense.rate, expense.rate_on, expense.rate_divides = conversion.rate, conversion.rate_on, conversion.divides
    expense.amount = converted(expense.amount, conversion.rate, currency, divide=conversion.divides)
    if expense.amount > LARGEST:
        raise Refused(TOO_MUCH, "rate")
    if not expense.amount:
        raise Refused(TOO_SMALL, "rate")


def _proof(actor: Person, upload: Upload | None, again: Expense | None) -> StoredFile:
    """The new file, or that of the expense that is entered again by the same person."""
    if upload is not None:
        try:
            return keep_upload(actor_id=actor.pk, upload=upload, kinds=PROOFS, scan=True)
        except Refused as error:
            raise Refused(error.verdict, "proof") from error
    if again is not None and again.entered_by_id == actor.pk and again.proof is not None:
        if Expense.objects.filter(proof=again.proof).exclude(state=ExpenseState.REJECTED).exists():
            raise Refused(USED_ELSEWHERE, "proof")
        return again.proof
    raise Refused(NO_PROOF, "proof")


def check_expense(*, actor: Person, expense: Expense) -> Expense:
    """The coordination has read proof, line and amount. Raises Refused."""
    with transaction.atomic():
        expense = locked_expense(expense)
        require(can_check_expense(fresh_circles(fresh(actor)), expense))
        expense.state, expense.checked_by, expense.checked_at = ExpenseState.CHECKED, actor, timezone.now()
        expense.save(update_fields=["state", "checked_by", "checked_at"])
        tell_expense("money.expense_checked", actor, expense)
    return expense


def approve_expense(*, actor: Person, expense: Expense) -> Expense:
    """From now on it weighs on its line; over the line it is refused, with what is left. Raises Refused."""
    with transaction.atomic():
        expense = locked_expense(expense)
        require(can_approve_expense(fresh_circles(fresh(actor)), expense))
        expense.state, expense.approved_by, expense.approved_at = ExpenseState.APPROVED, actor, timezone.now()
        expense.save(update_fields=["state", "approved_by", "approved_at"])
        tell_expense("money.expense_approved", actor, expense)
    return expense


def pay_expense(
    *, actor: Person, expense: Expense, means: str, fees: Decimal = Decimal(0), reference: str = ""
) -> Expense:
    """It was paid: by what means, at what cost, under which reference. Final. Raises Refused."""
    with transaction.atomic():
        expense = locked_expense(expense)
        require(can_pay_expense(fresh_circles(fresh(actor)), expense))
        settle(by=actor, expense=expense, means=means, fees=fees, reference=reference)
        tell_expense("money.expense_paid", actor, expense)
    return expense


def settle(*, by: Person, expense: Expense, means: str, fees: Decimal, reference: str) -> None:
    """The last step of a payment and of a reversal; the caller holds the locks and has asked. Raises Refused."""
    if means not in Means.values:
        raise Refused(NOT_A_MEANS, "means")
    if fees:
        _require_amount(fees, expense.budget.currency, "fees")
    if fees > abs(expense.amount):
        raise Refused(MORE_THAN_THE_SUM, "fees")
    require(fees_fit(expense, fees), "fees")
    expense.state, expense.paid_by, expense.paid_at = ExpenseState.PAID, by, timezone.now()
    expense.means, expense.fees = means, fees
    expense.reference = checked(reference, "reference", 80, NEEDED, line=True) if one_line(reference) else ""
    fields = ["state", "paid_by", "paid_at", "means", "fees", "reference", "approved_by", "approved_at"]
    expense.save(update_fields=fields)


def reject_expense(*, actor: Person, expense: Expense, because: str) -> Expense:
    """Sent back before it is paid, with a reason for whoever entered it; it may be entered again. Raises Refused."""
    with transaction.atomic():
        expense = locked_expense(expense)
        require(can_reject_expense(fresh_circles(fresh(actor)), expense))
        expense.state, expense.rejected_because = ExpenseState.REJECTED, checked(because, "because", LONGEST, NEEDED)
        expense.save(update_fields=["state", "rejected_because"])
        tell_expense("money.expense_rejected", actor, expense)
    return expense
