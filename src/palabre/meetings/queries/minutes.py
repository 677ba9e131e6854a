"""What the pages of the minutes show: passages with both languages side by side, and who may do what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.utils.translation import gettext, ngettext

from palabre.communities.queries import known_as
from palabre.kit.verdict import Text, Verdict
from palabre.languages.choices import LANGUAGES
from palabre.languages.models import Translatable
from palabre.languages.queries import State, Words, halves_of, other, words
from palabre.meetings.choices import MinutesState
from palabre.meetings.models import Meeting, Minutes, RecordedDecision, Segment, TakenCommitment
from palabre.meetings.rules import (
    Passage,
    Whole,
    can_approve_minutes,
    can_close_meeting,
    can_propose_minutes,
    can_start_minutes,
    can_write_minutes,
    completeness,
    load_whole,
    visible_meetings,
    visible_minutes,
)
from palabre.meetings.rules.wholes import IN_LANGUAGE
from palabre.people.models import Person


@dataclass(frozen=True, slots=True)
class Side:
    """A passage in one language."""

    language: str
    title: Words
    body: Words
    decisions: list[tuple[RecordedDecision, Words]]
    taken: list[tuple[TakenCommitment, Words]]


@dataclass(frozen=True, slots=True)
class Moved:
    """What the source of an outdated translation was, and is."""

    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Row:
    """One passage as the page shows it; `pair` only when something is not up to date."""

    number: int
    segment: Segment
    sides: tuple[Side, Side]
    state: State
    moved: list[Moved]
    pair: list[tuple[str, State]]
    since: datetime


@dataclass(frozen=True, slots=True)
class LanguageRow:
    """Where one language stands; `outdated` when what was approved no longer says what the source says."""

    language: str
    state: str
    label: Text
    version: int
    given: int
    needed: int
    approved_at: datetime | None
    required: bool
    propose: Verdict
    approve: Verdict


@dataclass(frozen=True, slots=True)
class MinutesPage:
    """The minutes of one meeting; without `minutes` they have not been started."""

    meeting: Meeting
    start: Verdict
    minutes: Minutes | None = None
    whole: Whole | None = None
    rows: tuple[Row, ...] = ()
    languages: tuple[LanguageRow, ...] = ()
    pair: tuple[tuple[str, str], ...] = ()
    summary: tuple[str, ...] = ()
    writers: str = ""
    translators: str = ""
    write: Verdict | None = None
    translate: Verdict | None = None
    close: Verdict | None = None
    checks: tuple[tuple[bool, Text], ...] = ()


def minutes_page(actor: Person, meeting_id: str) -> MinutesPage:
    """The whole page. Raises Http404 for a meeting that the actor does not see."""
    rows = visible_minutes(actor).select_related("meeting__community")
    minutes = rows.filter(meeting__public_id=meeting_id).first()
    if minutes is None:
        meeting = visible_meetings(actor).select_related("community").filter(public_id=meeting_id).first()
        if meeting is None:
            raise Http404
        return MinutesPage(meeting, can_start_minutes(actor, meeting))
    whole = load_whole(minutes)
    meeting = minutes.meeting
    writers, translators = _names(whole)
    return MinutesPage(
        meeting,
        can_start_minutes(actor, meeting),
        minutes=minutes,
        whole=whole,
        rows=tuple(row_of(whole, passage) for passage in whole.passages),
        languages=tuple(_language_row(actor, whole, language) for language in _ordered(whole)),
        pair=tuple((language, standing_in(whole, language)) for language in LANGUAGES),
        summary=tuple(_summary(whole)),
        writers=writers,
        translators=translators,
        write=can_write_minutes(actor, minutes, whole.source),
        translate=can_write_minutes(actor, minutes, other(whole.source)),
        close=can_close_meeting(actor, meeting, whole),
        checks=tuple(completeness(whole)),
    )


def row_of(whole: Whole, passage: Passage) -> Row:
    """One passage, French on the left."""
    target = other(whole.source)
    state = passage.state(target)
    fr, en = (side_of(passage, language) for language in LANGUAGES)
    marked: list[tuple[str, State]] = []
    if state in ("missing", "outdated"):
        marked = [(language, state if language == target else "approved") for language in LANGUAGES]
    return Row(
        number=passage.number,
        segment=passage.segment,
        sides=(fr, en),
        state=state,
        moved=_moved(passage, target),
        pair=marked,
        since=passage.segment.changed_at,
    )


def side_of(passage: Passage, language: str) -> Side:
    segment = passage.segment
    return Side(
        language=language,
        title=words(segment, "title", language),
        body=words(segment, "body", language),
        decisions=[(row, words(row, "text", language)) for row in passage.decisions],
        taken=[(row, words(row.commitment, "text", language)) for row in passage.taken],
    )


def standing_in(whole: Whole, language: str) -> str:
    """How one language of the whole stands: outdated, missing, draft, in review, or approved."""
    gaps = whole.gaps(language)
    if any(state == "outdated" for _passage, state in gaps):
        return "outdated"
    if gaps:
        return "missing" if len(gaps) == len(whole.passages) else "draft"
    state = whole.languages[language].state
    if state == MinutesState.APPROVED:
        return "approved"
    return "in_review" if state == MinutesState.PROPOSED else "draft"


def _ordered(whole: Whole) -> tuple[str, str]:
    """The source first."""
    return whole.source, other(whole.source)


def _language_row(actor: Person, whole: Whole, language: str) -> LanguageRow:
    row = whole.languages[language]
    behind = row.state == MinutesState.APPROVED and bool(whole.gaps(language))
    return LanguageRow(
        language=language,
        state="outdated" if behind else row.state,
        label=gettext("outdated") if behind else row.get_state_display(),
        version=row.version,
        given=row.approvals_given,  # type: ignore[attr-defined]
        needed=whole.minutes.meeting.community.approvals_needed,
        approved_at=row.approved_at,
        required=language in whole.required,
        propose=can_propose_minutes(actor, row, whole),
        approve=can_approve_minutes(actor, row, whole),
    )


def _moved(passage: Passage, target: str) -> list[Moved]:
    """For each outdated text: its source then and now."""
    parts: list[tuple[Translatable, str]] = [(passage.segment, "title"), (passage.segment, "body")]
    parts += [(decision, "text") for decision in passage.decisions]
    found = []
    for thing, field in parts:
        said = words(thing, field, target)
        if said.outdated and said.half is not None:
            found.append(Moved(said.half.source_text, getattr(thing, field)))
    return found


def _summary(whole: Whole) -> list[str]:
    """How many passages are not there yet, in plain words."""
    sentences = []
    target, total = other(whole.source), len(whole.passages)
    states = [state for _passage, state in whole.gaps(target)]
    for state in ("outdated", "missing"):
        number = states.count(state)
        if not number:
            continue
        told = {"number": number, "total": total, "language": IN_LANGUAGE[target]}
        if state == "outdated":
            sentence = ngettext(
                "%(number)s passage of %(total)s is outdated in %(language)s.",
                "%(number)s passages of %(total)s are outdated in %(language)s.",
                number,
            )
        else:
            sentence = ngettext(
                "%(number)s passage of %(total)s is missing in %(language)s.",
                "%(number)s passages of %(total)s are missing in %(language)s.",
                number,
            )
        sentences.append(sentence % told)
    return sentences


def _names(whole: Whole) -> tuple[str, str]:
    """Who wrote the words that stand, and who translated them."""
    target = other(whole.source)
    writers = {passage.segment.changed_by_id for passage in whole.passages if passage.segment.version}
    translators = {
        half.written_by_id
        for passage in whole.passages
        for (field, language), half in halves_of(passage.segment).items()
        if field == "body" and language == target
    }
    asked = [pk for pk in writers | translators if pk is not None]
    here = known_as("pk", whole.minutes.meeting.community_id)
    names = dict(Person.objects.filter(pk__in=asked).annotate(here=here).values_list("pk", "here"))
    return tuple(", ".join(sorted(names[pk] for pk in group if pk in names)) for group in (writers, translators))  # type: ignore[return-value]
