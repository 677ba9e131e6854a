"""A meeting that was held, and its minutes as far as a test needs them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from palabre.communities.models import Community
from palabre.languages.actions import write_half
from palabre.meetings.actions.minutes import start_minutes, write_segment
from palabre.meetings.actions.minutes_states import approve_minutes, propose_minutes
from palabre.meetings.actions.minutes_translation import translate_segment
from palabre.meetings.choices import AttendeeKind, ItemKind, MeetingState, Presence
from palabre.meetings.models import Attendance, Meeting, Minutes, MinutesLanguage, Segment
from palabre.people.models import Person
from tests.factories import make_item, make_meeting
from tests.personas import Cast

TITLES = (("Ouverture", "Opening"), ("La caisse", "The savings box"), ("Cadres de concertation", "Concertation forums"))


def held_meeting(community: Community, points: int = 3, **fields: Any) -> Meeting:
    """Last week, with so many points and a break; the titles stand in both languages."""
    start = datetime.now(UTC).replace(hour=9, minute=0, second=0, microsecond=0) - timedelta(days=7)
    meeting = make_meeting(community, state=MeetingState.HELD, starts_at=start, **fields)
    for number in range(points):
        fr, en = TITLES[number % 3]
        item = make_item(meeting, fr)
        write_half(actor_id=1, thing=item, field="title", language="en", text=en)
    make_item(meeting, "Repas", kind=ItemKind.BREAK)
    return meeting


def opened(cast: Cast, points: int = 3, **fields: Any) -> Minutes:
    return start_minutes(actor=cast.facilitator, meeting=held_meeting(cast.here, points, **fields))


def passages(minutes: Minutes) -> list[Segment]:
    return list(minutes.segments.order_by("position"))


def write(actor: Person, segment: Segment, body: str, title: str = "") -> Segment:
    now = Segment.objects.get(pk=segment.pk)
    return write_segment(actor=actor, segment=now, title=title or now.title, body=body, base_version=now.version)


def written(cast: Cast, points: int = 3, **fields: Any) -> Minutes:
    """Every passage written by the facilitator."""
    minutes = opened(cast, points, **fields)
    for number, segment in enumerate(passages(minutes), start=1):
        write(cast.facilitator, segment, f"Au point {number}, le suivi se fait tous les ans.")
    return minutes


def translated(cast: Cast, points: int = 3, **fields: Any) -> Minutes:
    """And every passage translated by the translator."""
    minutes = written(cast, points, **fields)
    for number, segment in enumerate(passages(minutes), start=1):
        english = TITLES[(number - 1) % 3][1]
        body = f"At point {number}, the follow-up is yearly."
        translate_segment(actor=cast.translator, segment=segment, title=english, body=body)
    return minutes


def approved(cast: Cast, points: int = 3) -> Minutes:
    """And both languages proposed and approved by the coordination."""
    minutes = translated(cast, points)
    for language, by in (("fr", cast.facilitator), ("en", cast.translator)):
        row = propose_minutes(actor=by, minutes=minutes, language=language)
        approve_minutes(actor=cast.coordinator, minutes=minutes, language=language, seen=row.version)
    return minutes


def language_of(minutes: Minutes, language: str) -> MinutesLanguage:
    return MinutesLanguage.objects.get(minutes=minutes, language=language)


def was_there(person: Person, meeting: Meeting, presence: str = Presence.PRESENT) -> Attendance:
    return Attendance.objects.create(meeting=meeting, person=person, kind=AttendeeKind.MEMBER, presence=presence)
