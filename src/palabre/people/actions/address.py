"""Another address for an account."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.journal.actions import record
from palabre.kit.throttle import allow
from palabre.kit.verdict import Refused, no, require
from palabre.people.models import AddressChange, MailLink, Person, Session
from palabre.people.rules import LINK_OVER, can_confirm_address, can_undo_address, fresh_person

SAME = no(_("This is your address already."))
OFTEN = no(_("Three changes were asked for within an hour. Wait a little."))


def ask_address(*, actor: Person, address: str) -> AddressChange:
    """Ask for another address: a link goes to its mailbox. Raises Refused.

    Whether the address belongs to an account already is not told; no link is sent then (`people/notices`).
    """
    with transaction.atomic():
        fresh_person(actor)
        if address.casefold() == actor.email.casefold():
            raise Refused(SAME, "address")
        if not allow(f"people address {actor.pk}", 3, 3600):
            raise Refused(OFTEN, "address")
        AddressChange.objects.filter(person=actor, done_at=None, dropped_at=None).update(dropped_at=timezone.now())
        change = AddressChange.objects.create(person=actor, old=actor.email, new=address)
        _tell("people.address_asked", actor, change)
    return change


def confirm_address(*, actor: Person, change: AddressChange) -> Person:
    """She opened the link in the new mailbox: from now on mail goes there, and the old one hears of it. Raises Refused."""
    with transaction.atomic():
        person = fresh_person(Person.objects.select_for_update().get(pk=actor.pk))
        change = AddressChange.objects.select_for_update().get(pk=change.pk)
        require(can_confirm_address(person, change))
        change.old, change.done_at = person.email, timezone.now()
        _write(person, change.new)
        change.save(update_fields=["old", "done_at"])
        MailLink.objects.filter(person=person, used_at=None).update(used_at=timezone.now())
        _tell("people.address_changed", person, change)
    actor.email = person.email
    return actor


def undo_address(*, change: AddressChange) -> Person:
    """Whoever reads the old mailbox takes the change back: the old address again, and every session ends. Raises Refused."""
    with transaction.atomic():
        change = AddressChange.objects.select_for_update(of=("self",)).select_related("person").get(pk=change.pk)
        require(can_undo_address(change))
        person, now = change.person, timezone.now()
        _write(person, change.old)
        change.undone_at = now
        change.save(update_fields=["undone_at"])
        Session.objects.filter(person=person).delete()
        MailLink.objects.filter(person=person, used_at=None).update(used_at=now)
        later = AddressChange.objects.filter(person=person, pk__gt=change.pk)
        later.filter(done_at=None, dropped_at=None).update(dropped_at=now)
        later.filter(undone_at=None, done_at__isnull=False).update(undone_at=now)
        _tell("people.address_undone", person, change)
    return person


def _write(person: Person, address: str) -> None:
    """The table has the last word on whether it is free; the reader only learns that the link is over."""
    person.email = address
    try:
        with transaction.atomic():
            person.save(update_fields=["email"])
    except IntegrityError as taken:
        raise Refused(no(LINK_OVER)) from taken


def _tell(kind: str, person: Person, change: AddressChange) -> None:
    record(kind, actor_id=person.pk, about_id=person.pk, subject="address", subject_id=change.pk)
