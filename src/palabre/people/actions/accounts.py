"""Accounts begin."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from palabre.journal.actions import record
from palabre.kit.verdict import Refused, no, require
from palabre.people.choices import Language
from palabre.people.models import Keeper, Person
from palabre.people.rules import can_use_password

TAKEN = no(_("There is already an account with this address."))


def create_person(
    *,
    email: str,
    display_name: str,
    password: str | None = None,
    language: str = Language.FRENCH,
    zone: str = "UTC",
    pronouns: str = "",
    created_by: Person | None = None,
) -> Person:
    """Open an account. Without a password one enters by a mail link. Raises Refused."""
    person = Person(email=email.strip(), display_name=display_name, language=language, zone=zone, pronouns=pronouns)
    if password is None:
        person.set_unusable_password()
    else:
        require(can_use_password(password, email=email, name=display_name), "password")
        person.set_password(password)
    try:
        with transaction.atomic():
            person.save(force_insert=True)
            actor = created_by or person
            record("people.created", actor_id=actor.pk, about_id=person.pk, subject="person", subject_id=person.pk)
    except IntegrityError as taken:
        raise Refused(TAKEN, "email") from taken
    return person


def create_keeper(
    *,
    email: str,
    display_name: str,
    password: str | None = None,
    language: str = Language.FRENCH,
    zone: str = "UTC",
) -> Person:
    """The person who cares for the instance. Called from the command line of the server only. Raises Refused.

    Without a password: `make_mail_link(person=…, purpose="new_password").token()` opens /sign-in/link/<token>/,
    where she chooses one.
    """
    with transaction.atomic():
        person = create_person(email=email, display_name=display_name, password=password, language=language, zone=zone)
        Keeper.objects.create(person=person)
        record("people.keeper_named", actor_id=None, about_id=person.pk, subject="person", subject_id=person.pk)
    return person
