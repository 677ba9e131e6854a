"""Naming, confirming and ending a keeper of the instance. `actor` None is whoever runs the server."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.rules import fresh, keepers
from palabre.communities.rules.keeping import (
    TERM,
    can_confirm_keeper,
    can_end_keeping,
    can_name_keeper,
    waiting_keepers,
)
from palabre.journal.actions import record
from palabre.kit.verdict import Refused, no, require
from palabre.people.models import Keeper, Person

UNKNOWN = no(_("No open account has these letters."))
NOTHING = no(_("Nothing is waiting to be confirmed here."))


def name_keeper(*, actor: Person | None, account: str) -> Keeper:
    """By the letters of the account; she keeps nothing before another keeper has confirmed it. Raises Refused."""
    with transaction.atomic():
        person = Person.objects.select_for_update().filter(public_id=account, is_active=True).first()
        if person is None:
            raise Refused(UNKNOWN, "account")
        if actor is not None:
            require(can_name_keeper(fresh(actor), person), "account")
        keeper = Keeper.objects.create(person=person, named_by=actor, confirmed_at=None)
        _tell("people.keeper_named", actor, keeper)
    return keeper


def confirm_keeper(*, actor: Person | None, account: str) -> Keeper:
    """Four eyes: from now on she keeps the instance, for a year; an earlier year of hers ends. Raises Refused."""
    with transaction.atomic():
        keeper = _waiting(account)
        if actor is not None:
            require(can_confirm_keeper(fresh(actor), keeper))
        now = timezone.now()
        keepers().filter(person=keeper.person_id).update(until=now)
        keeper.confirmed_at, keeper.confirmed_by, keeper.since, keeper.until = now, actor, now, now + TERM
        keeper.save(update_fields=["confirmed_at", "confirmed_by", "since", "until"])
        _tell("people.keeper_confirmed", actor, keeper)
    return keeper


def end_keeping(*, actor: Person | None, account: str) -> None:
    """A naming is taken back, or a keeper lays her task down. Raises Refused."""
    with transaction.atomic():
        rows = Keeper.objects.select_for_update().filter(person__public_id=account)
        waiting = rows.filter(confirmed_at=None, until=None).first()
        keeper = waiting or keepers().filter(person__public_id=account).order_by("-since").first()
        if keeper is None:
            raise Refused(NOTHING)
        if actor is not None:
            # every keeper's row is held: of two who lay down at once one stays
            list(Keeper.objects.select_for_update().order_by("pk"))
            require(can_end_keeping(fresh(actor), keeper))
        keeper.until = timezone.now()
        keeper.save(update_fields=["until"])
        _tell("people.keeper_ended", actor, keeper)


def _waiting(account: str) -> Keeper:
    rows = Keeper.objects.select_for_update().filter(person__public_id=account)
    keeper = rows.filter(confirmed_at=None, until=None).first()
    if keeper is None or keeper not in waiting_keepers():
        raise Refused(NOTHING)
    return keeper


def _tell(kind: str, actor: Person | None, keeper: Keeper) -> None:
    by = actor.pk if actor else None
    record(kind, actor_id=by, about_id=keeper.person_id, subject="person", subject_id=keeper.person_id)
