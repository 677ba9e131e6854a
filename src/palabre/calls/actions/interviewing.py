"""Moments are offered, people are invited, what was heard is noted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.calls.actions.telling_decided import locked_application, locked_call, tell
from palabre.calls.choices import InterviewState
from palabre.calls.models import Application, Call, Interview, InterviewNote, InterviewSlot, Reviewer
from palabre.calls.rules.committee import seat_of, seats
from palabre.calls.rules.interviewing import (
    MOST_POINTS,
    PAST,
    can_invite_to_talk,
    can_mark_talk,
    can_note_talk,
    can_offer_slots,
    can_withdraw_slot,
)
from palabre.communities.rules import fresh
from palabre.kit.text import clean, one_line
from palabre.kit.verdict import Clash, Refused, no, require
from palabre.people.models import Person

MOST_SLOTS, MOST_AT_ONCE = 200, 30
SHORTEST, LONGEST = 10, 120
LONGEST_NOTE, LONGEST_WHERE = 4000, 300
OVERLAP = no(_("Two of these moments overlap, or somebody of the committee already leads an interview at one of them."))
NOT_SEATED = no(_("Choose among the members of the committee."))
TWO_WRITERS = no(_("Your note was changed in another window. What stands now is below yours."))


def offer_slots(
    *,
    actor: Person,
    call: Call,
    moments: Sequence[datetime],
    minutes: int,
    interviewers: Iterable[Reviewer] = (),
    where: str = "",
) -> list[InterviewSlot]:
    """Several moments at once, for whoever is invited to choose from. All or none. Raises Refused."""
    with transaction.atomic():
        call = locked_call(call.pk)
        require(can_offer_slots(fresh(actor), call))
        named = {one.pk: one for one in interviewers}
        if set(named) - set(seats(call).values_list("pk", flat=True)):
            raise Refused(NOT_SEATED, "interviewers")
        _check_moments(call, moments, minutes, set(named))
        where = one_line(where)
        if len(where) > LONGEST_WHERE:
            raise Refused(no(_("%(most)s characters at most.") % {"most": LONGEST_WHERE}), "where")
        slots = []
        for at in sorted(moments):
            slot = InterviewSlot.objects.create(
                call=call, starts_at=at, minutes=minutes, where=where, offered_by=actor
            )  # fmt: skip
            slot.interviewers.set(named.values())
            slots.append(slot)
        tell("calls.slots_offered", actor.pk, call, "call", call.pk, number=len(slots))
    return slots


def _check_moments(call: Call, moments: Sequence[datetime], minutes: int, named: set[int]) -> None:
    if not moments:
        raise Refused(no(_("Write at least one hour.")), "hours")
    if len(moments) > MOST_AT_ONCE or InterviewSlot.objects.filter(call=call).count() + len(moments) > MOST_SLOTS:
        raise Refused(no(_("%(most)s moments at once, at most.") % {"most": MOST_AT_ONCE}), "hours")
    if not SHORTEST <= minutes <= LONGEST:
        sentence = _("Between %(least)s and %(most)s minutes.") % {"least": SHORTEST, "most": LONGEST}
        raise Refused(no(sentence), "minutes")
    if min(moments) <= timezone.now():
        raise Refused(PAST, "hours")
    spans = sorted((at, at + timedelta(minutes=minutes)) for at in moments)
    if any(second[0] < first[1] for first, second in pairwise(spans)):
        raise Refused(OVERLAP, "hours")
    for slot in InterviewSlot.objects.filter(call=call, interviewers__in=named).distinct():
        end = slot.starts_at + timedelta(minutes=slot.minutes)
        if any(begin < end and slot.starts_at < until for begin, until in spans):
            raise Refused(OVERLAP, "hours")


def withdraw_slot(*, actor: Person, slot: InterviewSlot) -> None:
    """Take back a moment that nobody holds. Raises Refused."""
    with transaction.atomic():
        call = locked_call(slot.call_id)
        slot = InterviewSlot.objects.select_for_update(of=("self",)).get(pk=slot.pk)
        slot.call = call
        require(can_withdraw_slot(fresh(actor), slot))
        Interview.objects.filter(slot=slot).update(slot=None)
        slot.delete()
        tell("calls.slot_withdrawn", actor.pk, call, "call", call.pk)


def invite_to_talk(*, actor: Person, call: Call, applications: Iterable[Application]) -> list[Interview]:
    """These people of the shortlist may choose a moment. All or none. Raises Refused."""
    with transaction.atomic():
        fresh(actor)
        call = locked_call(call.pk)
        interviews = []
        for key in sorted(one.pk for one in applications):
            application = locked_application(key)
            require(can_invite_to_talk(actor, application), "applications")
            interview = Interview.objects.create(application=application, zone=application.zone, invited_by=actor)
            tell("calls.interview_invited", actor.pk, call, "interview", interview.pk)
            interviews.append(interview)
    return interviews


def mark_talk(*, actor: Person, interview: Interview, held: bool) -> Interview:
    """It was held, or she did not come. Can be put right until the selection is published. Raises Refused."""
    with transaction.atomic():
        interview = locked_interview(interview.application_id)
        require(can_mark_talk(fresh(actor), interview))
        interview.state = InterviewState.HELD if held else InterviewState.MISSED
        interview.save(update_fields=["state"])
        call = interview.application.call
        tell("calls.interview_marked", actor.pk, call, "interview", interview.pk, state=interview.state)
    return interview


def write_note(
    *, actor: Person, interview: Interview, text: str, points: int | None = None, seen: int | None = None
) -> InterviewNote:
    """What one interviewer heard, and points if she gives any. Sealed; forgotten with the application.

    `seen` is the version that she read. Raises Refused, Clash.
    """
    with transaction.atomic():
        interview = locked_interview(interview.application_id)
        require(can_note_talk(fresh(actor), interview))
        text = clean(text)
        if not text:
            raise Refused(no(_("Please write something here.")), "text")
        if len(text) > LONGEST_NOTE:
            raise Refused(no(_("%(most)s characters at most.") % {"most": LONGEST_NOTE}), "text")
        if points is not None and not 0 <= points <= MOST_POINTS:
            raise Refused(no(_("Points go from 0 to %(most)s.") % {"most": MOST_POINTS}), "points")
        call = interview.application.call
        seat = seat_of(actor, call)
        note = InterviewNote.objects.select_for_update().filter(interview=interview, reviewer=seat).first()
        if note is not None and seen is not None and seen != note.version:
            raise Clash(TWO_WRITERS, note)
        note = note or InterviewNote(interview=interview, reviewer=seat, version=0)
        note.text, note.points, note.version, note.saved_at = text, points, note.version + 1, timezone.now()
        note.save()
        tell("calls.interview_noted", actor.pk, call, "interview", interview.pk)
    return note


def locked_interview(application_id: int) -> Interview:
    """The application first, then its talk: whoever withdraws holds the same row."""
    application = locked_application(application_id)
    rows = Interview.objects.select_for_update(of=("self",)).select_related("slot")
    interview = rows.get(application=application)
    interview.application = application
    return interview
