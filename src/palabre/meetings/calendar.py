"""Meetings as calendar entries (RFC 5545). Discreet: a neutral word, when, and the way to the home page; nothing else.

No place, link, community or person is ever written: the calendar of a phone is read over shoulders, kept by others and
synchronised elsewhere (DOMAIN.md §4.3, T2). A title only for whoever chose it, and only where every community of hers
allows it (`communities.rules.voice.calendar_says_titles`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Calendar, Event, vCalAddress, vUri

from palabre.languages.queries import best_words
from palabre.meetings.choices import MeetingState
from palabre.meetings.models import Meeting

MAKER = "-//Palabre//Palabre//EN"
REFRESHED = timedelta(hours=1)


def entry(meeting: Meeting, *, language: str, origin: str, titles: bool = False) -> Event:
    """One meeting. Its id never changes; its sequence number grows when it is moved or cancelled."""
    with override(language):
        summary = best_words(meeting, "title", language).text if titles else str(_("Meeting"))
    event = Event()
    event.add("uid", f"{meeting.public_id}@{urlsplit(origin).hostname or 'localhost'}")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", _utc(meeting.changed_at))
    event.add("last-modified", _utc(meeting.changed_at))
    event.add("dtstart", _utc(meeting.starts_at))
    event.add("dtend", _utc(meeting.ends_at))
    event.add("summary", summary)
    event.add("status", "CANCELLED" if meeting.state == MeetingState.CANCELLED else "CONFIRMED")
    event.add("class", "PRIVATE")
    event["url"] = vUri(f"{origin}/")
    return event


def feed(meetings: Iterable[Meeting], *, language: str, origin: str, titles: bool = False) -> bytes:
    """What a calendar client follows: it asks again each hour, and finds moves and cancellations."""
    calendar = _calendar("PUBLISH")
    with override(language):
        calendar.add("x-wr-calname", str(_("Meetings")))
    calendar.add("refresh-interval", REFRESHED, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", REFRESHED)
    for meeting in meetings:
        calendar.add_component(entry(meeting, language=language, origin=origin, titles=titles))
    return bytes(calendar.to_ical())


def attachment(
    meeting: Meeting, *, language: str, origin: str, sender: str, recipient: str, titles: bool = False
) -> bytes:
    """What goes with a mail: a request, or its withdrawal once the meeting is cancelled.

    `sender` is the neutral address of the instance, `recipient` the one the mail goes to. Nobody else is named.
    """
    cancelled = meeting.state == MeetingState.CANCELLED
    calendar = _calendar("CANCEL" if cancelled else "REQUEST")
    event = entry(meeting, language=language, origin=origin, titles=titles)
    event["organizer"] = vCalAddress(f"mailto:{sender}")
    attendee = vCalAddress(f"mailto:{recipient}")
    if not cancelled:
        attendee.params["PARTSTAT"] = "NEEDS-ACTION"
        attendee.params["RSVP"] = "FALSE"
    event.add("attendee", attendee)
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def method(meeting: Meeting) -> str:
    """`REQUEST` or `CANCEL`: the mail's part says the same as its content."""
    return "CANCEL" if meeting.state == MeetingState.CANCELLED else "REQUEST"


def _calendar(way: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", way)
    return calendar


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
