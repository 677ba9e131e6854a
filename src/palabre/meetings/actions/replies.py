"""Who comes: one answer each, the last one counts; signed in, or by the link of an invitation."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from palabre.communities.rules import fresh
from palabre.kit.text import one_line
from palabre.kit.verdict import require
from palabre.meetings.actions.common import locked, tell
from palabre.meetings.models import Guest, Meeting, Reply
from palabre.meetings.rules import can_answer, can_answer_as_guest, can_reply
from palabre.people.models import Person


def reply(*, actor: Person, meeting: Meeting, answer: str, needs: str | None = None) -> Reply:
    """Say whether one comes. `needs` is read by those who prepare, nobody else; None leaves it as it was."""
    with transaction.atomic():
        meeting = locked(meeting)
        require(can_reply(fresh(actor), meeting))
        row = Reply.objects.filter(meeting=meeting, person=actor).first() or Reply(meeting=meeting, person=actor)
        _keep(row, answer, needs)
        tell("meetings.replied", actor, meeting, about_id=actor.pk, answer=row.answer)
    return row


def reply_as_guest(*, guest: Guest, answer: str, needs: str | None = None) -> Reply:
    """The same for somebody without an account, whom the link of her invitation names."""
    with transaction.atomic():
        meeting = locked(guest.meeting)
        require(can_answer_as_guest(guest, meeting))
        row = Reply.objects.filter(meeting=meeting, guest=guest).first() or Reply(meeting=meeting, guest=guest)
        _keep(row, answer, needs)
        tell("meetings.replied", None, meeting, guest=guest.pk, answer=row.answer)
    return row


def _keep(row: Reply, answer: str, needs: str | None) -> None:
    """The meeting is locked, so that two answers at once come one after the other."""
    require(can_answer(row.meeting, answer, row.answer), "answer")
    row.answer, row.answered_at = answer, timezone.now()
    if needs is not None:
        row.needs = one_line(needs)
    row.save()
