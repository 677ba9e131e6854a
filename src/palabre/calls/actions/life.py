"""A call from draft to publication: announced, opened and closed by the clock, then step by step by hand."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.calls.choices import CallState
from palabre.calls.gates import next_step
from palabre.calls.models import Call
from palabre.calls.rules.calls import (
    REMINDED_BEFORE,
    can_announce_call,
    can_cancel_call,
    can_lengthen_call,
    can_take_back_call,
    can_take_step,
)
from palabre.communities.rules import fresh
from palabre.journal.actions import record
from palabre.kit.text import clean
from palabre.kit.verdict import Refused, no, require
from palabre.people.models import Person

LONGEST_REASON = 2000
NOT_NEXT = no(_("This is not the next step of the call. One step follows the other."))
NOT_LATER = no(_("Choose a moment after the present one: a last day moves later, never earlier."))
_BY_CLOCK = ((CallState.OPEN, "calls.opened"), (CallState.CLOSED, "calls.closed"))
_ORDER = (CallState.READY, CallState.OPEN, CallState.CLOSED)


def announce_call(*, actor: Person, call: Call) -> Call:
    """From draft to ready: from now on its words bind. Raises Refused with the first thing that is missing."""
    with transaction.atomic():
        call = locked(call)
        require(can_announce_call(fresh(actor), call))
        call.state, call.published_at = CallState.READY, timezone.now()
        call.save(update_fields=["state", "published_at"])
        tell("calls.announced", actor, call)
    return call


def take_back_call(*, actor: Person, call: Call) -> Call:
    """From ready back to draft, before it opens. Raises Refused."""
    with transaction.atomic():
        call = locked(call)
        settle(call)
        require(can_take_back_call(fresh(actor), call))
        call.state, call.published_at = CallState.DRAFT, None
        call.save(update_fields=["state", "published_at"])
        tell("calls.taken_back", actor, call)
    return call


def lengthen_call(*, actor: Person, call: Call, closes_at: datetime) -> Call:
    """The last moment moves later, while the call is open. Raises Refused."""
    with transaction.atomic():
        call = locked(call)
        settle(call)
        require(can_lengthen_call(fresh(actor), call))
        before = call.closes_at
        if closes_at <= before:
            raise Refused(NOT_LATER, "closes_on")
        call.closes_at, call.version = closes_at, call.version + 1
        call.save(update_fields=["closes_at", "version"])
        tell("calls.lengthened", actor, call, before=before, after=closes_at)
    return call


def take_step(*, actor: Person, call: Call, to: str) -> Call:
    """The next step after the closing, through its gate. A step that is not the next one is refused (SR-18)."""
    with transaction.atomic():
        call = locked(call)
        settle(call)
        verdict = can_take_step(fresh(actor), call)
        if to != next_step(call):
            raise Refused(NOT_NEXT if verdict else verdict)
        require(verdict)
        before, call.state = call.state, CallState(to)
        call.save(update_fields=["state"])
        tell("calls.stepped", actor, call, before=before, after=to)
    return call


def cancel_call(*, actor: Person, call: Call, reason: str) -> Call:
    """Give the call up before anything is read; the reason stays inside. Raises Refused."""
    with transaction.atomic():
        call = locked(call)
        settle(call)
        require(can_cancel_call(fresh(actor), call))
        reason = clean(reason)
        if not reason:
            raise Refused(no(_("Write why this call is given up.")), "reason")
        if len(reason) > LONGEST_REASON:
            sentence = _("%(most)s characters at most. Please shorten the text.") % {"most": LONGEST_REASON}
            raise Refused(no(sentence), "reason")
        before, call.state = call.state, CallState.CANCELLED
        call.cancelled_at, call.cancelled_because = timezone.now(), reason
        call.save(update_fields=["state", "cancelled_at", "cancelled_because"])
        tell("calls.cancelled", actor, call, before=before)
    return call


def follow_clock(*, call: Call) -> int:
    """Store what the clock has decided, each once: opened, closed. Gives how many entries that made."""
    with transaction.atomic():
        return settle(locked(call))


def settle(call: Call) -> int:
    """The same, for a caller that holds the call."""
    phase, made = call.phase(), 0
    if phase not in _ORDER:
        return 0
    for state, kind in _BY_CLOCK:
        if _ORDER.index(CallState(call.state)) < _ORDER.index(state) <= _ORDER.index(phase):
            call.state = state
            call.save(update_fields=["state"])
            tell(kind, None, call)
            made += 1
    return made


def remind_of_closing(*, call: Call) -> bool:
    """Once for each closing moment, three days before it. False if that was done, or is not due."""
    with transaction.atomic():
        call = locked(call)
        due = call.is_open() and call.closes_at <= timezone.now() + REMINDED_BEFORE
        if not due or call.reminded_of == call.closes_at:
            return False
        call.reminded_of = call.closes_at
        call.save(update_fields=["reminded_of"])
        tell("calls.closing_reminded", None, call)
    return True


def locked(call: Call) -> Call:
    """The call as the database has it now, held until the end of the transaction."""
    rows = Call.objects.select_for_update(of=("self",)).select_related("community")
    return rows.get(pk=call.pk)


def tell(kind: str, actor: Person | None, call: Call, **facts: Any) -> None:
    record(
        kind,
        actor_id=actor.pk if actor else None,
        community_id=call.community_id,
        subject="call",
        subject_id=call.pk,
        **facts,
    )
