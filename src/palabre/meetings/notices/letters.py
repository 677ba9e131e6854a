"""What the mails about meetings say: when, and the way in. The calendar file goes along."""

from __future__ import annotations

from collections.abc import Mapping
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.urls import reverse

from palabre.journal.telling import Attachment, Letter, Recipient, Subject, writes
from palabre.kit.dates import moment, zone_name
from palabre.meetings.calendar import attachment, method
from palabre.meetings.choices import MeetingState
from palabre.meetings.models import Meeting
from palabre.meetings.queries.links import answer_token
from palabre.meetings.queries.telling import invited_person, meeting_ahead, meeting_by_key, with_its_series

EMAIL = "meetings/email/"
INVITATION, MOVED, CANCELLED = f"{EMAIL}invitation.txt", f"{EMAIL}moved.txt", f"{EMAIL}cancelled.txt"
AGENDA, REMINDER, TO_APPROVE = f"{EMAIL}agenda.txt", f"{EMAIL}reminder.txt", f"{EMAIL}to_approve.txt"
# One file for each meeting of a series; further ones come by the calendar address of each person.
MOST_FILES = 12


@writes(INVITATION)
def _invitation(keys: Mapping[str, Any], reader: Recipient) -> Letter | None:
    return _ahead(keys, reader, files=True)


@writes(MOVED)
def _moved(keys: Mapping[str, Any], reader: Recipient) -> Letter | None:
    return _ahead(keys, reader, files=True)


@writes(AGENDA)
def _agenda(keys: Mapping[str, Any], reader: Recipient) -> Letter | None:
    return _ahead(keys, reader)


@writes(REMINDER, Subject.REMINDER)
def _reminder(keys: Mapping[str, Any], reader: Recipient) -> Letter | None:
    return _ahead(keys, reader)


@writes(CANCELLED)
def _cancelled(keys: Mapping[str, Any], reader: Recipient) -> Letter | None:
    """Goes to everybody, so that calendars forget the meeting; the reason is read inside."""
    meeting = meeting_by_key(keys["meeting"])
    if meeting is None or meeting.state != MeetingState.CANCELLED:
        return None
    return Letter({**_when(meeting, reader), **_told(keys)}, _files(meeting, keys, reader))


@writes(TO_APPROVE)
def _to_approve(keys: Mapping[str, Any], reader: Recipient) -> Letter | None:
    return Letter({}) if meeting_by_key(keys["meeting"]) else None


def _ahead(keys: Mapping[str, Any], reader: Recipient, *, files: bool = False) -> Letter | None:
    """When it is, how many there are, and the answer page; None once it is over, or the reader is not invited."""
    meeting = meeting_ahead(keys["meeting"])
    path = _answer_path(keys, meeting, reader) if meeting else None
    if meeting is None or path is None:
        return None
    context = {**_when(meeting, reader), **_told(keys), "path": path}
    return Letter(context, _files(meeting, keys, reader) if files else ())


def _told(keys: Mapping[str, Any]) -> dict[str, Any]:
    return {"count": keys.get("count", 1), "guest": "guest" in keys}


def _when(meeting: Meeting, reader: Recipient) -> dict[str, str]:
    """On the clocks of the reader; on those of the meeting for a guest, whose own we do not know."""
    zone = reader.zone if reader.person_id else meeting.zone
    return {"when": moment(meeting.starts_at, zone=zone), "zone": zone_name(zone)}


def _answer_path(keys: Mapping[str, Any], meeting: Meeting, reader: Recipient) -> str | None:
    """The page where one answers without signing in."""
    if "guest" in keys:
        guest = meeting.guests.filter(pk=keys["guest"]).first()
        return reverse("meetings:answer", args=[answer_token(meeting, guest=guest)]) if guest else None
    person = invited_person(meeting, reader.person_id)
    return reverse("meetings:answer", args=[answer_token(meeting, person=person)]) if person else None


def _files(meeting: Meeting, keys: Mapping[str, Any], reader: Recipient) -> tuple[Attachment, ...]:
    """The calendar file of the meeting, and those of the others that were planned, moved or cancelled with it."""
    meetings = with_its_series(meeting, min(int(keys.get("count", 1)), MOST_FILES))
    return tuple(_file(one, number, reader) for number, one in enumerate(meetings, start=1))


def _file(meeting: Meeting, number: int, reader: Recipient) -> Attachment:
    content = attachment(
        meeting,
        language=reader.language,
        origin=settings.ORIGIN,
        sender=parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        recipient=reader.address,
        titles=reader.titles,
    )
    return Attachment(f"{number}.ics", content, f"text/calendar; method={method(meeting)}")
