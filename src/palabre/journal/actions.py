"""Writing the journal."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from palabre.journal.models import Entry, Head, Submission

SUBMISSIONS_KEPT = timedelta(hours=48)


def record(
    kind: str,
    *,
    actor_id: int | None,
    subject: str,
    subject_id: int | None,
    community_id: int | None = None,
    about_id: int | None = None,
    **facts: Any,
) -> Entry:
    """Add one entry to the chain, in the transaction of the caller.

    `kind` is `room.past_tense`; `about_id` is the person it concerns, if another than the actor;
    `facts` are keys, numbers and dates. Raises `TransactionManagementError` outside a transaction.
    """
    with transaction.atomic():
        head, _ = Head.objects.select_for_update().get_or_create(id=1)
        entry = Entry(
            kind=kind,
            at=timezone.now(),
            actor_id=actor_id,
            community_id=community_id,
            subject=subject,
            subject_id=subject_id,
            about_id=about_id,
            facts={name: _plain(value) for name, value in facts.items()},
            previous=head.seal,
        )
        entry.seal = entry.computed_seal()
        entry.save(force_insert=True)
        Head.objects.filter(id=1).update(seal=entry.seal)
    return entry


def _plain(value: Any) -> Any:
    """Keys, numbers and dates as JSON keeps them."""
    return value.isoformat() if isinstance(value, datetime | date) else value


def note_submission(*, key: str) -> Submission:
    """The row of a form that is being sent. Raises IntegrityError where the same form has been sent already.

    It keeps the hour only: where it led says what was sent, and some of that is said without a name.
    """
    return Submission.objects.create(key=key, at=timezone.now().replace(minute=0, second=0, microsecond=0))


def purge_submissions() -> int:
    """Forget the keys of forms sent more than 48 hours ago; gives their number."""
    gone, _ = Submission.objects.filter(at__lt=timezone.now() - SUBMISSIONS_KEPT).delete()
    return gone
