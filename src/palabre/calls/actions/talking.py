"""The applicant chooses when to talk, or says no: from her private pages, by her own clock."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from palabre.calls.actions.interviewing import locked_interview
from palabre.calls.actions.telling_decided import tell
from palabre.calls.choices import InterviewState
from palabre.calls.models import Application, Interview, InterviewSlot
from palabre.calls.rules.applying import Applicant, holds_file
from palabre.calls.rules.interviewing import (
    NOT_INVITED,
    PAST,
    TAKEN,
    can_choose_slot,
    can_refuse_talk,
    holder_of,
    offered_slots,
)
from palabre.kit.dates import known_zone
from palabre.kit.verdict import Refused, require


def choose_slot(*, applicant: Applicant, application: Application, slot: InterviewSlot, zone: str = "") -> Interview:
    """She takes a free moment, in place of the one she held. Of two at once one has it. Raises Refused."""
    with transaction.atomic():
        interview = _hers(applicant, application)
        require(can_choose_slot(interview))
        slot = InterviewSlot.objects.select_for_update(of=("self",)).get(pk=slot.pk)
        if slot.starts_at <= timezone.now():
            raise Refused(PAST, "slot")
        holder = holder_of(slot)
        if (holder is not None and holder.pk != interview.pk) or not offered_slots(interview.application).filter(
            pk=slot.pk
        ).exists():
            raise Refused(TAKEN, "slot")
        # a talk that came to nothing lets go of its moment
        Interview.objects.filter(slot=slot).exclude(pk=interview.pk).update(slot=None)
        interview.slot, interview.state, interview.booked_at = slot, InterviewState.BOOKED, timezone.now()
        interview.zone = zone if known_zone(zone) else interview.zone
        interview.save(update_fields=["slot", "state", "booked_at", "zone"])
        tell("calls.interview_booked", applicant.person_id, slot.call, "interview", interview.pk)
    return interview


def refuse_talk(*, applicant: Applicant, application: Application) -> Interview:
    """She says no to the interview; her application goes on as before, and the moment is free. Raises Refused."""
    with transaction.atomic():
        interview = _hers(applicant, application)
        require(can_refuse_talk(interview))
        interview.slot, interview.state = None, InterviewState.CANCELLED
        interview.save(update_fields=["slot", "state"])
        tell(
            "calls.interview_refused", applicant.person_id, interview.application.call, "interview", interview.pk
        )  # fmt: skip
    return interview


def _hers(applicant: Applicant, application: Application) -> Interview:
    """Her talk, held. An application without one answers as if there were nothing."""
    if not Interview.objects.filter(application=application).exists():
        raise Refused(NOT_INVITED)
    interview = locked_interview(application.pk)
    require(holds_file(applicant, interview.application))
    return interview
