"""One page of the ledger: the month that is asked for, twenty rows at a time, in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from palabre.kit.paging import SIZE
from palabre.money.queries.figure import Figure, figure_of
from palabre.money.queries.ledger_rows import Ledger, LedgerRow, Sum
from palabre.money.rules.sums import NOTHING, Spent


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one month; `newer` and `older` are the keys that lead before and after them, as `kit.paging` has it."""

    items: list[LedgerRow]
    newer: str | None = None
    older: str | None = None


@dataclass(frozen=True, slots=True)
class LedgerView:
    month: Sum | None
    part: Part
    months: list[tuple[str, Sum]]
    figure: Figure
    lines: list[tuple[int, Sum]]


def ledger_view(ledger: Ledger, asked: Mapping[str, Any]) -> LedgerView:
    """Without a month the last one in which something was paid."""
    months = [(f"{one.day:%Y-%m}", one) for one in ledger.months if one.day is not None]
    wanted = str(asked.get("month", ""))
    month = next((one for key, one in months if key == wanted), ledger.months[-1] if ledger.months else None)
    rows = [row for row in ledger.rows if month is not None and row.day.replace(day=1) == month.day]
    lines = list(enumerate(ledger.lines, start=1))
    drawn = [(number, one.held or NOTHING, Spent(paid=one.amount, fees=one.fees)) for number, one in lines]
    return LedgerView(month, _part(rows, asked), months, figure_of(drawn), lines)


def _part(rows: list[LedgerRow], asked: Mapping[str, Any]) -> Part:
    """After the row that `older` names, or before the one that `newer` names; else from the first."""
    places = {row.key: place for place, row in enumerate(rows)}
    start = 0
    if asked.get("older") in places:
        start = places[asked["older"]] + 1
    elif asked.get("newer") in places:
        start = max(0, places[asked["newer"]] - SIZE)
    items = rows[start : start + SIZE]
    if not items:
        return Part([])
    more = start + SIZE < len(rows)
    return Part(items, newer=items[0].key if start else None, older=items[-1].key if more else None)
