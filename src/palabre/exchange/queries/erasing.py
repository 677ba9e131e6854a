"""What must be known before a person is erased, and what waits for her."""

from __future__ import annotations

from django.utils import timezone

from palabre.exchange.choices import JobState
from palabre.exchange.models import Archive
from palabre.meetings.models import TakenCommitment
from palabre.people.models import Erasure, Person


def built_upon(person: Person) -> set[int]:
    """Keys of her promises that the minutes of a meeting lead to."""
    rows = TakenCommitment.objects.filter(commitment__person=person)
    return set(rows.values_list("commitment_id", flat=True))


def asked_erasure(actor: Person) -> Erasure | None:
    """What she asked for and can still take back."""
    return Erasure.objects.filter(person=actor, undone_at=None, done_at=None).first()


def open_archive_of(person_id: int | None) -> Archive | None:
    """The archive that she can download now."""
    rows = Archive.objects.filter(person_id=person_id or 0, state=JobState.READY, expires_at__gt=timezone.now())
    return rows.order_by("-pk").first()
