"""A month is thanked once, whatever the number of agreements with one person (INV-19)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from palabre.kit.verdict import Refused
from palabre.money.actions.agreements import end_agreement, make_agreement, prepare_month
from palabre.money.actions.honoraria import (
    Payment,
    approve_month,
    mark_month_due,
    pay_honoraria,
    reverse_honorarium,
    void_honorarium,
)
from palabre.money.choices import LineState, VoidReason
from palabre.money.models import HonorariumAgreement, HonorariumLine
from palabre.people.models import Person
from tests.factories import join, make_community
from tests.unit.money.making_honoraria import MONTH, Purse, make_purse

pytestmark = pytest.mark.django_db
AsPerson = Callable[[Person | None], Client]
NEXT = date(2026, 12, 1)


@pytest.fixture
def purse() -> Purse:
    return make_purse(1)


def agree(purse: Purse, first: date, last: date) -> HonorariumAgreement:
    return make_agreement(
        actor=purse.coordinator, community=purse.community, person=purse.members[0], amount=Decimal(90),
        currency="EUR", first=first, last=last,
    )  # fmt: skip


def approved(purse: Purse) -> None:
    prepare_month(month=MONTH)
    mark_month_due(actor=purse.coordinator, community=purse.community, month=MONTH)
    approve_month(actor=purse.coordinator, community=purse.community, month=MONTH)


def pay(purse: Purse) -> None:
    pay_honoraria(actor=purse.treasurer, payments=[Payment(line=purse.line(), means="mobile", reference="R1")])


def end(purse: Purse) -> None:
    end_agreement(actor=purse.coordinator, agreement=purse.agreements[0])


@pytest.mark.covers("INV-19")
def test_another_agreement_begins_after_the_months_that_stand(purse: Purse) -> None:
    approved(purse)
    pay(purse)
    end(purse)
    for first, last in ((MONTH, MONTH), (date(2026, 10, 1), NEXT)):
        with pytest.raises(Refused, match="November 2026") as told:
            agree(purse, first, last)
        assert told.value.field == "first"
    assert HonorariumAgreement.objects.count() == 1
    later = agree(purse, NEXT, NEXT)
    assert [prepare_month(month=MONTH), prepare_month(month=NEXT)] == [0, 1]
    assert later.lines.get().month == NEXT


@pytest.mark.covers("INV-19")
def test_no_line_is_prepared_for_a_month_that_stands_in_another_agreement(purse: Purse) -> None:
    approved(purse)
    end(purse)
    # older than the refusal
    later = HonorariumAgreement.objects.create(
        community=purse.community, person=purse.members[0], monthly_amount=Decimal(90), first_month=MONTH,
        last_month=NEXT,
    )  # fmt: skip
    elsewhere = make_community("Ailleurs")
    join(purse.members[0], elsewhere)
    HonorariumAgreement.objects.create(
        community=elsewhere, person=purse.members[0], monthly_amount=Decimal(50), first_month=MONTH, last_month=NEXT
    )
    assert prepare_month(month=MONTH) == 1, "another community thanks for itself"
    assert not later.lines.exists()
    assert prepare_month(month=NEXT) == 2


def test_a_month_that_was_set_aside_or_reversed_is_free_again(purse: Purse) -> None:
    prepare_month(month=MONTH)
    end(purse)
    with pytest.raises(Refused):
        agree(purse, MONTH, MONTH)
    void_honorarium(actor=purse.coordinator, line=purse.line(), because=VoidReason.ENDED)
    purse.agreements[0] = agree(purse, MONTH, MONTH)
    approved(purse)
    pay(purse)
    end(purse)
    reverse_honorarium(actor=purse.treasurer, line=purse.line(), note="Erreur", again=False)
    purse.agreements[0] = agree(purse, MONTH, MONTH)
    assert prepare_month(month=MONTH) == 1


def test_a_payment_that_is_due_again_keeps_its_month(purse: Purse) -> None:
    approved(purse)
    pay(purse)
    end(purse)
    reverse_honorarium(actor=purse.treasurer, line=purse.line(), note="Compte fermé", again=True)
    with pytest.raises(Refused, match="November 2026"):
        agree(purse, MONTH, MONTH)


def test_a_second_tab_says_that_the_payments_are_recorded(purse: Purse, as_person: AsPerson) -> None:
    Person.objects.update(language="en")
    approved(purse)
    url = f"/c/{purse.community.public_id}/honoraria/payment/"
    asked, key = {"month": "2026-11", "means": "mobile"}, purse.line().public_id
    purser = as_person(purse.treasurer)
    empty = purser.post(url, asked).content.decode()
    assert "Write the reference beside each payment" in empty
    assert purser.post(url, {**asked, key: "R1"}).status_code == 303
    second = purser.post(url, {**asked, key: "R2"})
    assert second.status_code == 422
    assert "These payments are recorded already." in second.content.decode()
    assert "Write the reference beside" not in second.content.decode()
    assert HonorariumLine.objects.get().reference == "R1"
    assert HonorariumLine.objects.get().state == LineState.PAID
