"""The page of the ledger reads twenty rows and lets the database add up; the papers read all of them. Both say the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from bench.year.money import fill_money

from palabre.communities.choices import Role
from palabre.money.models import Expense, HonorariumLine
from palabre.money.queries.ledger import ledger_of
from palabre.money.queries.ledger_rows import Ledger, LedgerRow
from palabre.money.queries.ledger_view import LedgerView, ledger_view
from palabre.people.models import Person
from tests.factories import grant, join, make_person
from tests.personas import Cast

pytestmark = pytest.mark.django_db


def reader(cast: Cast, role: str) -> Person:
    person = make_person()
    join(person, cast.here)
    grant(person, cast.here, role)
    return Person.objects.get(pk=person.pk)


def walked(actor: Person, cast: Cast, language: str, **scope: str) -> list[LedgerRow]:
    """Every row of every month, page by page, in order."""
    found: list[LedgerRow] = []
    first = ledger_view(actor, cast.here, language, {}, **scope)
    for key, _sum in first.months:
        older: str | None = ""
        while older is not None:
            view = ledger_view(actor, cast.here, language, {"month": key, "older": older}, **scope)
            assert len(view.part.items) <= 20
            found += view.part.items
            older = view.part.older
    return found


def sums(found: Ledger) -> tuple[object, ...]:
    return (
        found.currency, found.currencies, found.budgets, found.months, found.lines, found.categories, found.held,
        found.paid, found.honoraria, found.left(), found.names,
    )  # fmt: skip


def same(actor: Person, cast: Cast, language: str, **scope: str) -> None:
    whole = ledger_of(actor, cast.here, language, **scope)
    assert sums(ledger_view(actor, cast.here, language, {}, **scope).ledger) == sums(whole)
    assert walked(actor, cast, language, **scope) == whole.rows


@pytest.mark.parametrize("zone", ["Africa/Bamako", "Pacific/Kiritimati", "America/Sao_Paulo"])
def test_the_page_and_the_papers_hold_the_same_rows_and_sums(cast: Cast, zone: str) -> None:
    cast.here.zone = zone
    cast.here.save(update_fields=["zone"])
    fill_money(cast.here, 25, 2025)
    _awkward()
    for role in (Role.TREASURER, Role.MEL):
        actor = reader(cast, role)
        same(actor, cast, "fr")
        same(actor, cast, "en", currency="XOF")
        budget = Expense.objects.first().budget  # type: ignore[union-attr]
        same(actor, cast, "fr", budget=budget.public_id)


def _awkward() -> None:
    """Cents that floats do not hold, a correction, another currency, nights between two months, rows without a moment."""
    rows = list(Expense.objects.order_by("pk"))
    for place, row in enumerate(rows):
        row.amount, row.fees = Decimal(place % 7 + 1) / 10 + 1, Decimal(place % 3) / 100
    night = datetime(2025, 3, 31, 23, 30, tzinfo=UTC)
    for place, row in enumerate(rows[:9]):
        row.paid_at = night + timedelta(hours=place - 4)
    rows[9].paid_at = None
    rows[9].entered_at = datetime(2025, 6, 1, tzinfo=UTC)
    rows[10].reverses, rows[10].amount = rows[11], -rows[11].amount
    Expense.objects.bulk_update(rows, ["amount", "fees", "paid_at", "entered_at", "reverses"])
    agreement = HonorariumLine.objects.order_by("pk")[0].agreement
    agreement.currency = "XOF"
    agreement.save(update_fields=["currency"])


def test_a_cursor_that_is_no_row_of_the_month_gives_its_first_page(cast: Cast) -> None:
    fill_money(cast.here, 25, 2025)
    actor = reader(cast, Role.TREASURER)

    def page(**asked: str) -> LedgerView:
        return ledger_view(actor, cast.here, "fr", {"month": "2025-05", **asked})

    first = page()
    assert first.part.newer is None
    second = page(older=first.part.older or "")
    assert second.part.items[0].number == first.part.items[-1].number + 1
    assert page(newer=second.part.newer or "").part == first.part
    assert page(older="nobody").part == first.part
    assert ledger_view(actor, cast.here, "fr", {"month": "nonsense"}).month == first.ledger.months[-1]


def test_nothing_paid_is_an_empty_ledger(cast: Cast) -> None:
    view = ledger_view(reader(cast, Role.TREASURER), cast.here, "fr", {})
    assert (view.month, view.part.items, view.months, view.ledger.paid.whole()) == (None, [], [], 0)
