"""Proving who one is: the code or passkey at sign-in, and whatever is asked once more before a gesture that weighs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from palabre.journal.actions import record
from palabre.kit.verdict import Refused, no
from palabre.people.actions.codes import taken_code
from palabre.people.actions.factors import show_passkey
from palabre.people.choices import FactorKind
from palabre.people.models import Person
from palabre.people.throttling import Attempt, may_try, note_failure

WRONG_CODE = no(_("This code is not right, or it was used before. Take the next one."))
WRONG_PASSWORD = no(_("This is not your password."))
WAIT = no(_("There were too many attempts. Wait a few minutes, then try again."))


def prove_by_code(*, person: Person, attempt: Attempt, code: str) -> FactorKind:
    """A code of her generator or of her sheet; it is used up. Raises Refused."""
    if not may_try(attempt):
        raise Refused(WAIT)
    kind = taken_code(person, code)
    if kind is None:
        note_failure(attempt)
        _refused(person)
        raise Refused(WRONG_CODE, "proof_code")
    return kind


def prove_by_password(*, person: Person, attempt: Attempt, password: str) -> None:
    """Her password, once more. Raises Refused."""
    if not may_try(attempt):
        raise Refused(WAIT)
    if not person.check_password(password):
        note_failure(attempt)
        _refused(person)
        raise Refused(WRONG_PASSWORD, "proof_password")


def prove_by_passkey(*, person: Person, state: str, answer: str) -> FactorKind:
    """One of her passkeys. Raises Refused."""
    show_passkey(person=person, state=state, answer=answer)
    return FactorKind.PASSKEY


def _refused(person: Person) -> None:
    record("people.proof_refused", actor_id=None, about_id=person.pk, subject="person", subject_id=person.pk)
