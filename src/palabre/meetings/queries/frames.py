"""A meeting as its forms begin with it."""

from __future__ import annotations

from typing import Any

from palabre.communities.queries import local_id
from palabre.languages.queries import load_halves, other, words
from palabre.meetings.choices import Audience
from palabre.meetings.models import AgendaItem, Meeting


def initial_frame(meeting: Meeting) -> dict[str, Any]:
    """Values of the form that changes the frame. Two queries."""
    load_halves([meeting])
    source, target = meeting.source_language, other(meeting.source_language)
    same = ("kind", "mode", "place", "place_hidden", "link", "interpretation", "long_because")
    return {
        **{name: getattr(meeting, name) for name in same},
        "audience": Audience.EVERYONE if meeting.is_apart else meeting.audience,
        "group": meeting.group.public_id if meeting.group else "",
        f"title_{source}": meeting.title,
        f"title_{target}": words(meeting, "title", target).text,
        f"welcome_{source}": meeting.welcome,
        f"welcome_{target}": words(meeting, "welcome", target).text,
        "facilitators": [local_id(person, meeting.community) for person in meeting.facilitators.all()],
    }


def initial_moment(meeting: Meeting) -> dict[str, Any]:
    """Values of the form that moves it, on the clocks of the place."""
    start, end = meeting.local_start, meeting.local_end
    return {
        "day": start.date(),
        "start": start.time(),
        "end": end.time(),
        "last_day": end.date() if end.date() != start.date() else None,
        "zone": meeting.zone,
        "place": meeting.place,
        "link": meeting.link,
    }


def initial_item(item: AgendaItem) -> dict[str, Any]:
    """Values of the form that changes one point."""
    load_halves([item])
    source, target = item.source_language, other(item.source_language)
    return {
        f"title_{source}": item.title,
        f"title_{target}": words(item, "title", target).text,
        "minutes": item.minutes,
        "kind": item.kind,
        "owner": local_id(item.owner, item.meeting.community) if item.owner else "",
        "owner_label": item.owner_label,
    }
