"""For each kind of entry: who is told, by mail or only on my day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from django.utils import timezone

from palabre.communities.choices import Role
from palabre.journal.models import Entry
from palabre.journal.telling import Telling, tells
from palabre.meetings.models import Guest, Meeting
from palabre.meetings.notices.letters import AGENDA, CANCELLED, INVITATION, MOVED, REMINDER, TO_APPROVE
from palabre.meetings.queries.telling import (
    audience_of,
    cannot_come,
    guest_to_invite,
    holders_of,
    joint_by_key,
    meeting_by_key,
    side_of,
    were_there,
)


def _everybody(
    entry: Entry, meeting: Meeting, mail: str | None, but: int | None = None, **keys: int
) -> Iterator[Telling]:
    """One telling for each member invited, and for each guest who has an address.

    A guest who came on the list after the entry has an invitation of her own, which says it all.
    """
    keys = {"meeting": meeting.pk, **keys}
    for person_id in audience_of(meeting):
        yield Telling(person_id=person_id, mail=None if person_id == but else mail, keys=keys)
    if mail:
        for guest in meeting.guests.filter(created_at__lte=entry.at).exclude(email=""):
            yield _guest(guest, mail, keys)


def _guest(guest: Guest, mail: str, keys: Mapping[str, int]) -> Telling:
    keys = {**keys, "guest": guest.pk}
    return Telling(address=guest.email, language=guest.language, mail=mail, keys=keys, notice=False)


@tells("meetings.planned")
def _planned(entry: Entry) -> Iterator[Telling]:
    meeting = meeting_by_key(entry.subject_id)
    if meeting and meeting.is_ahead and meeting.ends_at > timezone.now():
        yield from _everybody(entry, meeting, INVITATION, count=entry.facts.get("count", 1))


@tells("meetings.agenda_published")
def _agenda_published(entry: Entry) -> Iterator[Telling]:
    """The first time by mail; later only on my day."""
    meeting = meeting_by_key(entry.subject_id)
    if meeting and meeting.is_ahead:
        yield from _everybody(entry, meeting, None if entry.facts.get("again") else AGENDA, but=entry.actor_id)


@tells("meetings.moved")
def _moved(entry: Entry) -> Iterator[Telling]:
    if meeting := meeting_by_key(entry.subject_id):
        yield from _everybody(entry, meeting, MOVED, count=entry.facts.get("count", 1))


@tells("meetings.cancelled")
def _cancelled(entry: Entry) -> Iterator[Telling]:
    if meeting := meeting_by_key(entry.subject_id):
        yield from _everybody(entry, meeting, CANCELLED, count=entry.facts.get("count", 1))


@tells("meetings.guest_invited")
def _guest_invited(entry: Entry) -> Iterator[Telling]:
    guest = guest_to_invite(entry.facts.get("guest"))
    if guest and guest.meeting.is_ahead:
        yield _guest(guest, INVITATION, {"meeting": guest.meeting_id, "count": 1})


@tells("meetings.reminder_due")
def _reminder(entry: Entry) -> Iterator[Telling]:
    """Everybody but those who said that they cannot come; no line: the meeting stands at the head of my day."""
    meeting = meeting_by_key(entry.subject_id)
    if meeting is None:
        return
    people, guests = cannot_come(meeting)
    for telling in _everybody(entry, meeting, REMINDER):
        if telling.person_id in people or telling.keys.get("guest") in guests:
            continue
        yield replace(telling, notice=False)


@tells("meetings.document_added", "meetings.minutes_approved", "meetings.question_answered")
def _something_to_read(entry: Entry) -> Iterator[Telling]:
    if meeting := _meeting_of(entry):
        for person_id in audience_of(meeting):
            yield Telling(person_id=person_id, subject="meeting", subject_id=meeting.pk)


@tells("meetings.minutes_proposed")
def _to_approve(entry: Entry) -> Iterator[Telling]:
    """The coordination by mail; those who were there on their day."""
    meeting = _meeting_of(entry)
    if meeting is None:
        return
    coordination = holders_of(meeting.community_id, Role.COORDINATOR)
    people = coordination | were_there(meeting)
    for person_id in sorted(people - {entry.actor_id}):
        mail = TO_APPROVE if person_id in coordination else None
        keys = {"meeting": meeting.pk}
        yield Telling(person_id=person_id, mail=mail, keys=keys, subject="meeting", subject_id=meeting.pk)


@tells("meetings.joint_opened")
def _joint_opened(entry: Entry) -> Iterator[Telling]:
    """The coordination of the twin, which answers."""
    joint = joint_by_key(entry.facts.get("joint"))
    for person_id in sorted(holders_of(joint.community_id, Role.COORDINATOR)) if joint else ():
        yield Telling(person_id=person_id, subject="joint", subject_id=entry.facts["joint"])


@tells("meetings.joint_accepted")
def _joint_accepted(entry: Entry) -> Iterator[Telling]:
    """The members of the twin are invited like everybody else; whoever opened the meeting reads it on her day."""
    joint = joint_by_key(entry.facts.get("joint"))
    if joint is None or joint.ended_at or not joint.meeting.is_ahead:
        return
    keys = {"meeting": joint.meeting_id, "count": 1}
    for person_id in side_of(joint.meeting, joint.community_id):
        yield Telling(person_id=person_id, mail=INVITATION, keys=keys)
    if joint.opened_by_id:
        yield Telling(person_id=joint.opened_by_id)


@tells("meetings.joint_ended")
def _joint_ended(entry: Entry) -> Iterator[Telling]:
    """Whoever could have come learns that it is no longer hers; without its title, which she no longer reads."""
    joint = joint_by_key(entry.facts.get("joint"))
    if joint is not None and entry.facts.get("accepted"):
        for person_id in side_of(joint.meeting, joint.community_id):
            yield Telling(person_id=person_id, subject="community", subject_id=joint.community_id)


@tells("meetings.minutes_amended")
def _to_translate(entry: Entry) -> Iterator[Telling]:
    if meeting := _meeting_of(entry):
        for person_id in sorted(holders_of(meeting.community_id, Role.TRANSLATOR)):
            yield Telling(person_id=person_id, subject="meeting", subject_id=meeting.pk)


def _meeting_of(entry: Entry) -> Meeting | None:
    """The meeting an entry speaks of: its subject, or the one its facts name."""
    if entry.subject == "meeting":
        return meeting_by_key(entry.subject_id)
    return meeting_by_key(entry.facts.get("meeting"))
