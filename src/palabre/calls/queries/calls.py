"""The calls of a community as those who write them see them; and what the clock has to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.calls.choices import CallState
from palabre.calls.gates import Missing, next_step
from palabre.calls.models import Call
from palabre.calls.queries.call_rooms import Room, rooms_of
from palabre.calls.queries.moments import Moments, moments
from palabre.calls.rules.apart import APPLIED, applies_to
from palabre.calls.rules.calls import (
    REMINDED_BEFORE,
    can_announce_call,
    can_approve_call,
    can_cancel_call,
    can_edit_call,
    can_lengthen_call,
    can_take_back_call,
    can_take_step,
    can_translate_call,
    missing_for,
    visible_calls,
)
from palabre.calls.rules.parts import Part, Parts, parts_of
from palabre.charter.queries.writing import theirs_to_approve, waiting_seal
from palabre.communities.choices import Role
from palabre.communities.models import Community
from palabre.communities.rules import holds
from palabre.kit.paging import Slice, page_of
from palabre.kit.verdict import Text, Verdict
from palabre.languages.models import Translatable
from palabre.languages.queries import State, load_halves, pair, weakest
from palabre.people.models import Person


@dataclass(frozen=True, slots=True)
class Row:
    """One part of a call, its place, and the state of its two languages."""

    part: Part
    number: int
    pair: list[tuple[str, State]]


@dataclass(frozen=True, slots=True)
class CallPage:
    """A call from inside: everything it holds, what its next step misses, and what the reader may do."""

    call: Call
    phase: CallState
    moments: Moments
    parts: Parts
    sections: dict[str, list[Row]]
    pair: list[tuple[str, State]]
    words: list[tuple[str, State]]
    next: CallState | None
    gaps: list[Missing]
    waiting: str
    # the pages where the work on it is done
    rooms: list[Room]
    # she would do it, but is a candidate herself: why not, and who does
    applied: Verdict | None
    edit: Verdict
    translate: Verdict
    approve: Verdict
    announce: Verdict
    take_back: Verdict
    lengthen: Verdict
    step: Verdict
    cancel: Verdict

    @property
    def is_draft(self) -> bool:
        return self.phase == CallState.DRAFT

    @property
    def by_clock(self) -> bool:
        """Announced, and the clock decides what comes next."""
        return self.phase in {CallState.READY, CallState.OPEN}

    @property
    def over(self) -> bool:
        return self.phase in {CallState.PUBLISHED, CallState.CANCELLED}

    @property
    def steps(self) -> list[str]:
        """The stages of this call, in order; interviews only if it has some."""
        left_out = {CallState.CANCELLED} | (set() if self.call.with_interviews else {CallState.INTERVIEWS})
        return [str(state.label) for state in CallState if state not in left_out]

    @property
    def place(self) -> int:
        return self.steps.index(str(self.phase.label)) + 1 if self.phase != CallState.CANCELLED else 0

    @property
    def checks(self) -> list[tuple[bool, Text, str, Text]]:
        return [(False, gap.sentence, gap.url, _("See to it")) for gap in self.gaps]


def call_page(actor: Person, call: Call) -> CallPage:
    """The same number of queries for any number of parts."""
    parts = parts_of(call)
    things = parts.things(call)
    load_halves(things)
    target = CallState.READY if call.phase() == CallState.DRAFT else next_step(call)
    gaps = missing_for(actor, call, target) if target else []
    return CallPage(
        call=call,
        phase=call.phase(),
        moments=moments(call),
        parts=parts,
        sections=_sections(parts),
        pair=weakest(pair(thing) for thing in things if _says(thing)),
        words=pair(call),
        next=next_step(call),
        gaps=gaps,
        waiting=waiting_seal(things) if theirs_to_approve(actor, things) else "",
        rooms=rooms_of(actor, call),
        applied=APPLIED if applies_to(actor, call) and holds(actor, call.community_id, Role.COORDINATOR) else None,
        edit=can_edit_call(actor, call),
        translate=can_translate_call(actor, call),
        approve=can_approve_call(actor, call),
        announce=can_announce_call(actor, call, gaps),
        take_back=can_take_back_call(actor, call),
        lengthen=can_lengthen_call(actor, call),
        step=can_take_step(actor, call, gaps),
        cancel=can_cancel_call(actor, call),
    )


def _sections(parts: Parts) -> dict[str, list[Row]]:
    return {
        "themes": _rows(parts.themes),
        "rules": _rows(parts.rules),
        "criteria": _rows(parts.criteria),
        "questions": _rows(parts.questions),
    }


def _rows(parts: Iterable[Part]) -> list[Row]:
    """The state of a question is also that of its choices."""
    rows = []
    for number, part in enumerate(parts, start=1):
        choices = part.options.all() if hasattr(part, "options") else ()
        rows.append(Row(part, number, weakest(pair(thing) for thing in (part, *choices))))
    return rows


def _says(thing: Translatable) -> bool:
    return any(getattr(thing, field) for field in thing.translatable)


def call_rows(actor: Person, community: Community, asked: Mapping[str, Any]) -> Slice[Call]:
    """The calls of a community, the latest first; each has `now`, its phase, and `moments`. Two queries."""
    found = page_of(visible_calls(actor).filter(community=community), asked, by="-opens_at")
    load_halves(found.items)
    for call in found.items:
        call.now = call.phase()  # type: ignore[attr-defined]
        call.moments = moments(call)  # type: ignore[attr-defined]
    return found


def call_by_key(key: int | None) -> Call | None:
    return Call.objects.select_related("community").filter(pk=key or 0).first()


def moved_by_clock() -> list[Call]:
    """Those whose stored state the clock has left behind."""
    now = timezone.now()
    opened = Q(state=CallState.READY, opens_at__lte=now)
    closed = Q(state__in=(CallState.READY, CallState.OPEN), closes_at__lt=now)
    return list(Call.objects.filter(opened | closed).order_by("pk"))


def soon_closing() -> list[Call]:
    """Open, near their closing, and nobody was reminded of that moment yet."""
    now = timezone.now()
    near = Call.objects.open_at(now).filter(closes_at__lte=now + REMINDED_BEFORE)
    return list(near.exclude(reminded_of=F("closes_at")).order_by("pk"))
