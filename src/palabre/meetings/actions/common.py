"""What every action on a meeting begins and ends with."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from palabre.journal.actions import record
from palabre.meetings.models import Meeting
from palabre.people.models import Person


def locked(meeting: Meeting) -> Meeting:
    """The row as it stands now, held until the end of the transaction."""
    return Meeting.objects.select_for_update(of=("self",)).select_related("community").get(pk=meeting.pk)


def touch(meeting: Meeting, *fields: str) -> None:
    """Write these fields, and that the meeting has changed: calendars look at it."""
    meeting.changed_at = timezone.now()
    meeting.save(update_fields=[*fields, "changed_at"])


def tell(kind: str, actor: Person | None, meeting: Meeting, *, about_id: int | None = None, **facts: Any) -> None:
    """One line in the journal about this meeting."""
    record(
        kind,
        actor_id=actor.pk if actor else None,
        community_id=meeting.community_id,
        subject="meeting",
        subject_id=meeting.pk,
        about_id=about_id,
        **facts,
    )
