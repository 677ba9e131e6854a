"""Moving a meeting, or the rest of its series; cancelling it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from palabre.communities.rules import fresh
from palabre.kit.text import one_line
from palabre.kit.verdict import require
from palabre.meetings.actions.common import locked, tell, touch
from palabre.meetings.actions.frame import When, refuse, require_length, require_when
from palabre.meetings.actions.series import next_moments
from palabre.meetings.choices import MeetingState, Mode
from palabre.meetings.models import AHEAD, Meeting
from palabre.meetings.rules import can_cancel_meeting, can_move_meeting
from palabre.people.models import Person


def move_meeting(
    *,
    actor: Person,
    meeting: Meeting,
    when: When,
    place: str | None = None,
    link: str | None = None,
    following: bool = False,
) -> list[Meeting]:
    """Change when, and where if said. Each calendar entry keeps its id and counts one up.

    With `following`, every later meeting of the series that is still ahead moves too, in the same rhythm from the new
    day on. One `meetings.moved` tells of all of them (`count`).
    """
    with transaction.atomic():
        meeting = locked(meeting)
        require(can_move_meeting(fresh(actor), meeting))
        require_when(when)
        require_length(
            by=actor,
            community=meeting.community,
            mode=meeting.mode,
            when=when,
            because=meeting.long_because,
            before=meeting,
        )
        before = meeting.starts_at
        rest = _rest(meeting) if following else [meeting]
        moments = next_moments(when, meeting.series.rhythm, len(rest)) if meeting.series and following else [when]
        for one, moment in zip(rest, moments, strict=True):
            _move(one, moment, place, link)
        tell("meetings.moved", actor, rest[0], count=len(rest), before=before, sequence=rest[0].sequence)
        for other in rest[1:]:
            tell("meetings.moved_along", actor, other, sequence=other.sequence)
    return rest


def cancel_meeting(*, actor: Person, meeting: Meeting, because: str, following: bool = False) -> list[Meeting]:
    """Cancel, with a reason that members read; the row stays, so that calendars can follow.

    With `following`, the later meetings of the series that are still ahead are cancelled too (`count`).
    """
    with transaction.atomic():
        meeting = locked(meeting)
        require(can_cancel_meeting(fresh(actor), meeting))
        because = one_line(because)
        if not because:
            refuse(_("Say in a few words why it is cancelled: people will read it."), "because")
        rest = _rest(meeting) if following else [meeting]
        for one in rest:
            one.state, one.cancelled_because, one.sequence = MeetingState.CANCELLED, because, one.sequence + 1
            touch(one, "state", "cancelled_because", "sequence")
        tell("meetings.cancelled", actor, rest[0], count=len(rest), sequence=rest[0].sequence)
        for other in rest[1:]:
            tell("meetings.cancelled_along", actor, other, sequence=other.sequence)
    return rest


def _rest(meeting: Meeting) -> list[Meeting]:
    """This meeting and the later ones of its series that are still ahead, locked, by date."""
    if meeting.series_id is None:
        return [meeting]
    later = Meeting.objects.select_for_update().filter(
        series_id=meeting.series_id, starts_at__gt=meeting.starts_at, state__in=AHEAD
    )
    return [meeting, *later.order_by("starts_at", "pk")]


def _move(meeting: Meeting, when: When, place: str | None, link: str | None) -> None:
    meeting.starts_at, meeting.ends_at, meeting.zone = when.starts_at, when.ends_at, when.zone
    if place is not None:
        meeting.place = one_line(place)
        if meeting.mode != Mode.ONLINE and not meeting.place:
            refuse(_("Say where people meet: they need a place to come to."), "place")
    if link is not None:
        meeting.link = link.strip()
    meeting.sequence += 1
    touch(meeting, "starts_at", "ends_at", "zone", "place", "link", "sequence")
