"""A locked account opens again: with its password and its second factor, a day after that was asked for.

Sooner when the coordination of one of her communities says that it is she; also where she has no second factor.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.journal.actions import record
from palabre.kit.verdict import Refused, no
from palabre.people.actions.codes import code_holds, has_codes
from palabre.people.choices import LOCK_WAIT
from palabre.people.models import LockEvent, Person
from palabre.people.throttling import Attempt, may_try, note_failure

# The same words whether the account exists, is locked, or not.
WRONG = no(_("These do not go together, or this account is not locked. Check each of them."))
OPEN_AGAIN = no(_("This account is open again."))
WAIT = no(_("There were too many attempts. Wait a few minutes, then try again."))


@dataclass(frozen=True, slots=True)
class Opening:
    """What became of the wish: open now; or from a moment on, sooner if her coordination says that it is she.

    `opens_at` is None while only her coordination's word opens it: she has no second factor.
    """

    opened: bool
    opens_at: datetime | None = None


def ask_opening(*, attempt: Attempt, password: str, code: str) -> Opening:
    """Open one's locked account, or begin the day that must pass. Raises Refused."""
    if not may_try(attempt):
        raise Refused(WAIT)
    with transaction.atomic():
        person = Person.objects.select_for_update().filter(email__iexact=attempt.email, locked_at__isnull=False).first()
        # asked before the code is used up: it may be the last one
        typed = person is not None and has_codes(person)
        proved = _proved(person, password, code if typed else None)
        if person is not None and proved:
            return _open_or_wait(person, with_factor=typed)
    note_failure(attempt)
    record("people.opening_refused", actor_id=None, subject="person", subject_id=None)
    raise Refused(WRONG)


def _proved(person: Person | None, password: str, code: str | None) -> bool:
    """The password, and the code where she has one; about the same time where there is no such account."""
    if person is None:
        make_password(password)
        return False
    return person.check_password(password) and (code is None or code_holds(person, code))


def _open_or_wait(person: Person, *, with_factor: bool) -> Opening:
    lock, now = LockEvent.objects.select_for_update().get(person=person, opened_at=None), timezone.now()
    if lock.asked_at is None:
        lock.asked_at = now
        lock.save(update_fields=["asked_at"])
        _tell("people.opening_asked", person, lock)
    opens_at = lock.asked_at + LOCK_WAIT if with_factor else None
    if lock.checked_at is None and (opens_at is None or opens_at > now):
        return Opening(opened=False, opens_at=opens_at)
    _open(person, lock)
    return Opening(opened=True)


def confirm_locked(*, by: Person, lock: LockEvent) -> LockEvent:
    """Somebody who knows her says that it is she; the room that calls has asked whether `by` may.

    Her password is still asked. An account that never had one opens now: it is entered by a mail link as always.
    """
    with transaction.atomic():
        lock = LockEvent.objects.select_for_update(of=("self",)).select_related("person").get(pk=lock.pk)
        if lock.opened_at is not None:
            raise Refused(OPEN_AGAIN)
        lock.checked_at, lock.checked_by = timezone.now(), by
        lock.save(update_fields=["checked_at", "checked_by"])
        _tell("people.lock_checked", lock.person, lock, by)
        if not lock.person.has_usable_password():
            _open(lock.person, lock)
    return lock


def _open(person: Person, lock: LockEvent) -> None:
    person.is_active, person.locked_at = True, None
    person.save(update_fields=["is_active", "locked_at"])
    lock.opened_at = timezone.now()
    lock.save(update_fields=["opened_at"])
    _tell("people.unlocked", person, lock)


def _tell(kind: str, person: Person, lock: LockEvent, actor: Person | None = None) -> None:
    record(kind, actor_id=(actor or person).pk, about_id=person.pk, subject="lock", subject_id=lock.pk)
