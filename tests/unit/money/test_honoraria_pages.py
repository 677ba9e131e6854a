"""The pages of thanks: the next step of the month, payments with their proof, one's own page; 404 for everybody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
import time_machine
from django.test import Client

from palabre.money.actions.agreements import prepare_month
from palabre.money.actions.honoraria import Payment, approve_month, mark_month_due, pay_honoraria, reverse_honorarium
from palabre.money.choices import LineState
from palabre.money.models import Break, HonorariumAgreement, HonorariumLine, PayeeDetails, Waiver
from palabre.people.models import Person
from tests.unit.money.making_honoraria import MONTH, Purse, make_purse

AsPerson = Callable[[Person | None], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def purse() -> Purse:
    return make_purse()


def at(purse: Purse, rest: str = "") -> str:
    return f"/c/{purse.community.public_id}/honoraria/{rest}"


def test_the_month_is_led_from_planned_to_paid(purse: Purse, as_person: AsPerson) -> None:
    prepare_month(month=MONTH)
    lead, purser = as_person(purse.coordinator), as_person(purse.treasurer)
    asked = {"month": "2026-11"}
    assert "honoraria/due/" in lead.get(at(purse), asked).content.decode()
    assert "honoraria/due/" not in purser.get(at(purse), asked).content.decode()
    assert lead.post(at(purse, "due/"), asked).status_code == 303
    assert lead.post(at(purse, "approval/"), asked).status_code == 303
    page = purser.get(at(purse, "payment/"), asked)
    assert page.status_code == 200
    empty = purser.post(at(purse, "payment/"), {**asked, "means": "mobile"})
    assert empty.status_code == 422
    keys = [purse.line(number).public_id for number in range(3)]
    wrong = purser.post(
        at(purse, "payment/"), {**asked, "means": "mobile", keys[0]: "VIR-7", f"fees-{keys[0]}": "1.250"}
    )
    assert wrong.status_code == 422
    assert "VIR-7" in wrong.content.decode(), "what was typed is kept"
    done = purser.post(
        at(purse, "payment/"),
        {**asked, "means": "mobile", keys[0]: "VIR-7", f"fees-{keys[0]}": "1,25", keys[1]: "VIR-8"},
    )
    assert done.status_code == 303
    assert [purse.line(number).state for number in range(3)] == [LineState.PAID, LineState.PAID, LineState.APPROVED]
    assert str(purse.line(0).fees) == "1.25"


def test_what_is_due_again_has_a_page_of_its_own(purse: Purse, as_person: AsPerson) -> None:
    Person.objects.update(language="en")
    prepare_month(month=MONTH)
    mark_month_due(actor=purse.coordinator, community=purse.community, month=MONTH)
    approve_month(actor=purse.coordinator, community=purse.community, month=MONTH)
    paid = purse.line()
    pay_honoraria(actor=purse.treasurer, payments=[Payment(line=paid, means="mobile", reference="VIR-1")])
    reverse_honorarium(actor=purse.treasurer, line=paid, note="Compte fermé", again=True)
    again = HonorariumLine.objects.get(replaces=paid)
    lead, url = as_person(purse.coordinator), at(purse, f"{again.public_id}/approval/")
    month = lead.get(at(purse), {"month": "2026-11"}).content.decode()
    assert url in month
    assert 'action="' + at(purse, "approval/") not in month, "nothing is left to approve together"
    page = lead.get(url).content.decode()
    assert "VIR-1" in page
    assert "Compte fermé" in page
    assert (
        "never whoever reversed"
        in as_person(purse.treasurer).get(at(purse, f"{purse.line(1).public_id}/reversal/")).content.decode()
    )
    for person, status in ((purse.treasurer, 403), (purse.members[0], 404)):
        assert as_person(person).post(url).status_code == status
    assert lead.get(at(purse, f"{paid.public_id}/approval/")).status_code == 404
    assert lead.post(url).status_code == 303
    again.refresh_from_db()
    assert again.state == LineState.APPROVED


def test_the_name_on_the_account_is_on_no_page_but_the_opened_one(purse: Purse, as_person: AsPerson) -> None:
    prepare_month(month=MONTH)
    mark_month_due(actor=purse.coordinator, community=purse.community, month=MONTH)
    approve_month(actor=purse.coordinator, community=purse.community, month=MONTH)
    purser, lead = as_person(purse.treasurer), as_person(purse.coordinator)
    for page in (at(purse) + "?month=2026-11", at(purse, "year/?year=2026"), at(purse, "payment/?month=2026-11")):
        assert "Nom civil" not in purser.get(page).content.decode()
    one = at(purse, f"{purse.line().public_id}/details/")
    assert lead.post(one).status_code == 403
    opened = purser.post(one)
    assert "Nom civil 0" in opened.content.decode()
    told = as_person(purse.members[0]).get("/me/honoraria/")
    assert told.context["pages"][0].openings == 1


def test_only_coordination_and_treasury_find_the_pages(purse: Purse, as_person: AsPerson) -> None:
    prepare_month(month=MONTH)
    member = as_person(purse.members[0])
    for rest in ("", "year/", "payment/", "agreements/", f"{purse.line().public_id}/reversal/"):
        assert member.get(at(purse, rest)).status_code == 404, rest
    assert member.post(at(purse, "due/"), {"month": "2026-11"}).status_code == 404


def test_one_gives_up_a_month_and_takes_a_break_on_ones_own_page(purse: Purse, as_person: AsPerson) -> None:
    with time_machine.travel("2026-11-28 10:00:00+00:00"):
        member, agreement = as_person(purse.members[0]), purse.agreements[0].public_id
        assert member.get("/me/honoraria/").status_code == 200
        asked = {"month": "2026-12", "waived": "yes"}
        assert member.post(f"/me/honoraria/{agreement}/waiver/", asked).status_code == 303
        assert Waiver.objects.get().month.isoformat() == "2026-12-01"
        assert member.post(f"/me/honoraria/{purse.agreements[1].public_id}/waiver/", asked).status_code == 404
        assert member.post(f"/me/honoraria/{agreement}/break/", {"first": "2026-11", "last": ""}).status_code == 303
        assert Break.objects.get().last_month is None
        assert member.post(f"/me/honoraria/{agreement}/return/").status_code == 303
        assert Break.objects.get().last_month == MONTH


def test_ones_own_months_come_with_the_present_one_first_and_those_ahead_apart(
    purse: Purse, as_person: AsPerson
) -> None:
    agreement = purse.agreements[0]
    for month in (10, 11, 12):
        when = date(2026, month, 1)
        HonorariumLine.objects.get_or_create(agreement=agreement, month=when, defaults={"amount": "100.00"})
    with time_machine.travel("2026-11-20 10:00:00+00:00"):
        [page] = as_person(purse.members[0]).get("/me/honoraria/").context["pages"]
    assert [one.month.month for one in page.lines] == [11, 10]
    assert [one.month.month for one in page.later] == [12]


def test_pages_of_money_are_found_from_the_desk_of_the_coordination(purse: Purse, as_person: AsPerson) -> None:
    prepare_month(month=MONTH)
    here = purse.community.public_id
    for person, place in ((purse.coordinator, "coordination/"), (purse.treasurer, "money/")):
        html = as_person(person).get(at(purse), {"month": "2026-11"}).content.decode()
        assert f'href="/c/{here}/{place}" aria-current="true"' in html
    page = as_person(purse.coordinator).get(at(purse), {"month": "2026-11"}).context["page"]
    assert MONTH not in page.others


def test_one_says_how_to_be_paid_and_takes_it_back(purse: Purse, as_person: AsPerson) -> None:
    member = as_person(purse.members[0])
    wrong = member.post("/me/honoraria/details/", {"means": "transfer", "name": "Nom", "account": ""})
    assert wrong.status_code == 422
    said = {"means": "transfer", "name": "Nom neuf", "account": "FR76 3000"}
    assert member.post("/me/honoraria/details/", said).status_code == 303
    assert PayeeDetails.objects.get(person=purse.members[0]).name == "Nom neuf"
    assert member.post("/me/honoraria/details/removal/").status_code == 303
    assert not PayeeDetails.objects.filter(person=purse.members[0]).exists()


def test_an_agreement_is_made_with_a_member_and_amounts_are_read_as_typed(purse: Purse, as_person: AsPerson) -> None:
    with time_machine.travel("2026-11-28 10:00:00+00:00"):
        lead = as_person(purse.coordinator)
        page = lead.get(at(purse, "agreements/"))
        key = next(one for one, _name in page.context["form"].fields["person"].choices if one)
        said = {"person": key, "currency": "EUR", "first": "2026-12", "last": "2027-11"}
        for amount in ("-100", "1.250", "cent", "0", "100,001"):
            refused = lead.post(at(purse, "agreements/"), {**said, "amount": amount})
            assert refused.status_code == 422, amount
            assert amount in refused.content.decode()
        assert HonorariumAgreement.objects.count() == 3
        assert lead.post(at(purse, "agreements/"), {**said, "amount": "100,50"}).status_code == 303
    assert str(HonorariumAgreement.objects.latest("pk").monthly_amount) == "100.50"
