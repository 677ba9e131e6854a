"""What stays of a person in the accounts when she goes, and what she gets of them before (DOMAIN.md §4.6)."""

from __future__ import annotations

import pytest

from palabre.exchange.actions.unlinking import unlink_the_rest
from palabre.exchange.queries.own.spending import budget_words_of, expenses_of
from palabre.money.actions.approving import comment_budget
from palabre.money.actions.erasing import erase_remarks
from palabre.money.actions.revising import begin_revision
from palabre.money.models import BudgetApproval, BudgetComment, Expense
from tests.personas import Cast
from tests.unit.money.making_budgets import House, in_force, make_house, paid

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(cast: Cast) -> House:
    return make_house(cast)


def test_her_archive_holds_what_she_did_and_not_what_others_wrote(house: House) -> None:
    budget = in_force(house)
    paid(house, budget, what="Car de Ségou")
    [mine] = expenses_of(house.person("lead")).rows
    assert (mine["what"], mine["amount"], mine["checked"]) == ("Car de Ségou", "100.00", None)
    [theirs] = expenses_of(house.person("cashier")).rows
    assert theirs["what"] == ""
    assert theirs["paid"] is not None
    begin_revision(actor=house.person("lead"), budget=budget, reason="Autrement")
    comment_budget(actor=house.person("mel"), budget=budget, text="Bien vu.")
    assert [row["text"] for row in budget_words_of(house.person("mel")).rows] == ["Bien vu.", ""]
    assert expenses_of(house.person("member")).rows == []


@pytest.mark.parametrize("delete", [True, False])
def test_payments_stay_without_a_name_and_remarks_as_she_chose(house: House, delete: bool) -> None:
    budget = in_force(house)
    paid(house, budget)
    begin_revision(actor=house.person("lead"), budget=budget, reason="Autrement")
    comment_budget(actor=house.person("cashier"), budget=budget, text="Bien vu.")
    for name in ("cashier", "treasurer", "lead"):
        erase_remarks(person=house.person(name), delete=delete)
        unlink_the_rest(person=house.person(name))
    row = Expense.objects.get()
    assert (row.state, row.amount) == ("paid", 100)
    assert (row.entered_by, row.approved_by, row.paid_by) == (None, None, None)
    assert row.checked_by == house.coordinator
    assert BudgetApproval.objects.filter(by=None).count() == 1
    assert BudgetComment.objects.count() == (0 if delete else 1)
