"""The last of an erased person: her account, and everything that belongs to her alone."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from palabre.journal.actions import record
from palabre.kit.ids import new_id, new_token
from palabre.people.choices import MailChoice
from palabre.people.models import (
    AddressChange,
    CodeSheet,
    Consent,
    Draft,
    FactorReset,
    Keeper,
    LockEvent,
    MailLink,
    Passkey,
    Person,
    Profile,
    SelfDescription,
    Session,
    Totp,
)

# What belongs to her alone and goes with her.
HERS: tuple[type[Model], ...] = (
    Session, MailLink, Draft, Passkey, Totp, CodeSheet, FactorReset, AddressChange, Profile, SelfDescription, Consent,
    LockEvent, Keeper,
)  # fmt: skip
NOWHERE = "erased.invalid"


def erase_person(*, person: Person) -> None:
    """The row stays, so that keys go on leading somewhere; nothing in it says who she was."""
    with transaction.atomic():
        for table in HERS:
            table._base_manager.filter(person=person).delete()
        gone = {
            "email": f"{new_id()}@{NOWHERE}",
            "display_name": "",
            "pronouns": "",
            "zone": "UTC",
            "is_active": False,
            "mail": MailChoice.NONE,
            "calendar_words": False,
            "lock_digest": None,
            "locked_at": None,
            "factor_due_at": None,
            "seen_on": None,
            "warned_at": None,
            "calendar_key": new_token(),
            "erased_at": timezone.now(),
        }
        for name, value in gone.items():
            setattr(person, name, value)
        person.set_unusable_password()
        person.save(update_fields=[*gone, "password"])
        record("people.erased", actor_id=None, about_id=person.pk, subject="person", subject_id=person.pk)


def note_unused(*, person: Person) -> None:
    """She is told that an account nobody uses will be closed."""
    with transaction.atomic():
        person.warned_at = timezone.now()
        person.save(update_fields=["warned_at"])
        record("people.unused", actor_id=None, about_id=person.pk, subject="person", subject_id=person.pk)
