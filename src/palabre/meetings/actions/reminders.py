"""Reminders: one line in the journal for each meeting and each kind, however often the worker comes round."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from palabre.journal.models import Entry
from palabre.meetings.actions.agenda import bring_commitments_back
from palabre.meetings.actions.common import locked, tell
from palabre.meetings.models import Meeting

# How long before; and how little may be left before it is too late to be of use.
KINDS = {"week": (timedelta(days=7), timedelta(days=2)), "day": (timedelta(days=1), timedelta(hours=1))}
KIND = "meetings.reminder_due"


def remind(now: datetime | None = None) -> int:
    """Record `meetings.reminder_due` (`when`: week or day, `sequence`) where it is due; gives how many were recorded.

    A week ahead, commitments still open also find their way to the top of the agenda.
    """
    now = now or timezone.now()
    return sum(_remind_one(meeting, when, now) for when in KINDS for meeting in _due(when, now))


def _due(when: str, now: datetime) -> list[Meeting]:
    before, least = KINDS[when]
    window = Meeting.objects.ahead().filter(starts_at__gt=now + least, starts_at__lte=now + before)
    found = list(window.order_by("starts_at"))
    known = _told([meeting.pk for meeting in found], when)
    return [meeting for meeting in found if (meeting.pk, meeting.sequence) not in known]


def _remind_one(meeting: Meeting, when: str, now: datetime) -> int:
    """The meeting is locked: of two workers that come at once, the second one finds the line of the first."""
    with transaction.atomic():
        meeting = locked(meeting)
        before, _least = KINDS[when]
        due = meeting.is_ahead and now < meeting.starts_at <= now + before
        if not due or (meeting.pk, meeting.sequence) in _told([meeting.pk], when):
            return 0
        if when == "week":
            bring_commitments_back(actor=None, meeting=meeting)
        tell(KIND, None, meeting, when=when, sequence=meeting.sequence)
    return 1


def _told(keys: list[int], when: str) -> set[tuple[int, int]]:
    """Which meetings, at which of their dates, have had this reminder: a moved one is reminded again."""
    lines = Entry.objects.filter(subject="meeting", subject_id__in=keys, kind=KIND).values_list("subject_id", "facts")
    return {(key, facts["sequence"]) for key, facts in lines if key and facts.get("when") == when}
