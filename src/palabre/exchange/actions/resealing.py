"""Sealed values, sealed anew under the key of today (SR-24)."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Model

from palabre.exchange.queries.sealed import sealed_fields as fields
from palabre.exchange.queries.sealed import sealed_values, under
from palabre.journal.actions import record
from palabre.kit.keyring import CannotOpen, SealedText, current_key, key_ids, open_sealed

BATCH = 200


def reseal(*, batch: int = BATCH) -> int:
    """Everything that an older key of the ring seals is sealed under the current one; gives the number.

    May be interrupted and repeated: what is done is done, and what somebody writes meanwhile is left as she wrote it.
    """
    done = sum(_reseal_field(model, field, batch) for model, field in fields())
    if done:
        with transaction.atomic():
            record("exchange.resealed", actor_id=None, subject="key", subject_id=None, number=done)
    return done


def _reseal_field(model: type[Model], field: SealedText, batch: int) -> int:
    done = 0
    for name in key_ids()[1:]:
        old = sealed_values(model, field).filter(raw__startswith=under(name)).order_by("pk")
        last = None
        while rows := list((old if last is None else old.filter(pk__gt=last)).values_list("pk", "raw")[:batch]):
            with transaction.atomic():
                done += sum(_reseal_value(model, field, key, raw) for key, raw in rows)
            last = rows[-1][0]
    return done


def _reseal_value(model: type[Model], field: SealedText, key: object, raw: str) -> int:
    """1 if this very value was still there and opens."""
    if raw.startswith(under(current_key())):
        return 0
    try:
        words = open_sealed(raw, field.place)
    except CannotOpen:
        return 0
    return int(sealed_values(model, field).filter(pk=key, raw=raw).update(**{field.name: words}))


def note_rotation(*, key: str) -> None:
    """Which key seals from now on: its id, in the journal."""
    with transaction.atomic():
        record("exchange.key_made", actor_id=None, subject="key", subject_id=None, key=key)


def note_drop(*, key: str) -> None:
    with transaction.atomic():
        record("exchange.key_dropped", actor_id=None, subject="key", subject_id=None, key=key)
