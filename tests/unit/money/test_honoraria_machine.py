"""No order of what people do takes a month out of its table, pays it twice, or lets one hand do both (INV-19)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from typing import NamedTuple

import pytest
import time_machine
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from palabre.communities.choices import Role
from palabre.kit.verdict import Refused
from palabre.money.actions.agreements import begin_break, end_break, prepare_month, waive_month
from palabre.money.actions.honoraria import (
    Payment,
    approve_honorarium,
    approve_month,
    mark_month_due,
    pay_honoraria,
    reverse_honorarium,
    void_honorarium,
)
from palabre.money.choices import LineState
from palabre.money.models import HonorariumAgreement, HonorariumLine, PayeeDetails
from palabre.people.models import Person
from tests.factories import grant
from tests.unit.money.making_honoraria import MONTH, Purse, make_purse

S = LineState
TODAY = "2026-11-28 10:00:00+00:00"
# DOMAIN.md §2.2; what a member gave up she takes back until the month is settled
TABLE = {
    S.PLANNED: {S.ELIGIBLE, S.VOID},
    S.ELIGIBLE: {S.APPROVED, S.VOID},
    S.APPROVED: {S.PAID},
    S.PAID: set(),
    S.VOID: {S.PLANNED},
}


class Month:
    """The first of three members holds the purse too, and coordinates: her own month is never hers to move."""

    def __init__(self) -> None:
        self.purse: Purse = make_purse(members=3)
        both = self.purse.members[0]
        for role in (Role.TREASURER, Role.COORDINATOR):
            grant(both, self.purse.community, role)
        self.people = [self.purse.coordinator, self.purse.treasurer, both, self.purse.members[1]]
        prepare_month(month=MONTH)

    def line(self, place: int) -> HonorariumLine:
        """The newest line of a member's month that is no reversal."""
        return HonorariumLine.objects.filter(agreement=self.purse.agreements[place], reverses=None).latest("pk")

    def agreement(self, place: int) -> HonorariumAgreement:
        return HonorariumAgreement.objects.get(pk=self.purse.agreements[place].pk)


Step = Callable[[Month, Person, int], object]
STEPS: dict[str, Step] = {
    "prepare": lambda _here, _who, _place: prepare_month(month=MONTH),
    "due": lambda here, who, _place: mark_month_due(actor=who, community=here.purse.community, month=MONTH),
    "approve all": lambda here, who, _place: approve_month(actor=who, community=here.purse.community, month=MONTH),
    "approve": lambda here, who, place: approve_honorarium(actor=who, line=here.line(place)),
    "pay": lambda here, who, place: pay_honoraria(
        actor=who, payments=[Payment(line=here.line(place), means="mobile", reference="OM-1")]
    ),
    "void": lambda here, who, place: void_honorarium(actor=who, line=here.line(place), because="inactive"),
    "give up": lambda here, who, place: waive_month(
        actor=who, agreement=here.agreement(place), month=MONTH, waived=True
    ),
    "take back": lambda here, who, place: waive_month(
        actor=who, agreement=here.agreement(place), month=MONTH, waived=False
    ),
    "break": lambda here, who, place: begin_break(actor=who, agreement=here.agreement(place), first=MONTH, last=None),
    "return": lambda here, who, place: end_break(actor=who, agreement=here.agreement(place)),
    "reverse": lambda here, who, place: reverse_honorarium(
        actor=who, line=here.line(place), note="Erreur", again=False
    ),
    "reverse, due again": lambda here, who, place: reverse_honorarium(
        actor=who, line=here.line(place), note="Refusé par la banque", again=True
    ),
}
LIKELY = ["due", "take back", "approve all", "pay", "pay", "reverse, due again", "approve"]
WALKS = st.lists(
    st.tuples(st.one_of(st.sampled_from(sorted(STEPS)), st.sampled_from(LIKELY)), st.integers(0, 3), st.integers(0, 2)),
    max_size=40,
)


def walk(here: Month, steps: list[tuple[str, int, int]]) -> set[tuple[str, str]]:
    """What is refused changes nothing; gives the transitions that were taken."""
    taken = set()
    for name, who, place in steps:
        before, done = rows(), False
        with suppress(Refused):
            STEPS[name](here, Person.objects.get(pk=here.people[who].pk), place)
            done = True
        after = rows()
        assert done or after == before, name
        for key, was in before.items():
            now = after[key]
            assert was.state == now.state or now.state in TABLE[S(was.state)], (name, was.state, now.state)
            assert was.state != S.PAID or was == now, "paid is final"
            taken |= {(was.state, now.state)} if was.state != now.state else set()
        holds(here)
    return taken


class Seen(NamedTuple):
    """What a line says."""

    state: str
    amount: Decimal
    paid_by: int | None
    approved_by: int | None
    reference: str


def rows() -> dict[int, Seen]:
    return {row[0]: Seen(*row[1:]) for row in HonorariumLine.objects.values_list("pk", *Seen._fields)}


def holds(here: Month) -> None:
    """INV-19, asked of the bare tables."""
    for line in HonorariumLine.objects.select_related("agreement"):
        hands = {line.approved_by_id, line.paid_by_id} - {None}
        assert line.agreement.person_id not in hands, "nobody her own"
        assert not (line.approved_by_id and line.approved_by_id == line.paid_by_id), "one hand does not do both"
        assert abs(line.amount) == line.agreement.monthly_amount
        assert line.state != S.PAID or line.reverses_id or line.approved_by_id
    for agreement in here.purse.agreements:
        out = HonorariumLine.objects.filter(agreement=agreement, month=MONTH, state=S.PAID)
        assert (out.aggregate(out=Sum("amount"))["out"] or 0) in {Decimal(0), Decimal(100)}, "a month is paid once"


@pytest.mark.covers("INV-19")
@time_machine.travel(TODAY, tick=False)
class TestMachine(TestCase):
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(WALKS)
    def test_whatever_people_do_in_whatever_order(self, steps: list[tuple[str, int, int]]) -> None:
        walk(Month(), steps)


@pytest.mark.django_db
@time_machine.travel(TODAY, tick=False)
def test_the_walk_reaches_every_step_of_the_table() -> None:
    story = [
        ("give up", 3, 1), ("take back", 3, 1), ("void", 0, 2), ("due", 0, 0), ("take back", 3, 1), ("approve all", 0, 0),
        ("pay", 1, 0),
        ("pay", 1, 0), ("reverse, due again", 1, 0), ("approve", 0, 0), ("pay", 1, 0), ("reverse", 1, 0), ("pay", 1, 1),
    ]  # fmt: skip
    here = Month()
    taken = walk(here, story)
    assert taken == {
        (S.PLANNED, S.VOID), (S.VOID, S.PLANNED), (S.PLANNED, S.ELIGIBLE), (S.ELIGIBLE, S.APPROVED), (S.APPROVED, S.PAID),
    }  # fmt: skip
    sums = HonorariumLine.objects.filter(state=S.PAID).values_list("agreement").annotate(out=Sum("amount"))
    assert dict(sums) == {here.purse.agreements[0].pk: 0, here.purse.agreements[1].pk: 100}
    assert PayeeDetails.objects.count() == 3
