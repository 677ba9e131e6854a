"""The signed link of an invitation: whom it names, for which meeting, until it ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from palabre.kit.sealing import BadSeal, hide, reveal, sign, unsign
from palabre.meetings.models import Guest, Meeting
from palabre.meetings.rules import can_answer_as_guest, can_reply
from palabre.people.models import Person

PURPOSE = "meetings.answer"
# The meeting's own end is what closes a link; this only bounds what a stolen key could reopen.
OLDEST = timedelta(days=800)


@dataclass(frozen=True, slots=True)
class Invited:
    """A member or a guest, and the meeting her link is for."""

    meeting: Meeting
    person: Person | None
    guest: Guest | None

    @property
    def language(self) -> str:
        return str(self.person.language if self.person else self.guest.language if self.guest else "fr")

    @property
    def zone(self) -> str:
        return self.person.zone if self.person else self.meeting.zone


def answer_token(meeting: Meeting, *, person: Person | None = None, guest: Guest | None = None) -> str:
    """What stands in the link: random ids, that of a person hidden, so that two links do not tell that they are one's."""
    hidden = hide(person.public_id, PURPOSE, meeting.public_id) if person else ""
    who = ["h", hidden] if person else ["g", guest.public_id] if guest else []
    return sign([meeting.public_id, *who], PURPOSE)


def find_invited(token: str) -> Invited | None:
    """Whom a link names; None when it is broken, the meeting over or cancelled, or she is no longer invited."""
    try:
        meeting_id, kind, who = unsign(token, PURPOSE, OLDEST)
        who = reveal(who, PURPOSE, meeting_id) if kind == "h" else who
    except (BadSeal, ValueError, TypeError):
        return None
    meeting = Meeting.objects.ahead().filter(public_id=meeting_id, ends_at__gt=timezone.now()).first()
    if meeting is None:
        return None
    return _guest(meeting, who) if kind == "g" else _person(meeting, who)


def _person(meeting: Meeting, public_id: str) -> Invited | None:
    person = Person.objects.open().filter(public_id=public_id).first()
    if person is None or not can_reply(person, meeting):
        return None
    return Invited(meeting, person, None)


def _guest(meeting: Meeting, public_id: str) -> Invited | None:
    guest = Guest.objects.filter(meeting=meeting, public_id=public_id).first()
    if guest is None or not can_answer_as_guest(guest, meeting):
        return None
    return Invited(meeting, None, guest)
