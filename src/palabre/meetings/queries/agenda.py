"""The agenda as it is read: each point with its hour, its owner and the state of both languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from palabre.communities.queries import called
from palabre.languages.models import Half
from palabre.languages.queries import State, load_halves, other, pair, state_in, weakest, words
from palabre.meetings.choices import ItemKind
from palabre.meetings.models import AgendaItem, Meeting


@dataclass(frozen=True, slots=True)
class Row:
    """One point. `starts` is on the clocks of the zone that was asked for, without a zone of its own."""

    item: AgendaItem
    starts: datetime
    states: list[tuple[str, State]]
    owner: str
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class Agenda:
    """All points. Lengths are in minutes; `over` is by how much the points outlast the meeting."""

    rows: list[Row]
    work: int
    pauses: int
    over: int
    states: list[tuple[str, State]]

    @property
    def complete(self) -> bool:
        """Both languages approved, none outdated (INV-23)."""
        return bool(self.rows) and all(state == "approved" for _language, state in self.states)


def read_items(meeting: Meeting) -> list[AgendaItem]:
    """The points in order with their owners. One query, or none when they were prefetched."""
    if "items" in getattr(meeting, "_prefetched_objects_cache", {}):
        return list(meeting.items.all())
    return list(meeting.items.select_related("owner").order_by("position", "pk"))


def agenda_of(meeting: Meeting, items: Sequence[AgendaItem], zone: str) -> Agenda:
    """Hours and states of these points; their halves have been loaded."""
    rows, minutes = [], 0
    start = meeting.starts_at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    for place, item in enumerate(items):
        owner = called(item.owner, meeting.community) if item.owner else item.owner_label
        at = start + timedelta(minutes=minutes)
        rows.append(Row(item, at, pair(item), owner, place == 0, place == len(items) - 1))
        minutes += item.minutes
    pauses = sum(item.minutes for item in items if item.kind == ItemKind.BREAK)
    return Agenda(
        rows=rows,
        work=minutes - pauses,
        pauses=pauses,
        over=max(0, minutes - meeting.minutes_planned),
        states=weakest([pair(meeting, ["title"]), *(row.states for row in rows)]),
    )


def agenda_page(meeting: Meeting, zone: str | None = None) -> Agenda:
    """The agenda of one meeting in its own zone, unless another is given. Two queries."""
    items = read_items(meeting)
    load_halves([meeting, *items])
    return agenda_of(meeting, items, zone or meeting.zone)


@dataclass(frozen=True, slots=True)
class Passage:
    """One text and its other half, side by side. `name` is its field; `before` the source it was made from."""

    name: str
    thing: Meeting | AgendaItem
    field: str
    source: str
    source_language: str
    target_language: str
    text: str
    state: State
    half: Half | None
    mine: bool

    @property
    def version(self) -> int:
        return self.half.version if self.half else 0

    @property
    def before(self) -> str:
        return self.half.source_text if self.half else ""


def passages(meeting: Meeting, actor_id: int) -> list[Passage]:
    """Every title of a meeting and its agenda that has words, with its other half. Two queries."""
    items = read_items(meeting)
    things: list[Meeting | AgendaItem] = [meeting, *items]
    load_halves(things)
    return [
        _passage(thing, field, actor_id) for thing in things for field in thing.translatable if getattr(thing, field)
    ]


def _passage(thing: Meeting | AgendaItem, field: str, actor_id: int) -> Passage:
    target = other(thing.source_language)
    found = words(thing, field, target)
    return Passage(
        name=f"{field}-{thing.public_id}",
        thing=thing,
        field=field,
        source=getattr(thing, field),
        source_language=thing.source_language,
        target_language=target,
        text=found.text,
        state=state_in(thing, target, [field]),
        half=found.half,
        mine=found.half is not None and found.half.written_by_id == actor_id,
    )
