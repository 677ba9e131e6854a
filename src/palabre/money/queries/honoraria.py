"""The month of the treasurer, the year as a grid, and one's own page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet, Sum

from palabre.communities.models import Community
from palabre.communities.queries.naming import called, load_handles
from palabre.kit.paging import Slice, page_of
from palabre.kit.verdict import Verdict
from palabre.money.choices import LineState
from palabre.money.models import HonorariumAgreement, HonorariumLine, PayeeDetails
from palabre.money.rules.honoraria import (
    can_approve_honorarium,
    can_mark_due,
    can_pay_honorarium,
    can_reverse_honorarium,
    can_void_honorarium,
    visible_agreements,
)
from palabre.people.models import Person

Lines = QuerySet[HonorariumLine]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a month, who it is for, and what the reader may do with it."""

    line: HonorariumLine
    name: str
    due: Verdict
    approve: Verdict
    pay: Verdict
    void: Verdict
    reverse: Verdict
    has_details: bool


@dataclass(frozen=True, slots=True)
class MonthPage:
    """A month: its lines by twenty, how many are in each state, and the sum of what was paid (by currency)."""

    month: date
    rows: list[Row]
    slice: Slice[HonorariumLine]
    counts: dict[str, int]
    paid: dict[str, Decimal]
    others: list[date]
    # due for the first time: what is approved together
    together: int

    @property
    def to_pay(self) -> list[Row]:
        return [row for row in self.rows if row.pay]


def lines_in(actor: Person, community: Community) -> Lines:
    """Every line of the community that the actor may see."""
    return HonorariumLine.objects.filter(
        agreement__in=visible_agreements(actor).filter(community=community)
    ).select_related("agreement__person", "agreement__community")


def month_page(actor: Person, community: Community, month: date, asked: Mapping[str, Any]) -> MonthPage:
    lines = lines_in(actor, community)
    here = lines.filter(month=month)
    page = page_of(here, asked, by="pk")
    counts = dict(here.values_list("state").annotate(n=Count("pk")).order_by())
    paid = here.filter(state=LineState.PAID).values_list("agreement__currency").annotate(s=Sum("amount")).order_by()
    together = here.filter(state=LineState.ELIGIBLE, replaces=None).count() if counts.get(LineState.ELIGIBLE) else 0
    others = [one for one in months_of(community) if one != month]
    return MonthPage(month, _rows(actor, community, page.items), page, counts, dict(paid), others, together)


def _rows(actor: Person, community: Community, lines: Iterable[HonorariumLine]) -> list[Row]:
    lines = list(lines)
    load_handles([community])
    keys = {line.agreement.person_id for line in lines}
    told = set(PayeeDetails.objects.filter(person__in=keys).values_list("person_id", flat=True))
    reversed_ = set(HonorariumLine.objects.filter(reverses__in=lines).values_list("reverses_id", flat=True))
    rows = []
    for line in lines:
        line.agreement.community = community
        reverse = Verdict(False) if line.pk in reversed_ or line.state != LineState.PAID else _may_reverse(actor, line)
        rows.append(
            Row(
                line=line, name=called(line.agreement.person, community), due=can_mark_due(actor, line),
                approve=can_approve_honorarium(actor, line), pay=can_pay_honorarium(actor, line),
                void=can_void_honorarium(actor, line), reverse=reverse, has_details=line.agreement.person_id in told,
            )
        )  # fmt: skip
    return rows


def _may_reverse(actor: Person, line: HonorariumLine) -> Verdict:
    return can_reverse_honorarium(actor, line) if line.reverses_id is None else Verdict(False)


def months_of(community: Community) -> list[date]:
    """The months that have lines, the latest first."""
    rows = HonorariumLine.objects.filter(agreement__community=community)
    return list(rows.values_list("month", flat=True).distinct().order_by("-month")[:24])


def line_in(actor: Person, public_id: str) -> Lines:
    """One line that the actor handles (its coordination, its treasury)."""
    rows = HonorariumLine.objects.select_related("agreement__person", "agreement__community")
    return rows.filter(public_id=public_id, agreement__in=visible_agreements(actor))


@dataclass(frozen=True, slots=True)
class AgainPage:
    """A month that is due once more: what was paid, by whom and why it was reversed, and whether the reader approves."""

    line: HonorariumLine
    name: str
    before: HonorariumLine
    reversal: HonorariumLine
    reversed_by: str
    approve: Verdict


def owner_of(line: HonorariumLine) -> str:
    """Her name in the community that thanks her."""
    return called(line.agreement.person, line.agreement.community)


def again_page(actor: Person, line: HonorariumLine) -> AgainPage | None:
    """None for a line that replaces none."""
    community = line.agreement.community
    back = HonorariumLine.objects.filter(reverses=line.replaces_id).select_related("reverses", "paid_by").first()
    if line.replaces_id is None or back is None or back.reverses is None:
        return None
    return AgainPage(
        line=line,
        name=owner_of(line),
        before=back.reverses,
        reversal=back,
        reversed_by=called(back.paid_by, community) if back.paid_by else "",
        approve=can_approve_honorarium(actor, line),
    )


@dataclass(frozen=True, slots=True)
class YearRow:
    """One person's year: a cell for each month; None where there is no line."""

    agreement: HonorariumAgreement
    name: str
    cells: list[tuple[date, HonorariumLine | None]]
    paid: Decimal


@dataclass(frozen=True, slots=True)
class YearPage:
    """Twenty agreements and their twelve months; totals of the whole community by month and currency."""

    year: int
    months: list[date]
    rows: list[YearRow]
    slice: Slice[HonorariumAgreement]
    totals: dict[str, list[tuple[date, Decimal]]]


def year_page(actor: Person, community: Community, year: int, asked: Mapping[str, Any]) -> YearPage:
    months = [date(year, month, 1) for month in range(1, 13)]
    agreements = visible_agreements(actor).filter(
        community=community, first_month__lte=months[-1], last_month__gte=months[0]
    )
    page = page_of(agreements.select_related("person"), asked, by="pk")
    load_handles([community])
    lines: dict[tuple[int, date], HonorariumLine] = {}
    paid: dict[int, Decimal] = defaultdict(Decimal)
    mine = HonorariumLine.objects.filter(agreement__in=page.items, month__range=(months[0], months[-1]))
    for line in mine.order_by("pk"):
        if line.state == LineState.PAID:
            paid[line.agreement_id] += line.amount
        if line.reverses_id is None:
            lines[line.agreement_id, line.month] = line
    rows = [
        YearRow(
            one, called(one.person, community), [(month, lines.get((one.pk, month))) for month in months], paid[one.pk]
        )
        for one in page.items
    ]
    return YearPage(year, months, rows, page, _totals(community, months))


def _totals(community: Community, months: list[date]) -> dict[str, list[tuple[date, Decimal]]]:
    rows = HonorariumLine.objects.filter(
        agreement__community=community, state=LineState.PAID, month__range=(months[0], months[-1])
    )
    found: dict[str, list[Decimal]] = {}
    for currency, month, total in (
        rows.values_list("agreement__currency", "month").annotate(total=Sum("amount")).order_by("agreement__currency")
    ):
        found.setdefault(currency, [Decimal(0)] * 12)[month.month - 1] = total
    return {currency: list(zip(months, sums, strict=True)) for currency, sums in found.items()}


def payable_lines(actor: Person, community: Community, month: date) -> list[tuple[HonorariumLine, str]]:
    """The approved lines of a month that the actor may pay, with the name of each person: fifty at a time."""
    rows = lines_in(actor, community).filter(month=month, state=LineState.APPROVED).order_by("pk")[:50]
    load_handles([community])
    return [(line, called(line.agreement.person, community)) for line in rows if can_pay_honorarium(actor, line)]


def paid_keys(actor: Person, community: Community, month: date) -> set[str]:
    """The public ids of the lines of a month that are paid."""
    rows = lines_in(actor, community).filter(month=month, state=LineState.PAID, reverses=None)
    return set(rows.values_list("public_id", flat=True))
