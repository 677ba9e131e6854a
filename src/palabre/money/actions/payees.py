"""How a person wants to be paid: she alone writes it; it is forgotten when nothing is left to pay."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.journal.actions import record
from palabre.kit.text import one_line
from palabre.kit.verdict import Refused, no
from palabre.money.choices import LineState, Means
from palabre.money.models import HonorariumAgreement, HonorariumLine, PayeeDetails
from palabre.people.models import Person
from palabre.people.rules import fresh_person

KEPT_AFTER = timedelta(days=60)
LONGEST = 160


def set_payee(*, actor: Person, means: str, name: str, account: str, institution: str, note: str) -> PayeeDetails:
    """Her own details, sealed. Raises Refused."""
    with transaction.atomic():
        actor = fresh_person(actor)
        if not HonorariumAgreement.objects.filter(person=actor).exists():
            raise Refused(no(_("There is nothing to pay to you here, so nothing is asked.")))
        said = {
            "name": one_line(name)[:LONGEST], "account": one_line(account)[:LONGEST],
            "institution": one_line(institution)[:LONGEST], "note": one_line(note)[:LONGEST],
        }  # fmt: skip
        if means not in Means.values:
            raise Refused(no(_("Choose one of the answers shown.")), "means")
        if not said["name"]:
            raise Refused(no(_("Write the name under which the payment is received.")), "name")
        if means != Means.CASH and not said["account"]:
            raise Refused(no(_("Write the account or the number that receives the payment.")), "account")
        details, _made = PayeeDetails.objects.update_or_create(
            person=actor, defaults={"means": means, "changed_at": timezone.now(), **said}
        )
        record("money.payee_set", actor_id=actor.pk, subject="person", subject_id=actor.pk)
    return details


def forget_payee(*, actor: Person) -> None:
    """She takes them back; a payment that waits then waits for new ones."""
    with transaction.atomic():
        actor = fresh_person(actor)
        PayeeDetails.objects.filter(person=actor).delete()
        record("money.payee_forgotten", actor_id=actor.pk, subject="person", subject_id=actor.pk)


def forget_old_payees() -> int:
    """Details of whom nothing was paid for sixty days, and nothing is to pay (DOMAIN.md §4.5). Gives how many."""
    since = timezone.now() - KEPT_AFTER
    lines = HonorariumLine.objects.filter(agreement__person=OuterRef("person"))
    waiting = lines.filter(state__in=(LineState.PLANNED, LineState.ELIGIBLE, LineState.APPROVED))
    running = HonorariumAgreement.objects.filter(
        person=OuterRef("person"), ended_at=None, last_month__gte=since.date().replace(day=1)
    )
    rows = PayeeDetails.objects.exclude(Exists(waiting)).exclude(Exists(running)).filter(changed_at__lt=since)
    return rows.exclude(Exists(lines.filter(paid_at__gte=since))).delete()[0]
