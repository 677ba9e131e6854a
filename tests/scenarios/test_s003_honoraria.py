"""Scenario 003, step 11: fifteen lines of 100 EUR, one waived, fourteen approved by one person and paid by another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from palabre.communities.choices import RiskProfile, Role
from palabre.kit.money import show
from palabre.money.chores import prepare_honoraria
from palabre.money.models import HonorariumAgreement, HonorariumLine
from palabre.notices.chores import read_journal
from palabre.notices.models import Notice
from palabre.people.models import Person
from tests.factories import grant, join, make_community, make_person
from tests.scenarios.hands import read, send

pytestmark = pytest.mark.django_db
NOW = "2027-01-04 09:00:00+00:00"


@pytest.mark.covers("S003-11")
def test_fifteen_lines_are_prepared_one_waived_fourteen_approved_and_paid(
    as_person: Callable[[Person | None], Client],
) -> None:
    cohort = make_community("CdP Racines Solides", risk=RiskProfile.HIGH)
    awa, purse, second = make_person("Awa D."), make_person("Trésor"), make_person("Seconde bourse")
    for person, role in ((awa, Role.COORDINATOR), (purse, Role.TREASURER), (second, Role.TREASURER)):
        join(person, cohort)
        grant(person, cohort, role)
    members = [purse, *(make_person(f"Membre {number}") for number in range(14))]
    for person in members[1:]:
        join(person, cohort)

    with time_machine.travel(NOW):
        lead = as_person(awa)
        for person in members:
            page = lead.get(f"/c/{cohort.public_id}/honoraria/agreements/")
            choices = {name: key for key, name in page.context["form"].fields["person"].choices if key}
            send(
                lead, "money:agreements", cohort.public_id, person=choices[person.display_name], amount="100",
                currency="EUR", first="2027-01", last="2027-12",
            )  # fmt: skip
        assert HonorariumAgreement.objects.count() == 15
        prepare_honoraria()
        prepare_honoraria()
        assert list(HonorariumLine.objects.order_by().values_list("amount", "month").distinct()) == [
            (Decimal(100), date(2027, 1, 1))
        ]
        assert HonorariumLine.objects.count() == 15

        # one member waives, on her own page, without a reason
        waiving = as_person(members[14])
        own = HonorariumAgreement.objects.get(person=members[14])
        assert "janvier 2027" in read(waiving, "money:my_honoraria").casefold()
        send(waiving, "money:waiver", own.public_id, month="2027-01", waived="yes")

        month = {"month": "2027-01"}
        send(lead, "money:honoraria_due", cohort.public_id, **month)
        send(lead, "money:honoraria_approval", cohort.public_id, **month)
        assert HonorariumLine.objects.filter(state="approved", approved_by=awa).count() == 14
        read_journal()
        assert Notice.objects.filter(person=purse, kind="money.month_approved").exists()

        # everybody says how she is paid; the treasurer pays all but her own
        for person in members[:14]:
            told = {"means": "mobile", "name": "Nom civil", "account": "70 11 22 33"}
            assert as_person(person).post("/me/honoraria/details/", told).status_code == 303
        treasury = as_person(purse)
        page = treasury.get(f"/c/{cohort.public_id}/honoraria/payment/", month)
        keys = list(page.context["form"].lines)
        assert len(keys) == 13, "her own is not among them"
        send(
            treasury, "money:honoraria_payment", cohort.public_id, **month, means="mobile",
            **{key: f"OM-{number}" for number, key in enumerate(keys)},
        )  # fmt: skip
        hers = HonorariumLine.objects.get(agreement__person=purse)
        again = {**month, "means": "mobile", keys[0]: "OM-0"}
        assert treasury.post(f"/c/{cohort.public_id}/honoraria/payment/", again).status_code != 303, "twice is refused"
        forged = {**month, "means": "mobile", hers.public_id: "OM-99"}
        assert treasury.post(f"/c/{cohort.public_id}/honoraria/payment/", forged).status_code != 303, (
            "her own is not hers to pay"
        )
        hers.refresh_from_db()
        assert hers.state == "approved"
        send(
            as_person(second), "money:honoraria_payment", cohort.public_id, **month, means="mobile",
            **{hers.public_id: "OM-14"},
        )  # fmt: skip

    paid = HonorariumLine.objects.filter(state="paid")
    assert (paid.count(), sum(one.amount for one in paid)) == (14, Decimal(1400))
    assert HonorariumLine.objects.get(agreement__person=members[14]).void_because == "waived"
    assert show(Decimal(1400), "EUR", "fr") in read(as_person(awa), "money:honoraria", cohort.public_id, **month)
