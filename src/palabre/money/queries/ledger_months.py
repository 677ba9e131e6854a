"""What was paid, added up by the database: by month, by line, by category. The same cost whatever the number of rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, IntegerField, Max, Min, QuerySet, Value, When
from django.db.models import Sum as Total
from django.db.models.functions import Coalesce
from django.utils.translation import gettext

from palabre.kit.dates import month_name
from palabre.money.choices import Category
from palabre.money.queries.ledger_rows import Sum
from palabre.money.rules.sums import NOTHING

# of an expense, and of an honorarium: the moment by which it stands in the ledger
MOMENTS = ("entered_at", "created_at")
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Paid:
    """Payments of one month on one line: `line` and `category` are empty for honoraria."""

    month: date
    line: int | None
    category: str
    amount: Decimal
    fees: Decimal
    number: int


def paid_by_month(expenses: QuerySet[Any], honoraria: QuerySet[Any], zone: ZoneInfo) -> list[Paid]:
    """In the months of the community's own clock. Four queries."""
    sources = [
        rows.order_by().annotate(at=Coalesce("paid_at", other))
        for rows, other in zip((expenses, honoraria), MOMENTS, strict=True)
    ]
    ends = [one for rows in sources for one in rows.aggregate(a=Min("at"), b=Max("at")).values() if one]
    if not ends:
        return []
    months = _between(min(ends).astimezone(zone), max(ends).astimezone(zone))
    return [*_grouped(sources[0], months, zone, "line_id", "line__category"), *_grouped(sources[1], months, zone)]


def begins(month: date, zone: ZoneInfo) -> datetime:
    return datetime(month.year, month.month, 1, tzinfo=zone)


def after(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _between(first: datetime, last: datetime) -> list[date]:
    found = [date(first.year, first.month, 1)]
    while found[-1] < date(last.year, last.month, 1):
        found.append(after(found[-1]))
    return found


def _grouped(rows: QuerySet[Any], months: list[date], zone: ZoneInfo, *by: str) -> list[Paid]:
    places = [When(at__lt=begins(after(one), zone), then=Value(place)) for place, one in enumerate(months)]
    parts = rows.annotate(place=Case(*places, output_field=IntegerField())).values_list("place", *by)
    found = parts.annotate(amount=Total("amount"), sum_fees=Total("fees"), number=Count("pk"))
    return [
        Paid(months[place], line[0] if line else None, line[1] if line else "", *_cents(amount, fees), number)
        for place, *line, amount, fees, number in found
    ]


def _cents(amount: Decimal, fees: Decimal) -> tuple[Decimal, Decimal]:
    """SQLite adds up in floating point: its sums are exact once they are rounded to the cent."""
    return amount.quantize(_CENT), fees.quantize(_CENT)


def total_of(parts: Iterable[Paid], label: str = "") -> Sum:
    known = list(parts)
    return Sum(label, sum((one.amount for one in known), NOTHING), sum((one.fees for one in known), NOTHING))


def by_month(paid: list[Paid], language: str) -> list[Sum]:
    """The earliest first."""
    months = sorted({one.month for one in paid})
    return [
        replace(total_of(one for one in paid if one.month == month), label=month_name(month, language), day=month)
        for month in months
    ]


def by_line(paid: list[Paid]) -> dict[int, Sum]:
    keys = {one.line for one in paid if one.line is not None}
    return {key: total_of(one for one in paid if one.line == key) for key in keys}


def by_category(paid: list[Paid]) -> list[Sum]:
    """By the words of the page's language."""
    names = [str(Category(one.category).label) if one.category else gettext("Honoraria") for one in paid]
    return [
        total_of((one for one, its in zip(paid, names, strict=True) if its == name), name)
        for name in sorted(set(names))
    ]
