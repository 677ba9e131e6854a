"""Interviews as the committee sees them, and as whoever is invited does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from palabre.calls.choices import ApplicationState, InterviewState
from palabre.calls.models import Application, Call, Interview, InterviewNote, InterviewSlot, Reviewer
from palabre.calls.rules.apart import knows_all, tied_in
from palabre.calls.rules.committee import seat_of, seats
from palabre.calls.rules.deciding import candidates, visible_interviews
from palabre.calls.rules.interviewing import (
    CHANGES_UNTIL,
    can_choose_slot,
    can_mark_talk,
    can_note_talk,
    can_offer_slots,
    can_refuse_talk,
    offered_slots,
    readable_notes,
)
from palabre.calls.rules.screening import origins_seen
from palabre.communities.queries.naming import called
from palabre.kit.dates import zone_name
from palabre.kit.paging import Slice, page_of
from palabre.kit.verdict import Verdict
from palabre.people.models import Person

FREE_SHOWN = 60


@dataclass(frozen=True, slots=True)
class SlotRow:
    """A moment, who leads it, and the talk that takes it, if the reader may know which.

    `taken` is None where it would tell of a file that is tied to her.
    """

    slot: InterviewSlot
    names: list[str]
    interview: Interview | None
    taken: bool | None
    theirs: str


@dataclass(frozen=True, slots=True)
class InterviewsPage:
    """`apart`: whether moments are free or taken would tell her of a file."""

    call: Call
    slots: list[SlotRow]
    waiting: list[Interview]
    refused: list[Interview]
    to_invite: int
    offer: Verdict
    mine: int | None
    apart: bool


def interviews_page(actor: Person, call: Call) -> InterviewsPage:
    """Moments to come and past, with who leads them; then who has not chosen, and who said no. Seven queries."""
    seen = visible_interviews(actor).filter(application__call=call).select_related("application", "slot")
    talks = list(seen.order_by("invited_at", "pk"))
    tied = tied_in(actor, call)
    talks = [one for one in talks if one.application_id not in tied]
    by_slot = {one.slot_id: one for one in talks if one.slot_id}
    held = Interview.objects.filter(slot__call=call, application__state__in=ApplicationState.readable())
    taken = set(held.values_list("slot_id", flat=True)) if knows_all(actor, call) else None
    slots = InterviewSlot.objects.filter(call=call).prefetch_related("interviewers__person")
    seat, known = seat_of(actor, call), _clocks_known(actor, call, [one.application_id for one in talks])
    return InterviewsPage(
        call=call,
        slots=[_slot_row(call, slot, by_slot.get(slot.pk), taken, known) for slot in slots],
        waiting=[one for one in talks if one.state == InterviewState.INVITED],
        refused=[one for one in talks if one.state == InterviewState.CANCELLED],
        to_invite=uninvited(actor, call).count(),
        offer=can_offer_slots(actor, call),
        mine=seat.pk if seat else None,
        apart=taken is None,
    )


def _clocks_known(actor: Person, call: Call, keys: list[int]) -> set[int]:
    """The files of which she may know by which clock their author lives."""
    return set(origins_seen(actor, call, Application.objects.filter(pk__in=keys)).values_list("pk", flat=True))


def _slot_row(
    call: Call, slot: InterviewSlot, interview: Interview | None, taken: set[int] | None, known: set[int]
) -> SlotRow:
    names = [seat_name(one, call) for one in slot.interviewers.all()]
    zone = interview.zone if interview and interview.application_id in known else ""
    is_taken = None if taken is None else slot.pk in taken
    return SlotRow(slot, names, interview, is_taken, zone_name(zone) if zone else "")


def seat_name(seat: Reviewer, call: Call) -> str:
    """What the committee calls one of its members."""
    if seat.name or seat.person is None:
        return seat.name
    return called(seat.person, call.community)


def seat_choices(call: Call) -> list[tuple[Reviewer, str]]:
    """The committee by name, for a form. Two queries."""
    return sorted(((one, seat_name(one, call)) for one in seats(call)), key=lambda row: (row[1], row[0].pk))


def uninvited(actor: Person, call: Call) -> QuerySet[Application]:
    """Whoever is on the shortlist and was not invited yet."""
    rows = candidates(actor, call).filter(state=ApplicationState.SHORTLISTED)
    return rows.filter(interview=None)


def invitable(actor: Person, call: Call, asked: Mapping[str, Any]) -> tuple[Slice[Application], list[Application]]:
    """Twenty of them, to choose from: nothing ties her to any."""
    found = page_of(uninvited(actor, call), asked, by="code")
    return found, list(found.items)


@dataclass(frozen=True, slots=True)
class TalkPage:
    """One interview from inside. `notes`: name and note, as far as the reader may read them."""

    interview: Interview
    notes: list[tuple[str, InterviewNote]]
    own: InterviewNote | None
    names: list[str]
    theirs: str
    mark: Verdict
    note: Verdict


def talk_page(actor: Person, interview: Interview) -> TalkPage:
    """Six queries."""
    call = interview.application.call
    rows = interview.notes.filter(readable_notes(actor, interview)).select_related("reviewer__person")
    notes = list(rows.order_by("pk"))
    own = next((one for one in notes if one.reviewer.person_id == actor.pk), None)
    leads = interview.slot.interviewers.select_related("person") if interview.slot else ()
    known = _clocks_known(actor, call, [interview.application_id])
    return TalkPage(
        interview=interview,
        notes=[(seat_name(one.reviewer, call), one) for one in notes if one is not own],
        own=own,
        names=[seat_name(one, call) for one in leads],
        theirs=zone_name(interview.zone) if interview.zone and known else "",
        mark=can_mark_talk(actor, interview),
        note=can_note_talk(actor, interview),
    )


@dataclass(frozen=True, slots=True)
class OwnTalk:
    """The interview as the applicant sees it, by the clock that she chose."""

    interview: Interview
    slots: list[InterviewSlot]
    zone: str
    zone_label: str
    choose: Verdict
    refuse: Verdict
    until: datetime | None


def own_talk(application: Application, zone: str) -> OwnTalk | None:
    """None where she was not invited. Three queries."""
    interview = Interview.objects.filter(application=application).select_related("slot").first()
    if interview is None:
        return None
    interview.application = application
    choose = can_choose_slot(interview)
    free = list(offered_slots(application)[:FREE_SHOWN]) if choose else []
    until = interview.slot.starts_at - CHANGES_UNTIL if interview.slot else None
    return OwnTalk(
        interview=interview,
        slots=[one for one in free if one.pk != interview.slot_id],
        zone=zone,
        zone_label=zone_name(zone),
        choose=choose,
        refuse=can_refuse_talk(interview),
        until=until if until and until > timezone.now() else None,
    )
