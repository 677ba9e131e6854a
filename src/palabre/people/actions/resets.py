"""Every factor is lost: she asks, somebody who coordinates says that it is she, a day passes, she comes in without.

Four eyes and a day: whoever stole the password or the mailbox has neither, and she hears of it meanwhile.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.journal.actions import record
from palabre.kit.verdict import Refused, no, require
from palabre.people.actions.factors import give_up_factors
from palabre.people.choices import RESET_LIFE
from palabre.people.models import FactorReset, Person, Session
from palabre.people.rules import can_use_reset, fresh_person, has_factor

OVER = no(_("This request is over."))
NOT_ALONE = no(_("Somebody else must say that it is you."))
NOTHING_LOST = no(_("No second factor is asked of you."))


def ask_reset(*, person: Person) -> FactorReset:
    """She has given her password or used a mail link, and has nothing else. A request that waits stays. Raises Refused."""
    with transaction.atomic():
        fresh_person(Person.objects.select_for_update().get(pk=person.pk))
        if not has_factor(person):
            raise Refused(NOTHING_LOST)
        _end_old(person)
        reset = FactorReset.objects.filter(person=person, ended_at=None).first()
        if reset is None:
            reset = FactorReset.objects.create(person=person)
            _tell("people.reset_asked", person, reset)
    return reset


def confirm_reset(*, by: Person, reset: FactorReset) -> FactorReset:
    """Somebody who knows her says that it is she; the room that calls has asked whether `by` may. Raises Refused."""
    with transaction.atomic():
        reset = _open(reset)
        if reset.person_id == by.pk:
            raise Refused(NOT_ALONE)
        if reset.confirmed_at is not None:
            raise Refused(OVER)
        reset.confirmed_at, reset.confirmed_by = timezone.now(), by
        reset.save(update_fields=["confirmed_at", "confirmed_by"])
        _tell("people.reset_confirmed", by, reset)
    return reset


def refuse_reset(*, by: Person, reset: FactorReset) -> FactorReset:
    """It is not she, or she herself stops it. Raises Refused."""
    with transaction.atomic():
        reset = _open(reset)
        reset.ended_at = timezone.now()
        reset.save(update_fields=["ended_at"])
        _tell("people.reset_stopped", by, reset)
    return reset


def use_reset(*, person: Person) -> None:
    """The day is over: every factor goes, every session ends, and she takes up a new one at once. Raises Refused."""
    with transaction.atomic():
        fresh_person(person)
        reset = FactorReset.objects.select_for_update().filter(person=person, ended_at=None).first()
        if reset is None:
            raise Refused(OVER)
        require(can_use_reset(reset))
        reset.ended_at = timezone.now()
        reset.save(update_fields=["ended_at"])
        give_up_factors(person)
        Session.objects.filter(person=person).delete()
        _tell("people.reset_used", person, reset)


def stop_resets(*, person: Person) -> None:
    """She came in with a factor: whoever asked to come in without was not she, or no longer needs it."""
    for reset in FactorReset.objects.filter(person=person, ended_at=None):
        refuse_reset(by=person, reset=reset)


def _open(reset: FactorReset) -> FactorReset:
    found = FactorReset.objects.select_for_update(of=("self",)).select_related("person").get(pk=reset.pk)
    if found.ended_at is not None:
        raise Refused(OVER)
    return found


def _end_old(person: Person) -> None:
    """Nobody confirmed it within a week, or she did not come in within the week after: a new one may be asked."""
    now = timezone.now()
    mine = FactorReset.objects.filter(person=person, ended_at=None)
    mine.filter(confirmed_at=None, asked_at__lt=now - RESET_LIFE).update(ended_at=now)
    mine.filter(confirmed_at__lt=now - RESET_LIFE - timedelta(days=1)).update(ended_at=now)


def _tell(kind: str, actor: Person, reset: FactorReset) -> None:
    record(kind, actor_id=actor.pk, about_id=reset.person_id, subject="reset", subject_id=reset.pk)
