"""A month of thanks: prepared once, due to whoever worked, approved by one, paid by another, never one's own."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from palabre.communities.choices import MembershipState, Role
from palabre.communities.models import Membership
from palabre.journal.models import Entry
from palabre.journal.telling import REGISTRY
from palabre.kit.verdict import Refused
from palabre.money.actions.agreements import (
    begin_break,
    end_agreement,
    end_break,
    make_agreement,
    prepare_month,
    waive_month,
)
from palabre.money.actions.honoraria import (
    Payment,
    approve_honorarium,
    approve_month,
    mark_month_due,
    open_payee,
    pay_honoraria,
    reverse_honorarium,
    void_honorarium,
)
from palabre.money.actions.payees import forget_old_payees, forget_payee, set_payee
from palabre.money.choices import LineState
from palabre.money.models import HonorariumAgreement, HonorariumLine, PayeeDetails
from palabre.money.queries.honoraria import month_page, year_page
from tests.factories import grant, join, make_person
from tests.races import at_once
from tests.unit.money.making_honoraria import MONTH, Purse, make_purse

TODAY = "2026-11-28 10:00:00+00:00"


@pytest.fixture
def purse(db: None) -> Purse:
    return make_purse()


def pay(purse: Purse, number: int = 0, reference: str = "VIR-1") -> int:
    return pay_honoraria(
        actor=purse.treasurer, payments=[Payment(line=purse.line(number), means="mobile", reference=reference)]
    )


def up_to_approved(purse: Purse) -> None:
    prepare_month(month=MONTH)
    mark_month_due(actor=purse.coordinator, community=purse.community, month=MONTH)
    approve_month(actor=purse.coordinator, community=purse.community, month=MONTH)


def test_each_month_has_one_line_for_each_running_agreement(purse: Purse) -> None:
    with time_machine.travel(TODAY):
        end_agreement(actor=purse.coordinator, agreement=purse.agreements[2])
    assert prepare_month(month=date(2026, 11, 17)) == 2
    assert prepare_month(month=MONTH) == 0
    assert prepare_month(month=date(2027, 1, 1)) == 0, "no agreement runs then"
    assert {line.amount for line in HonorariumLine.objects.all()} == {Decimal(100)}
    with pytest.raises(IntegrityError), transaction.atomic():
        HonorariumLine.objects.create(agreement=purse.agreements[0], month=MONTH, amount=Decimal(100))


def test_only_whoever_was_active_is_due(purse: Purse) -> None:
    prepare_month(month=MONTH)
    place = Membership.objects.get(person=purse.members[1], community=purse.community)
    place.state = MembershipState.PAUSED
    place.save()
    assert mark_month_due(actor=purse.coordinator, community=purse.community, month=MONTH) == 2
    assert purse.line(0).state == LineState.ELIGIBLE
    assert (purse.line(1).state, purse.line(1).void_because) == (LineState.VOID, "inactive")


def test_a_month_given_up_is_set_aside_and_may_be_taken_back(purse: Purse) -> None:
    with time_machine.travel(TODAY):
        waive_month(actor=purse.members[0], agreement=purse.agreements[0], month=MONTH, waived=True)
        prepare_month(month=MONTH)
        assert purse.line().void_because == "waived"
        waive_month(actor=purse.members[0], agreement=purse.agreements[0], month=MONTH, waived=False)
        assert purse.line().state == LineState.PLANNED
        with pytest.raises(Refused):
            waive_month(actor=purse.members[1], agreement=purse.agreements[0], month=MONTH, waived=True)
        with pytest.raises(Refused):
            waive_month(actor=purse.members[0], agreement=purse.agreements[0], month=date(2027, 3, 1), waived=True)
        mark_month_due(actor=purse.coordinator, community=purse.community, month=MONTH)
        approve_month(actor=purse.coordinator, community=purse.community, month=MONTH)
        with pytest.raises(Refused, match="approved already"):
            waive_month(actor=purse.members[0], agreement=purse.agreements[0], month=MONTH, waived=True)


def test_nobody_brings_back_her_own_month_that_was_set_aside(purse: Purse) -> None:
    prepare_month(month=MONTH)
    void_honorarium(actor=purse.coordinator, line=purse.line(), because="inactive")
    with time_machine.travel(TODAY):
        for waived in (False, True, False):
            waive_month(actor=purse.members[0], agreement=purse.agreements[0], month=MONTH, waived=waived)
            assert (purse.line().state, purse.line().void_because) == (LineState.VOID, "inactive")


def test_a_break_sets_months_aside_and_keeps_the_place(purse: Purse) -> None:
    prepare_month(month=MONTH)
    with time_machine.travel(TODAY):
        begin_break(actor=purse.members[0], agreement=purse.agreements[0], first=MONTH, last=None)
        assert purse.line().void_because == "paused"
        with pytest.raises(Refused):
            begin_break(actor=purse.members[0], agreement=purse.agreements[0], first=MONTH, last=None)
        with pytest.raises(Refused):
            begin_break(actor=purse.coordinator, agreement=purse.agreements[1], first=MONTH, last=None)
        with pytest.raises(Refused):
            begin_break(actor=purse.members[1], agreement=purse.agreements[1], first=date(2026, 10, 1), last=None)
        end_break(actor=purse.members[0], agreement=purse.agreements[0])
    prepare_month(month=date(2026, 12, 1))
    assert purse.agreements[0].lines.get(month=date(2026, 12, 1)).state == LineState.PLANNED
    place = Membership.objects.get(person=purse.members[0], community=purse.community)
    assert place.state == MembershipState.ACTIVE


@pytest.mark.covers("INV-19")
def test_one_approves_another_pays_and_nobody_her_own(purse: Purse) -> None:
    up_to_approved(purse)
    line = purse.line()
    # whoever approved does not pay, even as treasurer
    grant(purse.coordinator, purse.community, Role.TREASURER)
    purse.coordinator.__dict__.pop("_standing", None)
    with pytest.raises(Refused, match="You approved"):
        pay_honoraria(actor=purse.coordinator, payments=[Payment(line=line, means="mobile", reference="X")])
    assert pay(purse) == 1
    line.refresh_from_db()
    assert (line.state, line.paid_by, line.reference, line.amount) == ("paid", purse.treasurer, "VIR-1", Decimal(100))
    with pytest.raises(Refused, match="paid already"):
        pay(purse)
    with pytest.raises(Refused):
        void_honorarium(actor=purse.coordinator, line=line, because="inactive")


@pytest.mark.covers("INV-19")
def test_nobody_approves_or_pays_her_own_line(purse: Purse) -> None:
    for person in (purse.coordinator, purse.treasurer):
        HonorariumAgreement.objects.create(
            community=purse.community, person=person, monthly_amount=Decimal(100), first_month=MONTH, last_month=MONTH
        )
    other = make_person("Autre coordination")
    join(other, purse.community)
    grant(other, purse.community, Role.COORDINATOR)
    up_to_approved(purse)
    own = HonorariumLine.objects.get(agreement__person=purse.coordinator)
    assert own.state == LineState.PLANNED, "her own line waited"
    mark_month_due(actor=other, community=purse.community, month=MONTH)
    own.refresh_from_db()
    with pytest.raises(Refused, match="her own"):
        approve_honorarium(actor=purse.coordinator, line=own)
    approve_month(actor=other, community=purse.community, month=MONTH)
    treasurers = HonorariumLine.objects.get(agreement__person=purse.treasurer)
    with pytest.raises(Refused, match="her own"):
        pay_honoraria(actor=purse.treasurer, payments=[Payment(line=treasurers, means="cash", reference="X")])
    with pytest.raises(Refused, match="her own"):
        make_agreement(
            actor=other, community=purse.community, person=other, amount=Decimal(100), currency="EUR", first=MONTH,
            last=MONTH,
        )  # fmt: skip


def test_several_payments_are_noted_all_or_none(purse: Purse) -> None:
    up_to_approved(purse)
    both = [
        Payment(line=purse.line(0), means="mobile", reference="A", fees=Decimal("0.50")),
        Payment(line=purse.line(1), means="mobile", reference=" "),
    ]
    with pytest.raises(Refused) as refused:
        pay_honoraria(actor=purse.treasurer, payments=both)
    assert refused.value.field == purse.line(1).public_id
    assert purse.line(0).state == LineState.APPROVED


def test_fees_are_never_more_than_the_sum(purse: Purse) -> None:
    up_to_approved(purse)
    dear = Payment(line=purse.line(), means="mobile", reference="A", fees=Decimal("100.01"))
    with pytest.raises(Refused) as refused:
        pay_honoraria(actor=purse.treasurer, payments=[dear])
    assert refused.value.field == f"fees-{purse.line().public_id}"
    assert purse.line().state == LineState.APPROVED


def test_who_has_not_said_how_is_paid_in_cash_only(db: None) -> None:
    purse = make_purse(1, details=False)
    up_to_approved(purse)
    with pytest.raises(Refused, match="has not said yet"):
        pay(purse)
    pay_honoraria(actor=purse.treasurer, payments=[Payment(line=purse.line(), means="cash", reference="reçu 3")])
    assert purse.line().state == LineState.PAID


def test_a_payment_is_mended_by_a_reversal_and_the_month_paid_again(purse: Purse) -> None:
    up_to_approved(purse)
    pay(purse)
    paid = purse.line()
    with pytest.raises(Refused):
        reverse_honorarium(actor=purse.treasurer, line=paid, note=" ", again=True)
    with pytest.raises(Refused):
        reverse_honorarium(actor=purse.coordinator, line=paid, note="compte fermé", again=True)
    back = reverse_honorarium(actor=purse.treasurer, line=paid, note="compte fermé", again=True)
    assert (back.amount, back.reverses, back.state) == (Decimal(-100), paid, LineState.PAID)
    with pytest.raises(Refused, match="reversed already"):
        reverse_honorarium(actor=purse.treasurer, line=paid, note="encore", again=True)
    with pytest.raises(Refused):
        reverse_honorarium(actor=purse.treasurer, line=back, note="retour du retour", again=False)
    again = approve_honorarium(actor=purse.coordinator, line=HonorariumLine.objects.get(replaces=paid))
    pay_honoraria(actor=purse.treasurer, payments=[Payment(line=again, means="mobile", reference="VIR-2")])
    told = month_page(purse.treasurer, purse.community, MONTH, {})
    assert told.paid == {"EUR": Decimal(100)}, "a hundred was paid in the end"
    assert year_page(purse.treasurer, purse.community, 2026, {}).rows[0].paid == Decimal(100)


@pytest.mark.covers("INV-19")
def test_a_month_due_again_is_approved_by_itself_and_never_by_whoever_reversed(purse: Purse) -> None:
    up_to_approved(purse)
    pay(purse)
    grant(purse.treasurer, purse.community, Role.COORDINATOR)
    purse.treasurer.__dict__.pop("_standing", None)
    reverse_honorarium(actor=purse.treasurer, line=purse.line(), note="compte fermé", again=True)
    again = HonorariumLine.objects.exclude(replaces=None).get()
    told = Entry.objects.get(kind="money.honorarium_due_again")
    heard = [one.person_id for tell in REGISTRY.tellers[told.kind] for one in tell(told)]
    assert heard == [purse.coordinator.pk]
    assert approve_month(actor=purse.coordinator, community=purse.community, month=MONTH) == 0
    again.refresh_from_db()
    assert again.state == LineState.ELIGIBLE, "the month never sweeps it up"
    with pytest.raises(Refused, match="You reversed"):
        approve_honorarium(actor=purse.treasurer, line=again)
    approve_honorarium(actor=purse.coordinator, line=again)
    again.refresh_from_db()
    assert (again.state, again.approved_by) == (LineState.APPROVED, purse.coordinator)


@pytest.mark.covers("SR-24")
def test_how_to_pay_is_sealed_and_opens_at_payment_only(purse: Purse) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, account FROM money_payeedetails")
        assert all("Nom civil" not in name and "70 00" not in account for name, account in cursor.fetchall())
    prepare_month(month=MONTH)
    with pytest.raises(Refused, match="only while a payment waits"):
        open_payee(actor=purse.treasurer, line=purse.line())
    mark_month_due(actor=purse.coordinator, community=purse.community, month=MONTH)
    approve_month(actor=purse.coordinator, community=purse.community, month=MONTH)
    with pytest.raises(Refused):
        open_payee(actor=purse.coordinator, line=purse.line())
    assert open_payee(actor=purse.treasurer, line=purse.line()).name == "Nom civil 0"
    entry = Entry.objects.get(kind="money.payee_opened")
    assert (entry.actor_id, entry.about_id) == (purse.treasurer.pk, purse.members[0].pk)


def test_details_are_written_by_oneself_and_forgotten_sixty_days_after(purse: Purse) -> None:
    stranger = make_person("Ailleurs")
    with pytest.raises(Refused, match="nothing to pay"):
        set_payee(actor=stranger, means="cash", name="X", account="", institution="", note="")
    with pytest.raises(Refused) as refused:
        set_payee(actor=purse.members[0], means="transfer", name="Nom", account="", institution="", note="")
    assert refused.value.field == "account"
    forget_payee(actor=purse.members[1])
    assert not PayeeDetails.objects.filter(person=purse.members[1]).exists()
    with time_machine.travel("2027-01-20"):
        assert forget_old_payees() == 0, "sixty days are not over"
    with time_machine.travel("2027-03-05"):
        assert forget_old_payees() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.covers("INV-19", "SR-58")
def test_twenty_payments_of_one_line_at_once_make_one() -> None:
    purse = make_purse(1)
    up_to_approved(purse)
    line = purse.line()

    def once() -> int:
        payment = Payment(line=HonorariumLine.objects.get(pk=line.pk), means="mobile", reference="VIR")
        return pay_honoraria(actor=type(purse.treasurer).objects.get(pk=purse.treasurer.pk), payments=[payment])

    results = at_once([once] * 20)
    assert [one for one in results if one == 1] == [1]
    assert all(isinstance(one, Refused) for one in results if one != 1), results
    assert Entry.objects.filter(kind="money.honorarium_paid").count() == 1


def test_an_empty_month_is_settled_by_the_coordination_alone(purse: Purse) -> None:
    settled = {"community": purse.community, "month": date(2026, 12, 1)}
    for actor in (make_person("Ailleurs"), purse.members[0], purse.treasurer):
        for act in (mark_month_due, approve_month):
            with pytest.raises(Refused):
                act(actor=actor, **settled)
    assert mark_month_due(actor=purse.coordinator, **settled) == approve_month(actor=purse.coordinator, **settled) == 0
    assert not Entry.objects.filter(kind__in=("money.month_due", "money.month_approved")).exists()


@pytest.mark.covers("INV-19")
def test_nobody_reverses_or_sets_aside_her_own_month(purse: Purse) -> None:
    up_to_approved(purse)
    pay(purse)
    prepare_month(month=date(2026, 12, 1))
    her = purse.members[0]
    for role in (Role.TREASURER, Role.COORDINATOR):
        grant(her, purse.community, role)
    with pytest.raises(Refused):
        reverse_honorarium(actor=her, line=purse.line(), note="x", again=True)
    with pytest.raises(Refused):
        void_honorarium(actor=her, line=purse.agreements[0].lines.get(month=date(2026, 12, 1)), because="inactive")
