"""Entering with a password, leaving, and the devices one is signed in on."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth import authenticate
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.journal.actions import record
from palabre.kit.verdict import Refused, no, require
from palabre.people.models import Person, Session
from palabre.people.rules import can_end_session, fresh_person
from palabre.people.throttling import Attempt, may_try, note_failure

# The same words whether the account exists or not.
WRONG = no(_("This address and this password do not go together. Check both, or ask for a link by mail."))
WAIT = no(_("There were too many attempts. Wait a few minutes, or ask for a link by mail."))


def check_password(*, attempt: Attempt, password: str) -> Person:
    """The person behind an address and a password; same words and about the same time if there is none.

    An old hash is brought up to date on the way. Raises Refused.
    """
    if not may_try(attempt):
        raise Refused(WAIT)
    person = authenticate(None, email=attempt.email, password=password)
    if not isinstance(person, Person):
        note_failure(attempt)
        record("people.sign_in_refused", actor_id=None, subject="person", subject_id=None)
        raise Refused(WRONG)
    return person


def note_sign_in(*, person: Person, device: str, way: str, factor: str = "") -> None:
    """Somebody entered: by `password`, `link`, `invitation` or `passkey`; and what she showed beside it."""
    # only the month is kept, for closing accounts that nobody uses (DOMAIN.md §4.5)
    month = timezone.localdate().replace(day=1)
    Person.objects.filter(pk=person.pk).exclude(seen_on=month, warned_at=None).update(seen_on=month, warned_at=None)
    by = person.pk
    record("people.signed_in", actor_id=by, subject="person", subject_id=by, device=device, way=way, factor=factor)


def note_sign_out(*, person: Person) -> None:
    record("people.signed_out", actor_id=person.pk, subject="person", subject_id=person.pk)


def end_session(*, actor: Person, session: Session) -> None:
    """End one session; the device finds the sign-in page. Raises Refused."""
    with transaction.atomic():
        fresh_person(actor)
        require(can_end_session(actor, session))
        Session.objects.filter(pk=session.pk).delete()
        record("people.session_ended", actor_id=actor.pk, subject="person", subject_id=actor.pk)


def end_other_sessions(*, actor: Person, keep: str | None) -> int:
    """End every session but the one whose key is `keep`; gives their number."""
    with transaction.atomic():
        fresh_person(actor)
        others = Session.objects.filter(person=actor).exclude(pk=keep or "")
        number, _by_table = others.delete()
        record("people.sessions_ended", actor_id=actor.pk, subject="person", subject_id=actor.pk, number=number)
    return number


def end_all_sessions(*, person: Person, actor_id: int | None = None) -> int:
    """End every session of a person, on every device (SR-08); gives their number. The caller has asked its rule."""
    with transaction.atomic():
        number, _by_table = Session.objects.filter(person=person).delete()
        actor = person.pk if actor_id is None else actor_id
        record(
            "people.sessions_ended",
            actor_id=actor,
            about_id=person.pk,
            subject="person",
            subject_id=person.pk,
            number=number,
        )
    return number


def begin_grace(*, person: Person, until: datetime) -> None:
    """Until when she may go on without the second factor that is asked of her: said once, never put off."""
    with transaction.atomic():
        first = Person.objects.filter(pk=person.pk, factor_due_at=None).update(factor_due_at=until)
        if first:
            by = person.pk
            record("people.factor_asked", actor_id=by, subject="person", subject_id=by, until=until.isoformat())
    person.factor_due_at = person.factor_due_at or until
