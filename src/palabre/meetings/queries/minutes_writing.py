"""What the pages where minutes are written and translated show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from palabre.commitments.models import Commitment
from palabre.commitments.queries import open_for
from palabre.kit.verdict import Text, Verdict
from palabre.languages.choices import LANGUAGES
from palabre.languages.glossary import terms_in
from palabre.languages.merging import merged
from palabre.languages.models import source_digest
from palabre.languages.queries import State, Words, load_halves, other, words
from palabre.meetings.choices import ItemKind
from palabre.meetings.models import Meeting, Minutes, RecordedDecision, Segment, SegmentVersion
from palabre.meetings.queries.drafts import draft_key
from palabre.meetings.rules import Passage, Whole, can_write_minutes, load_whole, visible_minutes
from palabre.people.models import Draft, Person
from palabre.people.rules import visible_drafts

NAMES: dict[str, Text] = {"title": _("Title"), "body": _("Text"), "d": _("Decision"), "c": _("Commitment")}


@dataclass(frozen=True, slots=True)
class Desk:
    """Minutes opened for writing in one language."""

    actor: Person
    meeting: Meeting
    minutes: Minutes
    whole: Whole
    verdict: Verdict
    drafts: dict[str, Draft]


@dataclass(frozen=True, slots=True)
class Place:
    """One passage among the others."""

    passage: Passage
    total: int
    before: Segment | None
    after: Segment | None
    promised: list[Commitment] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Merge:
    """Two versions of one passage, and what a machine proposes for a person to mend."""

    theirs: Segment
    mine_title: str
    mine_body: str
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class ToTranslate:
    """One text of a passage: its source, its half, and the terms of the glossary that it holds."""

    key: str
    thing: Any
    field: str
    source: str
    half: Words
    terms: list[tuple[str, str]]

    @property
    def name(self) -> Text:
        """What it is: title, text, decision, commitment."""
        return NAMES.get(self.key) or NAMES[self.key[0]]

    @property
    def base_version(self) -> int:
        return self.half.half.version if self.half.half else 0

    @property
    def source_seen(self) -> str:
        return source_digest(self.source)


def desk(actor: Person, meeting_id: str, *, translating: bool = False) -> Desk:
    """The minutes with everything in them, and the drafts that the actor has of them. Raises Http404."""
    minutes = minutes_of(actor, meeting_id)
    language = other(minutes.source_language) if translating else minutes.source_language
    whole = load_whole(minutes)
    keys = [draft_key(passage.segment, language if translating else "") for passage in whole.passages]
    drafts = {draft.form: draft for draft in visible_drafts(actor).filter(form__in=keys)}
    return Desk(actor, minutes.meeting, minutes, whole, can_write_minutes(actor, minutes, language), drafts)


def minutes_of(actor: Person, meeting_id: str, language: str = "fr") -> Minutes:
    """The minutes of a meeting that the actor sees. Raises Http404, also for a language that they do not have."""
    minutes = visible_minutes(actor).select_related("meeting__community").filter(meeting__public_id=meeting_id).first()
    if minutes is None or language not in LANGUAGES:
        raise Http404
    return minutes


def place_of(opened: Desk, segment_id: str) -> Place:
    """One passage; at the follow-up of commitments, what is still open. Raises Http404."""
    passages = opened.whole.passages
    found = next((n for n, passage in enumerate(passages) if passage.segment.public_id == segment_id), None)
    if found is None:
        raise Http404
    passage = passages[found]
    promised: list[Commitment] = []
    item = passage.segment.item
    if opened.verdict and item is not None and item.kind == ItemKind.COMMITMENTS:
        promised = open_for(opened.actor, opened.meeting.community, 50)
        load_halves(promised)
    return Place(
        passage=passage,
        total=len(passages),
        before=passages[found - 1].segment if found else None,
        after=passages[found + 1].segment if found + 1 < len(passages) else None,
        promised=promised,
    )


def draft_words(opened: Desk, segment: Segment) -> tuple[dict[str, Any], Draft | None]:
    """What the form of a passage begins with: the draft if it says something else, otherwise what stands."""
    standing = {"title": segment.title, "body": segment.body, "base_version": segment.version}
    draft = opened.drafts.get(draft_key(segment))
    if draft is None or draft.values.get("body", segment.body) == segment.body:
        return standing, None
    return {**standing, **{name: draft.values[name] for name in standing if name in draft.values}}, draft


def merge_of(theirs: Segment, *, title: str, body: str, base_version: int) -> Merge:
    """What a person sees when two wrote at once: both versions, and both put together from the common base."""
    base = SegmentVersion.objects.filter(segment=theirs, version=base_version).first()
    base_body = base.body if base else "" if base_version == 0 else None
    keep_theirs = base is not None and title == base.title
    return Merge(
        theirs=theirs,
        mine_title=title,
        mine_body=body,
        title=theirs.title if keep_theirs else title,
        body=merged(base_body, theirs.body, body),
    )


def versions_of(segment: Segment) -> list[tuple[SegmentVersion, SegmentVersion | None]]:
    """Every version, the latest first, each with the one before it."""
    rows = list(SegmentVersion.objects.filter(segment=segment).select_related("author").order_by("-version"))
    return list(zip(rows, [*rows[1:], None], strict=True))


def to_translate(whole: Whole, passage: Passage) -> list[ToTranslate]:
    """Every text of a passage that has a source, in reading order."""
    target = other(whole.source)
    segment = passage.segment
    parts: list[tuple[str, Any, str]] = [("title", segment, "title"), ("body", segment, "body")]
    parts += [(f"d{row.public_id}", row, "text") for row in passage.decisions]
    parts += [(f"c{row.commitment.public_id}", row.commitment, "text") for row in passage.taken]
    return [
        ToTranslate(
            key=key,
            thing=thing,
            field=name,
            source=getattr(thing, name),
            half=words(thing, name, target),
            terms=terms_in(getattr(thing, name), whole.source, target),
        )
        for key, thing, name in parts
        if getattr(thing, name)
    ]


def after_clash(opened: Desk, passage: Passage, typed: dict[str, Any]) -> tuple[list[ToTranslate], dict[str, str]]:
    """The texts as they stand now, and what the form holds then: where another translation was written meanwhile,
    both put together; everywhere the versions that stand."""
    whole = load_whole(opened.minutes)
    now = next(one for one in whole.passages if one.segment.pk == passage.segment.pk)
    texts, data = to_translate(whole, now), {}
    for text in texts:
        mine = str(typed.get(text.key, text.half.text))
        moved = typed.get(f"{text.key}_version") not in (None, text.base_version)
        data[text.key] = merged(None, text.half.text, mine) if moved else mine
        data[f"{text.key}_version"] = str(text.base_version)
        data[f"{text.key}_seen"] = text.source_seen
    return texts, data


def in_order_of_need(whole: Whole) -> list[tuple[Passage, State]]:
    """Outdated passages first, then missing ones, then the others as they come."""
    target = other(whole.source)
    need = {"outdated": 0, "missing": 1}
    rows = [(passage, passage.state(target)) for passage in whole.passages]
    return sorted(rows, key=lambda row: (need.get(row[1], 2), row[0].number))


def decisions_of(whole: Whole) -> Iterable[RecordedDecision]:
    """Every decision of the minutes, in order."""
    return (decision for passage in whole.passages for decision in passage.decisions)
