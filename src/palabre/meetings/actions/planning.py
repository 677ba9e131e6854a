"""Planning a meeting or a series of them, changing the frame, publishing the agenda, noting that it was held."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db import transaction

from palabre.communities.models import Community
from palabre.communities.rules import fresh
from palabre.groups.actions.checkins import link_check_in
from palabre.kit.verdict import require
from palabre.meetings.actions.agenda import bring_commitments_back
from palabre.meetings.actions.common import locked, tell, touch
from palabre.meetings.actions.frame import Frame, When, require_frame, when_of, write_other_words
from palabre.meetings.actions.series import moments_until
from palabre.meetings.choices import MeetingKind, MeetingState
from palabre.meetings.models import Meeting, Series
from palabre.meetings.rules import can_edit_meeting, can_hold_meeting, can_plan_meeting, can_publish_agenda
from palabre.people.models import Person

__all__ = ["Frame", "When", "change_meeting", "note_held", "plan_meeting", "plan_series", "publish_agenda"]


def plan_meeting(*, actor: Person, community: Community, frame: Frame) -> Meeting:
    """Plan one meeting. What was promised and is still open returns as the first point of its agenda."""
    with transaction.atomic():
        community = Community.objects.select_for_update().get(pk=community.pk)
        require(can_plan_meeting(fresh(actor), community))
        require_frame(by=actor, community=community, frame=frame)
        meeting = _create(actor, community, frame)
        tell("meetings.planned", actor, meeting)
        bring_commitments_back(actor=actor, meeting=meeting)
    return meeting


def plan_series(*, actor: Person, community: Community, frame: Frame, rhythm: str, until: date) -> list[Meeting]:
    """Plan a meeting that returns until a day, sixty times at most; the hour on the clocks of the place stays.

    One `meetings.planned` tells of the first one and of how many there are; the others are `meetings.repeated`.
    """
    with transaction.atomic():
        community = Community.objects.select_for_update().get(pk=community.pk)
        require(can_plan_meeting(fresh(actor), community))
        require_frame(by=actor, community=community, frame=frame)
        moments = moments_until(frame.when, rhythm, until)
        series = Series.objects.create(community=community, rhythm=rhythm, until=until)
        meetings = [_create(actor, community, replace(frame, when=when), series) for when in moments]
        first, *others = meetings
        tell("meetings.planned", actor, first, series=series.pk, count=len(meetings))
        for meeting in others:
            tell("meetings.repeated", actor, meeting, series=series.pk)
        bring_commitments_back(actor=actor, meeting=first)
    return meetings


def change_meeting(*, actor: Person, meeting: Meeting, frame: Frame) -> Meeting:
    """Change the frame, but not when it is: that is `move_meeting`. The source language stays what it was."""
    with transaction.atomic():
        meeting = locked(meeting)
        require(can_edit_meeting(fresh(actor), meeting))
        frame = replace(frame, when=when_of(meeting), source_language=meeting.source_language)
        require_frame(by=actor, community=meeting.community, frame=frame, before=meeting)
        changed = {name: value for name, value in frame.columns().items() if getattr(meeting, name) != value}
        for name, value in changed.items():
            setattr(meeting, name, value)
        touch(meeting, *changed)
        meeting.facilitators.set(frame.facilitators)
        write_other_words(by=actor, meeting=meeting, frame=frame)
        tell("meetings.changed", actor, meeting, fields=sorted(changed))
    return meeting


def publish_agenda(*, actor: Person, meeting: Meeting) -> Meeting:
    """Show the agenda to everybody who is invited; published again, it says that it has changed."""
    with transaction.atomic():
        meeting = locked(meeting)
        require(can_publish_agenda(fresh(actor), meeting))
        bring_commitments_back(actor=actor, meeting=meeting)
        again = meeting.state == MeetingState.AGENDA_PUBLISHED
        meeting.state = MeetingState.AGENDA_PUBLISHED
        touch(meeting, "state")
        tell("meetings.agenda_published", actor, meeting, again=again)
    return meeting


def note_held(*, actor: Person, meeting: Meeting) -> Meeting:
    """Say that the meeting took place."""
    with transaction.atomic():
        meeting = locked(meeting)
        require(can_hold_meeting(fresh(actor), meeting))
        meeting.state = MeetingState.HELD
        touch(meeting, "state")
        tell("meetings.held", actor, meeting)
    return meeting


def _create(actor: Person, community: Community, frame: Frame, series: Series | None = None) -> Meeting:
    meeting = Meeting.objects.create(community=community, series=series, planned_by=actor, **frame.columns())
    meeting.facilitators.set(frame.facilitators)
    write_other_words(by=actor, meeting=meeting, frame=frame)
    if meeting.kind == MeetingKind.MEL:
        link_check_in(actor=actor, community=community, held_on=meeting.local_start.date(), meeting_id=meeting.pk)
    return meeting
