"""What a line and a version must be: never below what was spent, nothing rewritten that was approved."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from palabre.kit.ids import digest
from palabre.kit.money import show
from palabre.kit.reader import page_language
from palabre.kit.verdict import YES, Verdict, no
from palabre.languages.queries import other, words
from palabre.money.models import Budget, BudgetLine, BudgetVersion, Expense, LineAmount
from palabre.money.rules.sums import NOTHING, Spent, amounts_of, in_force, spent_on

APPROVED_WORDS = no(
    _("This line was approved with these words. Change its amount, or add a new line for something else.")
)
USED = no(_("Expenses were entered on this line: it stays. Its amount can go down to what is spent."))
NO_LINES = no(_("Write at least one line with an amount."))
NO_REASON = no(_("Say why money is moved: a revision has a reason."))
NOTHING_MOVED = no(_("Nothing differs from the version in force."))
TOO_LOW = _("At least %(least)s are needed on this line: so much is approved or paid on it.")
TOO_LOW_NAMED = _(
    "“%(label)s” needs at least %(least)s: so much is approved or paid on it. Return the revision to mend it."
)


def seal_of(line: BudgetLine, amount: Decimal | None) -> str:
    """What the line says and holds, as its writer had it before her eyes: another seal means that somebody wrote meanwhile."""
    label = words(line, "label", other(line.source_language)).text
    return digest(f"{line.category}|{line.label}|{label}|{amount or NOTHING:f}")[:16]


def can_reword_line(line: BudgetLine) -> Verdict:
    """Category and words of a line are frozen once a version with it was approved."""
    once = LineAmount.objects.filter(line=line, version__approved_at__isnull=False)
    return APPROVED_WORDS if once.exists() else YES


def can_remove_line(line: BudgetLine) -> Verdict:
    return USED if Expense.objects.filter(line=line).exists() else YES


def floor_of(present: Decimal, spent: Spent) -> Decimal:
    """How low the amount of a line may go: what is gone from it; what it holds now always stays possible."""
    return min(spent.whole(), present)


def fits_what_is_spent(line: BudgetLine, amount: Decimal) -> Verdict:
    """Whether the line may hold so little (INV-18)."""
    present = amounts_of(in_force(line.budget)).get(line.pk, NOTHING)
    least = floor_of(present, spent_on([line.budget_id]).get(line.pk, Spent()))
    if amount >= least:
        return YES
    return no(TOO_LOW % {"least": show(least, line.budget.currency, page_language())})


def is_covered(budget: Budget, version: BudgetVersion) -> Verdict:
    """Every line of a version holds what was approved and paid on it meanwhile; the refusal names the first that does not."""
    present, wanted, spent = amounts_of(in_force(budget)), amounts_of(version), spent_on([budget.pk])
    for line in BudgetLine.objects.filter(budget=budget, pk__in=spent):
        least = floor_of(present.get(line.pk, NOTHING), spent[line.pk])
        if wanted.get(line.pk, NOTHING) < least:
            shown = show(least, budget.currency, page_language())
            return no(TOO_LOW_NAMED % {"label": line.label, "least": shown})
    return YES


def is_ready(budget: Budget, version: BudgetVersion) -> Verdict:
    """What a version needs before it is handed in."""
    wanted = amounts_of(version)
    if not any(wanted.values()):
        return NO_LINES
    before = in_force(budget)
    if before is not None:
        if not version.reason:
            return NO_REASON
        held = {line: amount for line, amount in amounts_of(before).items() if amount}
        if held == {line: amount for line, amount in wanted.items() if amount}:
            return NOTHING_MOVED
    return is_covered(budget, version)
