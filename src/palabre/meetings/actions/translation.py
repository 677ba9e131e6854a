"""The other half of a meeting's titles: written by one person, approved by another."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from palabre.communities.rules import fresh
from palabre.kit.text import clean, one_line
from palabre.kit.verdict import require
from palabre.languages.actions import approve_half, write_half
from palabre.languages.choices import HalfState
from palabre.languages.models import Half
from palabre.languages.queries import load_halves, other, words
from palabre.meetings.actions.common import locked, tell
from palabre.meetings.models import AgendaItem, Meeting
from palabre.meetings.rules import can_translate
from palabre.people.models import Person

Titled = Meeting | AgendaItem


def write_translation(
    *, actor: Person, thing: Titled, field: str, text: str, proposed: bool = True, base_version: int | None = None
) -> Half:
    """Write the half that is not the source. Raises `Clash` when somebody wrote it since `base_version`."""
    with transaction.atomic():
        meeting = _meeting_of(thing)
        require(can_translate(fresh(actor), meeting))
        return write_half(
            actor_id=actor.pk,
            thing=thing,
            field=field,
            language=other(thing.source_language),
            text=clean(text) if field == "welcome" else one_line(text),
            state=HalfState.IN_REVIEW if proposed else HalfState.DRAFT,
            base_version=base_version,
            community_id=meeting.community_id,
        )


def write_translations(
    *, actor: Person, meeting: Meeting, words: Sequence[tuple[Titled, str, str, int]], proposed: bool
) -> None:
    """Several halves at once: thing, field, text, and the version its writer saw. All of them, or none."""
    with transaction.atomic():
        meeting = locked(meeting)
        require(can_translate(fresh(actor), meeting))
        for thing, field, text, version in words:
            write_translation(actor=actor, thing=thing, field=field, text=text, proposed=proposed, base_version=version)


def approve_translation(*, actor: Person, thing: Titled, field: str) -> Half:
    """Approve one half; refused to whoever wrote it, and while it is outdated."""
    with transaction.atomic():
        meeting = _meeting_of(thing)
        require(can_translate(fresh(actor), meeting))
        language = other(thing.source_language)
        return approve_half(
            actor_id=actor.pk, thing=thing, field=field, language=language, community_id=meeting.community_id
        )


def approve_titles(*, actor: Person, meeting: Meeting) -> int:
    """Approve every half of this meeting and its agenda that waits and that somebody else wrote; gives their number."""
    with transaction.atomic():
        meeting = locked(meeting)
        require(can_translate(fresh(actor), meeting))
        waiting = _to_approve(actor, [meeting, *meeting.items.order_by("position")])
        for thing, field in waiting:
            approve_translation(actor=actor, thing=thing, field=field)
        if waiting:
            tell("meetings.titles_approved", actor, meeting, count=len(waiting))
    return len(waiting)


def _to_approve(actor: Person, things: list[Titled]) -> list[tuple[Titled, str]]:
    """The halves that this person may approve now."""
    load_halves(things)
    found = []
    for thing in things:
        for field in thing.translatable:
            known = words(thing, field, other(thing.source_language))
            if known.state == "in_review" and known.half and known.half.written_by_id != actor.pk:
                found.append((thing, field))
    return found


def _meeting_of(thing: Titled) -> Meeting:
    return locked(thing if isinstance(thing, Meeting) else thing.meeting)
