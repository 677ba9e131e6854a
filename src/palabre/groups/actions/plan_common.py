"""What the actions on a plan share: its lock, its entry, its texts in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import F

from palabre.groups.actions.telling import TWO_WRITERS, locked_group
from palabre.groups.models import Deliverable, Objective, Output, PlanStep, WorkingGroup, WorkPlan
from palabre.groups.queries.words import seal_of
from palabre.groups.rules.plans import can_write_plan
from palabre.journal.actions import record
from palabre.kit.text import checked
from palabre.kit.verdict import Clash, Text, require
from palabre.languages.actions import approve_half, write_other
from palabre.languages.choices import LANGUAGES, HalfState
from palabre.languages.models import Half, Translatable
from palabre.languages.queries import halves_of, load_halves, other, words
from palabre.people.models import Person

Texts = Mapping[str, str]
"""A text in one language or both: `{"fr": …, "en": …}`."""
Part = Objective | PlanStep | Deliverable


def plan_to_write(writer: Person, group: WorkingGroup) -> WorkPlan:
    """The plan of a group, locked, begun with its first line; she may write it. Raises Refused."""
    group = locked_group(group)
    require(can_write_plan(writer, WorkPlan.objects.filter(group=group).first() or WorkPlan(group=group)))
    WorkPlan.objects.get_or_create(group=group)
    return locked_plan(group=group)


def locked_plan(**wanted: Any) -> WorkPlan:
    """The row as it stands now, held until the end of the transaction."""
    rows = WorkPlan.objects.select_for_update(of=("self",)).select_related("group__community")
    return rows.get(**wanted)


def opened(writer: Person, plan: WorkPlan) -> WorkPlan:
    """Locked, and she may write it. Raises Refused."""
    plan = locked_plan(pk=plan.pk)
    require(can_write_plan(writer, plan))
    return plan


def grown(plan: WorkPlan) -> None:
    """The plan is another one now: whoever hands it in has to have read it."""
    WorkPlan.objects.filter(pk=plan.pk).update(version=F("version") + 1)


def source_of(texts: Texts, language: str) -> str:
    """In which language something new was written first: that of the page, unless only the other half is there."""
    return (
        language if texts.get(language, "").strip() or not texts.get(other(language), "").strip() else other(language)
    )


def check_seen(thing: Translatable, seen: str | None, *beside: str) -> None:
    """Raises Clash when somebody wrote since the reader's `seal_of`; nothing of hers is written then."""
    if seen is not None and seen != seal_of(thing, *beside):
        raise Clash(TWO_WRITERS, thing)


def source_words(field: str, texts: Texts, source: str, most: int, empty: Text, *, line: bool = False) -> str:
    """The text in its own language, checked. Raises Refused beside its field."""
    return checked(texts.get(source, ""), f"{field}_{source}", most, str(empty), line=line)


def write_halves(
    writer: Person, thing: Translatable, field: str, texts: Texts, most: int, community_id: int, *, line: bool = False
) -> None:
    """The other half, if it says something new; somebody else approves it. Raises Refused."""
    language = other(thing.source_language)
    if language in texts:
        said = checked(texts[language], f"{field}_{language}", most, line=line)
        write_other(actor_id=writer.pk, thing=thing, field=field, text=said, community_id=community_id)


def waiting(things: list[Translatable]) -> list[tuple[Translatable, Half]]:
    """The current halves that nobody has approved yet."""
    load_halves(things)
    return [
        (thing, half)
        for thing in things
        for (field, language), half in halves_of(thing).items()
        if language in LANGUAGES and words(thing, field, language).state in (HalfState.IN_REVIEW, HalfState.DRAFT)
    ]


def approve_waiting(reader: Person, things: list[Translatable], community_id: int) -> int:
    """Approve what somebody else translated; gives how many there were. The caller has asked its rule."""
    theirs = [(thing, half) for thing, half in waiting(things) if half.written_by_id != reader.pk]
    for thing, half in theirs:
        approve_half(
            actor_id=reader.pk, thing=thing, field=half.field, language=half.language, version=half.version,
            community_id=community_id,
        )  # fmt: skip
    return len(theirs)


def tell_plan(kind: str, actor: Person | None, plan: WorkPlan, **facts: Any) -> None:
    """One entry about a plan: keys, numbers, dates."""
    record(
        kind,
        actor_id=actor.pk if actor else None,
        community_id=plan.group.community_id,
        subject="work_plan",
        subject_id=plan.pk,
        **facts,
    )


def tell_output(kind: str, actor: Person, output: Output, community_id: int, **facts: Any) -> None:
    record(kind, actor_id=actor.pk, community_id=community_id, subject="output", subject_id=output.pk, **facts)
