"""What the page of the ledger shows of it: every sum, and twenty rows of one month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from palabre.communities.models import Community
from palabre.kit.paging import SIZE
from palabre.money.models import Expense, HonorariumLine
from palabre.money.queries.figure import Figure, figure_of
from palabre.money.queries.ledger import (
    Draft,
    Scope,
    draft_of_expense,
    draft_of_honorarium,
    expenses_of,
    held_by_line,
    honoraria_of,
    lines_of,
    scope_of,
    titled,
    with_their_words,
)
from palabre.money.queries.ledger_months import (
    MOMENTS,
    Paid,
    after,
    begins,
    by_category,
    by_line,
    by_month,
    paid_by_month,
    total_of,
)
from palabre.money.queries.ledger_rows import Ledger, LedgerRow, Sum
from palabre.money.rules.sums import NOTHING, Spent
from palabre.people.models import Person


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one month; `newer` and `older` are the keys that lead before and after them, as `kit.paging` has it."""

    items: list[LedgerRow]
    newer: str | None = None
    older: str | None = None


@dataclass(frozen=True, slots=True)
class LedgerView:
    """`ledger.rows` are those of `part`."""

    ledger: Ledger
    month: Sum | None
    part: Part
    months: list[tuple[str, Sum]]
    figure: Figure
    lines: list[tuple[int, Sum]]


@dataclass(frozen=True, slots=True)
class _Place:
    """One row of the month before it is read: its place among all rows, and what the budgets hold after it."""

    kind: int
    pk: int
    key: str
    number: int
    balance: Decimal


@dataclass(frozen=True, slots=True)
class _Sources:
    """What is paid, as querysets."""

    expenses: QuerySet[Expense]
    honoraria: QuerySet[HonorariumLine]


def ledger_view(
    actor: Person,
    community: Community,
    language: str,
    asked: Mapping[str, Any],
    *,
    budget: str = "",
    currency: str = "",
) -> LedgerView:
    """Without a month the last one in which something was paid. A fixed number of queries, and of rows that are read."""
    scope, zone = scope_of(actor, community, budget=budget, currency=currency), ZoneInfo(community.zone)
    sources = _sources(scope, community)
    paid, held = paid_by_month(sources.expenses, sources.honoraria, zone), held_by_line(scope.budgets)
    sums = by_month(paid, language)
    months = [(f"{one.day:%Y-%m}", one) for one in sums]
    month = next((one for key, one in months if key == str(asked.get("month", ""))), sums[-1] if sums else None)
    lines = list(enumerate(lines_of(by_line(paid), scope.budgets, held, language), start=1))
    drawn = [(number, one.held or NOTHING, Spent(paid=one.amount, fees=one.fees)) for number, one in lines]
    whole = sum(held.values(), NOTHING)
    places = _places(sources, month.day, paid, whole, zone) if month and month.day else []
    part, newer, older = _part(places, asked)
    rows = _rows(part, sources, scope, community, language)
    ledger = Ledger(
        community=community, currency=scope.currency, currencies=scope.currencies, budget=scope.one,
        budgets=titled(scope.followed, language), rows=rows, months=sums, lines=[one for _number, one in lines],
        categories=by_category(paid), held=whole, paid=total_of(paid),
        honoraria=total_of(one for one in paid if one.line is None), names=scope.names,
    )  # fmt: skip
    return LedgerView(ledger, month, Part(rows, newer, older), months, figure_of(drawn), lines)


def _sources(scope: Scope, community: Community) -> _Sources:
    honoraria = honoraria_of(community).filter(agreement__currency=scope.currency)
    return _Sources(expenses_of(scope.budgets), honoraria if scope.whole else honoraria.none())


def _places(sources: _Sources, month: date, paid: list[Paid], held: Decimal, zone: ZoneInfo) -> list[_Place]:
    """The rows of the month in the order of payment, counted on from all that was paid before it. Two queries."""
    before = [one for one in paid if one.month < month]
    number = sum(one.number for one in before)
    left = held - total_of(one for one in before if one.line is not None).whole()
    found: list[tuple[datetime, int, int, str, Decimal, Decimal]] = []
    for kind, (rows, other) in enumerate(zip((sources.expenses, sources.honoraria), MOMENTS, strict=True)):
        here = rows.annotate(at=Coalesce("paid_at", other)).filter(at__gte=begins(month, zone))
        here = here.filter(at__lt=begins(after(month), zone)).order_by()
        found += [(at, kind, *rest) for at, *rest in here.values_list("at", "pk", "public_id", "amount", "fees")]
    places = []
    for _at, kind, pk, key, amount, fees in sorted(found):
        number, left = number + 1, left - (NOTHING if kind else amount + fees)
        places.append(_Place(kind, pk, key, number, left))
    return places


def _part(rows: list[_Place], asked: Mapping[str, Any]) -> tuple[list[_Place], str | None, str | None]:
    """After the row that `older` names, or before the one that `newer` names; else from the first."""
    places = {row.key: place for place, row in enumerate(rows)}
    start = 0
    if asked.get("older") in places:
        start = places[asked["older"]] + 1
    elif asked.get("newer") in places:
        start = max(0, places[asked["newer"]] - SIZE)
    items = rows[start : start + SIZE]
    if not items:
        return [], None, None
    more = start + SIZE < len(rows)
    return items, items[0].key if start else None, items[-1].key if more else None


def _rows(part: list[_Place], sources: _Sources, scope: Scope, community: Community, language: str) -> list[LedgerRow]:
    """These rows in full."""
    keys: tuple[list[int], list[int]] = ([], [])
    for one in part:
        keys[one.kind].append(one.pk)
    expenses = with_their_words(sources.expenses.filter(pk__in=keys[0]))
    drafts = [draft_of_expense(row, language, names=scope.names) for row in expenses]
    honoraria = sources.honoraria.filter(pk__in=keys[1])
    drafts += [draft_of_honorarium(row, community, language, names=scope.names) for row in honoraria]
    known: dict[tuple[int, int], Draft] = {one.order: one for one in drafts}
    zone = ZoneInfo(community.zone)
    return [known[one.kind, one.pk].row(one.number, zone, one.balance) for one in part]
