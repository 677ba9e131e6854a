"""What a person says of herself, and her keys."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from palabre.journal.actions import record
from palabre.kit.ids import new_token
from palabre.kit.verdict import Refused, no, require
from palabre.people.choices import Language
from palabre.people.models import Person, Session
from palabre.people.rules import can_use_password, fresh_person
from palabre.people.throttling import Attempt, may_try, note_failure

WAIT = no(_("There were too many attempts. Wait a few minutes, then try again."))
NOT_THE_OLD_ONE = no(_("This is not your present password."))


def change_profile(*, actor: Person, display_name: str, pronouns: str, language: str, zone: str) -> Person:
    """The name that is shown, the pronouns, the language and the clock."""
    said = {"display_name": display_name, "pronouns": pronouns, "language": language, "zone": zone}
    with transaction.atomic():
        fresh_person(actor)
        for name, value in said.items():
            setattr(actor, name, value)
        actor.save(update_fields=list(said))
        _tell("people.profile_changed", actor)
    return actor


def set_language(*, actor: Person, language: str) -> Person:
    """The language of pages and mails."""
    with transaction.atomic():
        fresh_person(actor)
        actor.language = Language(language)
        actor.save(update_fields=["language"])
        _tell("people.language_set", actor, language=actor.language)
    return actor


def renew_calendar_key(*, actor: Person) -> Person:
    """A new address for the private calendar; the old one stops answering."""
    with transaction.atomic():
        fresh_person(actor)
        actor.calendar_key = new_token()
        actor.save(update_fields=["calendar_key"])
        _tell("people.calendar_key_renewed", actor)
    return actor


def change_password(
    *, actor: Person, old: str, new: str, keep: str | None = None, attempt: Attempt | None = None
) -> Person:
    """Change it, knowing the old one; every session but `keep` ends. Raises Refused.

    Who entered by a link and never had a password gives an empty old one. `attempt` counts wrong guesses.
    """
    fresh_person(actor)
    if attempt is not None and not may_try(attempt):
        raise Refused(WAIT, "old")
    if actor.has_usable_password() and not actor.check_password(old):
        if attempt is not None:
            note_failure(attempt)
        raise Refused(NOT_THE_OLD_ONE, "old")
    return write_password(person=actor, password=new, keep=keep)


def write_password(*, person: Person, password: str, keep: str | None = None) -> Person:
    """Set a good one and end the other sessions, whose seal no longer holds. Raises Refused."""
    require(can_use_password(password, email=person.email, name=person.display_name), "password")
    with transaction.atomic():
        person.set_password(password)
        person.save(update_fields=["password"])
        Session.objects.filter(person=person).exclude(pk=keep or "").delete()
        _tell("people.password_changed", person)
    return person


def _tell(kind: str, actor: Person, **facts: Any) -> None:
    record(kind, actor_id=actor.pk, subject="person", subject_id=actor.pk, **facts)
