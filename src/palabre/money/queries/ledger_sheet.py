"""The ledger as a sheet and as a paper: the same rows, the same sums, to the cent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from palabre.kit.dates import long_date, short_date
from palabre.kit.documents import Block, Facts, Grid, Heading, Paper, Paragraph
from palabre.kit.money import show, unit
from palabre.kit.text import french_spaces
from palabre.money.queries.ledger_rows import Ledger, LedgerRow, Sum
from palabre.money.rules.sums import NOTHING

Cell = str | int | date | Decimal | None


@dataclass(frozen=True, slots=True)
class LedgerSheet:
    headers: list[str]
    rows: list[list[Cell]]


def ledger_sheet(ledger: Ledger) -> LedgerSheet:
    """One row for each payment and correction, then the total. Amounts are numbers, in the currency of the ledger."""
    headers = [
        _("No."), _("Day"), _("What"), _("Group"), _("Line"), _("Category"), _("Currency"), _("Amount"), _("Fees"),
        _("Total"), _("Left of the budgets"), _("Means"), _("Reference"), _("Spent in another currency"),
    ]  # fmt: skip
    if ledger.names:
        headers.insert(3, _("Name"))
    rows = [_cells(ledger, row) for row in ledger.rows]
    total: list[Cell] = [
        "",
        "",
        _("Total"),
        "",
        "",
        "",
        ledger.currency,
        *_numbers(ledger, ledger.paid),
        "",
        "",
        "",
        "",
    ]
    if ledger.names:
        total.insert(3, "")
    return LedgerSheet(headers, [*rows, total])


def _cells(ledger: Ledger, row: LedgerRow) -> list[Cell]:
    balance = _exact(ledger, row.balance) if row.balance is not None else None
    cells: list[Cell] = [
        row.number, row.day, _what(row), row.group, row.line, row.category, ledger.currency,
        _exact(ledger, row.amount), _exact(ledger, row.fees), _exact(ledger, row.amount + row.fees), balance,
        row.means, row.reference, row.spent,
    ]  # fmt: skip
    if ledger.names:
        cells.insert(3, row.name)
    return cells


def _numbers(ledger: Ledger, sums: Sum) -> list[Cell]:
    return [_exact(ledger, sums.amount), _exact(ledger, sums.fees), _exact(ledger, sums.whole())]


def _exact(ledger: Ledger, amount: Decimal) -> Decimal:
    return amount.quantize(unit(ledger.currency))


def _what(row: LedgerRow) -> str:
    return _("Correction: %(what)s") % {"what": row.what} if row.is_reversal else row.what


def ledger_paper(ledger: Ledger, title: str, language: str, today: date) -> Paper:
    """The statement, to print or to send: facts, months, lines, every row."""

    def said(amount: Decimal) -> str:
        return show(amount, ledger.currency, language)

    facts = [
        (_("Budgets in force"), said(ledger.held)),
        (_("Paid, corrections taken off"), said(ledger.paid.amount)),
        (_("Fees"), said(ledger.paid.fees)),
        (_("Left of the budgets"), said(ledger.left())),
    ]
    if ledger.honoraria.amount:
        facts.insert(3, (_("of which honoraria, outside of the budgets"), said(ledger.honoraria.whole())))
    blocks: list[Block] = [
        Heading(_("Statement of payments"), level=1),
        Paragraph(_typeset(title, language)),
        Paragraph(long_date(today, language), quiet=True),
        Facts([(_typeset(name, language), fact) for name, fact in facts]),
        Heading(_("By month")),
        Grid([_("Month"), _("Amount"), _("Fees")], [[one.label, said(one.amount), said(one.fees)] for one in ledger.months]),
        Heading(_("By line")),
        Grid(
            [_("Line"), _("Budget"), _("Paid, with fees"), _("Left to spend")],
            [[one.label, *(said(part or NOTHING) for part in (one.held, one.whole(), one.left()))] for one in ledger.lines],
        ),
        Heading(_("Payments and corrections")),
        Grid(
            [_("No."), _("Day"), _("What"), _("Amount"), _("Fees"), _("Left of the budgets")],
            [_line(row, language, said) for row in ledger.rows],
        ),
    ]  # fmt: skip
    return Paper(title=_("Statement of payments"), language=language, blocks=blocks)


def _line(row: LedgerRow, language: str, said: Callable[[Decimal], str]) -> list[str]:
    what = " · ".join(part for part in (_what(row), row.name, row.line, row.group) if part)
    balance = said(row.balance) if row.balance is not None else "–"
    amounts = [said(row.amount), said(row.fees), balance]
    return [str(row.number), short_date(row.day, language), _typeset(what, language), *amounts]


def _typeset(text: str, language: str) -> str:
    return french_spaces(text) if language == "fr" else text
