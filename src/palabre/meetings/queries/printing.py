"""The agenda on paper."""

from __future__ import annotations

from dataclasses import dataclass

from palabre.commitments.models import Commitment
from palabre.commitments.queries import owned_in
from palabre.commitments.rules import visible_commitments
from palabre.languages.queries import load_halves
from palabre.meetings.choices import ItemKind, MeetingState
from palabre.meetings.models import Meeting, Reply
from palabre.meetings.queries.agenda import Agenda, agenda_of, read_items
from palabre.meetings.queries.clocks import Clocks, clocks
from palabre.meetings.rules import can_change_agenda, can_see_place, can_translate
from palabre.people.models import Person

PRINTED_COMMITMENTS = 30


@dataclass(frozen=True, slots=True)
class PrintedAgenda:
    """On the clocks of the place; `open_commitments` under the point that follows them up."""

    agenda: Agenda | None
    clocks: Clocks
    place: bool
    open_commitments: list[Commitment]


def printed_agenda(actor: Person, meeting: Meeting) -> PrintedAgenda:
    """Five queries, whatever the number of points. Until it is published, only who prepares it has the agenda."""
    shown = meeting.state != MeetingState.PLANNED or can_change_agenda(actor, meeting) or can_translate(actor, meeting)
    items = read_items(meeting) if shown else []
    follow_up = any(item.kind == ItemKind.COMMITMENTS for item in items)
    still = _still_open(actor, meeting) if follow_up and meeting.is_ahead else []
    load_halves([meeting, *items, *still])
    mine = Reply.objects.filter(meeting=meeting, person=actor).first()
    return PrintedAgenda(
        agenda=agenda_of(meeting, items, meeting.zone) if shown else None,
        clocks=clocks(meeting, meeting.zone),
        place=bool(can_see_place(actor, meeting, mine)),
        open_commitments=still,
    )


def _still_open(actor: Person, meeting: Meeting) -> list[Commitment]:
    rows = visible_commitments(actor).filter(community_id=meeting.community_id)
    still = rows.still_open().select_related("person", "organisation")  # type: ignore[attr-defined]
    return owned_in(meeting.community, list(still.order_by("due", "pk")[:PRINTED_COMMITMENTS]))
