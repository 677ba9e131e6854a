"""A month on its way: due, approved by the coordination, paid once by the treasury; mended only by a reversal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.models import Community, Membership
from palabre.communities.rules import fresh
from palabre.journal.actions import record
from palabre.kit.verdict import Refused, Verdict, no, require
from palabre.money.actions.common import MORE_THAN_THE_SUM
from palabre.money.choices import LineState, Means, VoidReason
from palabre.money.models import HonorariumLine, PayeeDetails
from palabre.money.rules.honoraria import (
    can_approve_honorarium,
    can_mark_due,
    can_open_payee,
    can_pay_honorarium,
    can_reverse_honorarium,
    can_settle_month,
    can_void_honorarium,
    worked_then,
)
from palabre.people.models import Person

NO_DETAILS = no(_("This person has not said yet how she wants to be paid. She does that on her own page."))
NO_REFERENCE = no(_("Write the reference of the payment: it is the proof."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """How one line is paid; fees are in the currency of the line."""

    line: HonorariumLine
    means: str
    reference: str
    fees: Decimal = Decimal(0)


def mark_month_due(*, actor: Person, community: Community, month: date) -> int:
    """Every planned line of the month: due for whoever was active, set aside for whoever was not. Raises Refused.

    One's own line is left alone: somebody else of the coordination looks at it. Gives how many became due.
    """
    with transaction.atomic():
        require(can_settle_month(fresh(actor), community))
        lines = _of_month(community, month, LineState.PLANNED)
        places = Membership.objects.taken().filter(community=community)
        states = {row.person_id: row for row in places}
        due = 0
        for line in lines:
            if not can_mark_due(actor, line):
                _unless_own(can_mark_due(actor, line), line, actor)
                continue
            worked = worked_then(states.get(line.agreement.person_id))
            line.state = LineState.ELIGIBLE if worked else LineState.VOID
            line.void_because, line.eligible_by = "" if worked else VoidReason.INACTIVE, actor
            line.save(update_fields=["state", "void_because", "eligible_by"])
            due += worked
        if lines:
            _tell_month("money.month_due", actor, community, month, due)
    return due


def approve_month(*, actor: Person, community: Community, month: date) -> int:
    """Every line that is due for the first time, but one's own. Gives how many were approved. Raises Refused.

    What is due again after a reversal is looked at and approved line by line.
    """
    with transaction.atomic():
        require(can_settle_month(fresh(actor), community))
        count = 0
        for line in _of_month(community, month, LineState.ELIGIBLE):
            if line.replaces_id is not None:
                continue
            if not (verdict := can_approve_honorarium(actor, line)):
                _unless_own(verdict, line, actor)
                continue
            _approve(line, actor)
            count += 1
        if count:
            _tell_month("money.month_approved", actor, community, month, count)
    return count


def approve_honorarium(*, actor: Person, line: HonorariumLine) -> HonorariumLine:
    """One line that is due. Raises Refused."""
    with transaction.atomic():
        line = _locked(line)
        require(can_approve_honorarium(fresh(actor), line))
        _approve(line, actor)
        _tell("money.honorarium_approved", actor, line)
    return line


def pay_honoraria(*, actor: Person, payments: Sequence[Payment]) -> int:
    """All of them or none. Raises Refused; its `field` is the public id of the line that it speaks of."""
    with transaction.atomic():
        fresh(actor)
        for payment in sorted(payments, key=lambda one: one.line.pk):
            line = _locked(payment.line)
            _must(can_pay_honorarium(actor, line), line)
            details = PayeeDetails.objects.filter(person=line.agreement.person_id)
            if payment.means != Means.CASH and not details.exists():
                _must(NO_DETAILS, line)
            if not payment.reference.strip():
                _must(NO_REFERENCE, line)
            if payment.fees > line.amount:
                raise Refused(MORE_THAN_THE_SUM, f"fees-{line.public_id}")
            line.state, line.paid_by, line.paid_at = LineState.PAID, actor, timezone.now()
            line.means, line.reference, line.fees = payment.means, payment.reference.strip()[:80], payment.fees
            line.save(update_fields=["state", "paid_by", "paid_at", "means", "reference", "fees"])
            _tell("money.honorarium_paid", actor, line)
    return len(payments)


def void_honorarium(*, actor: Person, line: HonorariumLine, because: str) -> HonorariumLine:
    """A month that is not due. Raises Refused."""
    with transaction.atomic():
        line = _locked(line)
        require(can_void_honorarium(fresh(actor), line))
        if because not in VoidReason.values:
            raise Refused(no(_("Choose one of the answers shown.")), "because")
        line.state, line.void_because = LineState.VOID, because
        line.save(update_fields=["state", "void_because"])
        _tell("money.honorarium_voided", actor, line)
    return line


def reverse_honorarium(*, actor: Person, line: HonorariumLine, note: str, again: bool) -> HonorariumLine:
    """The same sum, negative, with the reason; `again`: the month is due once more. Raises Refused."""
    with transaction.atomic():
        line = _locked(line)
        require(can_reverse_honorarium(fresh(actor), line))
        if not note.strip():
            raise Refused(no(_("Say in a few words why this payment is reversed.")), "note")
        reversal = HonorariumLine.objects.create(
            agreement=line.agreement, month=line.month, amount=-line.amount, state=LineState.PAID, paid_by=actor,
            paid_at=timezone.now(), means=line.means, note=note.strip()[:300], reverses=line,
        )  # fmt: skip
        if again:
            due = HonorariumLine.objects.create(
                agreement=line.agreement, month=line.month, amount=line.amount, state=LineState.ELIGIBLE, replaces=line
            )
            _tell("money.honorarium_due_again", actor, due)
        _tell("money.honorarium_reversed", actor, reversal)
    return reversal


def open_payee(*, actor: Person, line: HonorariumLine) -> PayeeDetails:
    """How to pay her, for the payment that waits; she reads on her page when it was opened. Raises Refused."""
    with transaction.atomic():
        line = _locked(line)
        require(can_open_payee(fresh(actor), line))
        details = PayeeDetails.objects.filter(person=line.agreement.person_id).first()
        if details is None:
            raise Refused(NO_DETAILS)
        _tell("money.payee_opened", actor, line)
    return details


def _approve(line: HonorariumLine, actor: Person) -> None:
    line.state, line.approved_by, line.approved_at = LineState.APPROVED, actor, timezone.now()
    line.save(update_fields=["state", "approved_by", "approved_at"])


def _of_month(community: Community, month: date, state: str) -> list[HonorariumLine]:
    rows = HonorariumLine.objects.select_for_update(of=("self",)).select_related("agreement__community")
    wanted = rows.filter(agreement__community=community, month=month.replace(day=1), state=state, reverses=None)
    return list(wanted.order_by("pk"))


def _unless_own(verdict: Verdict, line: HonorariumLine, actor: Person) -> None:
    """In a whole month one's own line waits for somebody else; any other refusal stands."""
    if line.agreement.person_id != actor.pk:
        require(verdict)


def _must(verdict: Verdict, line: HonorariumLine) -> None:
    if not verdict:
        raise Refused(verdict, line.public_id)


def _locked(line: HonorariumLine) -> HonorariumLine:
    rows = HonorariumLine.objects.select_for_update(of=("self",)).select_related("agreement__community")
    return rows.get(pk=line.pk)


def _tell(kind: str, actor: Person, line: HonorariumLine) -> None:
    record(
        kind, actor_id=actor.pk, community_id=line.agreement.community_id, subject="honorarium", subject_id=line.pk,
        about_id=line.agreement.person_id,
    )  # fmt: skip


def _tell_month(kind: str, actor: Person, community: Community, month: date, number: int) -> None:
    record(
        kind, actor_id=actor.pk, community_id=community.pk, subject="community", subject_id=community.pk, month=month,
        number=number,
    )  # fmt: skip
