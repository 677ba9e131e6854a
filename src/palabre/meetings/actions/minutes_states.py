"""From draft to approved in each language, then the meeting is closed. No step can be skipped (SR-18)."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import Role
from palabre.communities.rules import fresh, holds
from palabre.journal.actions import record
from palabre.kit.verdict import Clash, no, require
from palabre.languages.actions import approve_halves
from palabre.meetings.actions.minutes import locked_minutes, tell
from palabre.meetings.choices import MeetingState, MinutesState
from palabre.meetings.models import Meeting, Minutes, MinutesApproval, MinutesLanguage
from palabre.meetings.rules import (
    Whole,
    can_approve_minutes,
    can_close_meeting,
    can_propose_minutes,
    is_complete,
    load_whole,
    may_approve,
)
from palabre.people.models import Person


def propose_minutes(*, actor: Person, minutes: Minutes, language: str) -> MinutesLanguage:
    """Say that one language is ready to be approved."""
    with transaction.atomic():
        whole = load_whole(locked_minutes(minutes))
        row = whole.languages[language]
        require(can_propose_minutes(fresh(actor), row, whole))
        row.state, row.proposed_by, row.proposed_at = MinutesState.PROPOSED, actor, timezone.now()
        row.save(update_fields=["state", "proposed_by", "proposed_at"])
        tell("meetings.minutes_proposed", actor, whole.minutes, language=language, version=row.version)
    return row


def approve_minutes(*, actor: Person, minutes: Minutes, language: str, seen: int) -> MinutesLanguage:
    """Count one person's approval of the version she has `seen`; the last one that is needed approves the language.

    Whoever presses in the same moment as the deciding person is counted too, and nothing changes twice.
    """
    with transaction.atomic():
        whole = load_whole(locked_minutes(minutes))
        row = whole.languages[language]
        fresh(actor)
        if seen != row.version:
            raise Clash(no(_("The words have changed since you read them. Please read them again.")), row)
        late = row.state == MinutesState.APPROVED
        require(may_approve(actor, row) if late else can_approve_minutes(actor, row, whole))
        MinutesApproval.objects.create(minutes_language=row, version=row.version, person=actor)
        tell("meetings.minutes_approval_given", actor, whole.minutes, language=language, version=row.version)
        if not late and _is_enough(actor, row):
            _approve(actor, whole, row)
    return row


def close_meeting(*, actor: Person, meeting: Meeting) -> Meeting:
    """The last step of a meeting. Refused with what is missing while its minutes are not complete (INV-23)."""
    with transaction.atomic():
        meeting = Meeting.objects.select_for_update(of=("self",)).select_related("community").get(pk=meeting.pk)
        minutes = Minutes.objects.filter(meeting=meeting).first()
        whole = load_whole(locked_minutes(minutes)) if minutes else None
        require(can_close_meeting(fresh(actor), meeting, whole))
        meeting.state, meeting.changed_at = MeetingState.CLOSED, timezone.now()
        meeting.save(update_fields=["state", "changed_at"])
        record(
            "meetings.closed",
            actor_id=actor.pk,
            community_id=meeting.community_id,
            subject="meeting",
            subject_id=meeting.pk,
        )
    return meeting


def _is_enough(actor: Person, row: MinutesLanguage) -> bool:
    """The coordination alone suffices; otherwise so many people who were there."""
    community = row.minutes.meeting.community
    if holds(actor, community.pk, Role.COORDINATOR):
        return True
    return row.approvals.filter(version=row.version).count() >= community.approvals_needed


def _approve(actor: Person, whole: Whole, row: MinutesLanguage) -> None:
    row.state, row.approved_at = MinutesState.APPROVED, timezone.now()
    row.save(update_fields=["state", "approved_at"])
    if row.language != whole.source:
        approve_halves(actor_id=actor.pk, things=whole.parts(), language=row.language)
    tell("meetings.minutes_approved", actor, whole.minutes, language=row.language, version=row.version)
    if is_complete(whole):
        tell("meetings.minutes_completed", actor, whole.minutes)
