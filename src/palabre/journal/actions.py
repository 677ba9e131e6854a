"""Writing the journal."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from palabre.journal.models import CUT, EMPTIED, PURGED, Entry, Head, Submission, digest_of

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


def empty_entries(*, chosen: Q, before: datetime) -> int:
    """Take what they say out of old entries and leave their place in the chain; gives their number (SR-61, §4.5).

    One entry tells how many were emptied and the digest of their numbers and seals: an entry that somebody empties
    by hand is in no such digest, and the walk over the chain finds it.
    """
    with transaction.atomic():
        Head.objects.select_for_update().get_or_create(id=1)
        old = Entry.objects.filter(chosen, at__lt=before).exclude(kind__in=(EMPTIED, PURGED, CUT))
        rows = list(old.order_by("pk").values_list("pk", "seal"))
        if not rows:
            return 0
        sum_ = digest_of(rows)
        by = record(
            PURGED, actor_id=None, subject="journal", subject_id=None,
            first=rows[0][0], last=rows[-1][0], number=len(rows), digest=sum_,
        )  # fmt: skip
        for start in range(0, len(rows), 500):
            keys = [pk for pk, _seal in rows[start : start + 500]]
            Entry.objects.filter(pk__in=keys).update(
                kind=EMPTIED, at=before, actor_id=None, community_id=None, subject="", subject_id=None, about_id=None,
                facts={"by": by.pk},
            )  # fmt: skip
    return len(rows)


def cut_entries(*, before: datetime, read_to: int) -> int:
    """Take the beginning of the chain away, up to the last entry that is old; gives how many went.

    The entry that tells it holds the seal on which the first one that stays rests. What the outbox has not read stays.
    """
    with transaction.atomic():
        Head.objects.select_for_update().get_or_create(id=1)
        first_kept = Entry.objects.filter(at__gte=before).order_by("pk").values_list("pk", flat=True).first()
        end = _whole_groups(min(first_kept or read_to + 1, read_to + 1))
        gone = Entry.objects.filter(pk__lt=end)
        last = gone.order_by("-pk").first()
        if last is None:
            return 0
        number = gone.count()
        record(CUT, actor_id=None, subject="journal", subject_id=None, last=last.pk, seal=last.seal, number=number)
        Entry.objects.filter(pk__lte=last.pk).delete()
    return number


def _whole_groups(end: int) -> int:
    """`end` moved back so that no group of emptied entries is cut through: its digest would not come out any more."""
    groups = [
        (told["first"], told["last"]) for told in Entry.objects.filter(kind=PURGED).values_list("facts", flat=True)
    ]
    while through := [first for first, last in groups if first < end <= last]:
        end = min(through)
    return end
