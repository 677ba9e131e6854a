"""The ledger: everything that was paid, in order, with its fees and corrections, against what the budgets hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import gettext

from palabre.communities.models import Community
from palabre.communities.queries.naming import called
from palabre.kit.dates import month_name
from palabre.languages.queries import best_words, load_halves
from palabre.money.choices import Category, ExpenseState, LineState, VersionState
from palabre.money.models import Budget, BudgetLine, Expense, HonorariumLine, LineAmount
from palabre.money.queries.ledger_rows import Ledger, LedgerRow, Sum, summed
from palabre.money.rules.ledger import accounted_budgets, reads_names, reads_whole_ledger
from palabre.money.rules.sums import NOTHING
from palabre.people.models import Person


@dataclass(slots=True)
class Draft:
    """A row before it has its place and its balance."""

    at: datetime
    order: tuple[int, int]
    amount: Decimal
    fees: Decimal
    of_budget: bool
    values: dict[str, object]

    def row(self, number: int, zone: ZoneInfo, balance: Decimal) -> LedgerRow:
        """In its place; what is paid outside of the budgets has no balance."""
        return LedgerRow(
            number=number, day=self.at.astimezone(zone).date(), amount=self.amount, fees=self.fees,
            balance=balance if self.of_budget else None,
            **self.values,  # type: ignore[arg-type]
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scope:
    """What is added up: these budgets, in one currency; `whole`, with the honoraria of the community."""

    followed: list[Budget]
    one: Budget | None
    whole: bool
    currencies: list[str]
    currency: str
    names: bool

    @property
    def budgets(self) -> list[Budget]:
        return [row for row in ([self.one] if self.one else self.followed) if row.currency == self.currency]


def scope_of(actor: Person, community: Community, *, budget: str = "", currency: str = "") -> Scope:
    """`budget`: the public id of one that the actor follows; without it all of them. Four queries."""
    followed = list(accounted_budgets(actor, community).select_related("group").order_by("pk"))
    load_halves([one.group for one in followed if one.group is not None])
    one = next((row for row in followed if row.public_id == budget), None)
    whole = one is None and reads_whole_ledger(actor, community)
    paid = honoraria_of(community).values_list("agreement__currency", flat=True).distinct() if whole else []
    currencies = sorted({row.currency for row in followed} | set(paid))
    chosen = _chosen(one, currency, currencies, followed)
    return Scope(followed, one, whole, currencies, chosen, reads_names(actor, community))


def ledger_of(actor: Person, community: Community, language: str, *, budget: str = "", currency: str = "") -> Ledger:
    """Every row, for the papers; the page reads `ledger_view`. A fixed number of queries."""
    scope = scope_of(actor, community, budget=budget, currency=currency)
    budgets, zone = scope.budgets, ZoneInfo(community.zone)
    expenses = with_their_words(expenses_of(budgets))
    paid = honoraria_of(community).filter(agreement__currency=scope.currency) if scope.whole else []
    drafts = [draft_of_expense(row, language, names=scope.names) for row in expenses]
    drafts += [draft_of_honorarium(row, community, language, names=scope.names) for row in paid]
    held = held_by_line(budgets)
    rows = _in_order(drafts, sum(held.values(), NOTHING), zone)
    return Ledger(
        community=community, currency=scope.currency, currencies=scope.currencies, budget=scope.one,
        budgets=titled(scope.followed, language), rows=rows, months=_months(rows, language),
        lines=lines_of(_by_line(rows, expenses), budgets, held, language), categories=_by_category(rows),
        held=sum(held.values(), NOTHING),
        paid=summed(rows), honoraria=summed(row for row in rows if not row.is_expense), names=scope.names,
    )  # fmt: skip


def _chosen(one: Budget | None, asked: str, currencies: list[str], followed: list[Budget]) -> str:
    if one is not None:
        return one.currency
    if asked in currencies:
        return asked
    return followed[0].currency if followed else (currencies or ["EUR"])[0]


def expenses_of(budgets: list[Budget]) -> QuerySet[Expense]:
    """What was paid on them."""
    rows = Expense.objects.filter(budget__in=budgets, state=ExpenseState.PAID)
    return rows.select_related("line", "budget__group")


def with_their_words(rows: Iterable[Expense]) -> list[Expense]:
    """With both halves of their lines and groups."""
    found = list(rows)
    load_halves([*(row.line for row in found), *(row.budget.group for row in found if row.budget.group is not None)])
    return found


def honoraria_of(community: Community) -> QuerySet[HonorariumLine]:
    """What was paid of them."""
    rows = HonorariumLine.objects.filter(agreement__community=community, state=LineState.PAID).order_by()
    return rows.select_related("agreement__person")


def held_by_line(budgets: list[Budget]) -> dict[int, Decimal]:
    """What each line holds in the version in force."""
    rows = LineAmount.objects.filter(version__budget__in=budgets, version__state=VersionState.APPROVED)
    return dict(rows.values_list("line_id", "amount"))


def titled(budgets: list[Budget], language: str) -> list[tuple[Budget, str]]:
    return [(row, _title(row, language)) for row in budgets]


def draft_of_expense(row: Expense, language: str, *, names: bool) -> Draft:
    group = best_words(row.budget.group, "theme", language) if row.budget.group else None
    line = best_words(row.line, "label", language)
    values: dict[str, object] = {
        "key": row.public_id, "what": row.what, "language": row.language, "name": "",
        "group": group.text if group else "", "group_language": group.language if group else language,
        "line": line.text, "line_language": line.language, "category": str(Category(row.line.category).label),
        "means": row.get_means_display(), "reference": row.reference if names else "",
        "is_reversal": row.reverses_id is not None, "is_expense": True, "spent": _spent(row),
    }  # fmt: skip
    return Draft(row.paid_at or row.entered_at, (0, row.pk), row.amount, row.fees, True, values)


def _spent(row: Expense) -> str:
    """What was spent in another currency, and how it was converted: `850000 XOF ÷ 655.957 (2026-11-03)`."""
    if not row.spent_currency or row.spent_amount is None or row.rate is None:
        return ""
    sign = "÷" if row.rate_divides else "×"
    return f"{row.spent_amount.normalize():f} {row.spent_currency} {sign} {row.rate.normalize():f} ({row.rate_on})"


def draft_of_honorarium(row: HonorariumLine, community: Community, language: str, *, names: bool) -> Draft:
    said = gettext("Honorarium of %(month)s") % {"month": month_name(row.month, language)}
    values: dict[str, object] = {
        "key": row.public_id, "what": said, "language": language,
        "name": called(row.agreement.person, community) if names else "", "group": "",
        "group_language": language, "line": gettext("Honoraria"), "line_language": language,
        "category": gettext("Honoraria"), "means": row.get_means_display(),
        "reference": row.reference if names else "", "is_reversal": row.reverses_id is not None, "is_expense": False,
        "spent": "",
    }  # fmt: skip
    return Draft(row.paid_at or row.created_at, (1, row.pk), row.amount, row.fees, False, values)


def _in_order(drafts: list[Draft], held: Decimal, zone: ZoneInfo) -> list[LedgerRow]:
    """By the moment of payment; the balance goes down with what was paid on the budgets."""
    left, rows = held, []
    for number, one in enumerate(sorted(drafts, key=lambda row: (row.at, row.order)), start=1):
        left -= one.amount + one.fees if one.of_budget else NOTHING
        rows.append(one.row(number, zone, left))
    return rows


def _months(rows: list[LedgerRow], language: str) -> list[Sum]:
    parts = groupby(rows, key=lambda row: row.day.replace(day=1))
    return [summed(part, month_name(month, language), day=month) for month, part in parts]


def _by_line(rows: list[LedgerRow], expenses: list[Expense]) -> dict[int, Sum]:
    from_key = {row.public_id: row.line_id for row in expenses}
    found = defaultdict[int, list[LedgerRow]](list)
    for row in rows:
        if row.key in from_key:
            found[from_key[row.key]].append(row)
    return {line: summed(part) for line, part in found.items()}


def lines_of(paid: Mapping[int, Sum], budgets: list[Budget], held: dict[int, Decimal], language: str) -> list[Sum]:
    """In the order of the budgets: lines in force, and those on which something was paid before a revision."""
    lines = BudgetLine.objects.filter(budget__in=budgets).order_by("budget_id", "position", "pk")
    wanted = [line for line in lines if held.get(line.pk) or line.pk in paid]
    load_halves(wanted)
    found = []
    for line in wanted:
        said, one = best_words(line, "label", language), paid.get(line.pk, Sum("", NOTHING, NOTHING))
        more = {"held": held.get(line.pk, NOTHING), "language": said.language}
        found.append(Sum(said.text, one.amount, one.fees, **more))  # type: ignore[arg-type]
    return found


def _by_category(rows: list[LedgerRow]) -> list[Sum]:
    names = sorted({row.category for row in rows})
    return [summed((row for row in rows if row.category == name), name) for name in names]


def _title(budget: Budget, language: str) -> str:
    if budget.group is not None:
        return best_words(budget.group, "theme", language).text
    return gettext("Community")
