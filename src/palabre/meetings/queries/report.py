"""The one-page report of a meeting, in one language: what was decided there and what became of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext

from palabre.commitments.choices import CommitmentState
from palabre.commitments.models import Commitment
from palabre.commitments.queries import owned_in, owner_of
from palabre.kit.dates import long_date, span
from palabre.languages.models import Translatable
from palabre.languages.queries import Words, best_words, load_halves
from palabre.meetings.choices import MeetingKind, MinutesState, Mode
from palabre.meetings.models import Meeting, MinutesLanguage, RecordedDecision, TakenCommitment
from palabre.meetings.queries.attendance import Summary, attendance_summary
from palabre.meetings.queries.figures import Figure, figures
from palabre.meetings.queries.joint import name_both_sides
from palabre.meetings.rules import visible_decisions, visible_meetings
from palabre.people.models import Person


@dataclass(frozen=True, slots=True)
class Promise:
    """Who does what by when, and how far it is."""

    words: Words
    owner: str
    due: date
    state: str
    state_label: str
    late: bool
    evidence: str


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision with the promises that follow from it."""

    words: Words
    promises: list[Promise]


@dataclass(frozen=True, slots=True)
class Report:
    """`promises` are those that follow from no decision in particular; `minutes` is (language, state) in words."""

    language: str
    community: Words
    title: Words
    kind: str
    when: str
    mode: str
    place: str
    figures: list[Figure]
    summary: Summary
    decisions: list[Decided]
    promises: list[Promise]
    minutes: list[tuple[str, str]]
    next_title: Words | None
    next_when: str

    @property
    def thread_is_empty(self) -> bool:
        return not (self.decisions or self.promises)


def meeting_report(actor: Person, meeting: Meeting, language: str) -> Report:
    """What the page, the PDF and the DOCX say alike; inside `override(language)`. Small parts of figures are masked."""
    here = visible_decisions(actor).filter(segment__minutes__meeting=meeting)
    decisions = list(here.order_by("segment__position", "pk"))
    taken = list(meeting.taken.select_related("commitment__person", "commitment__organisation").order_by("pk"))
    name_both_sides(meeting)
    owned_in(meeting.community, [one.commitment for one in taken])
    coming = _next(actor, meeting)
    _read_halves(language, [meeting, meeting.community, *decisions, *(one.commitment for one in taken), coming])
    below = _by_decision(taken, language)
    return Report(
        language=language,
        community=best_words(meeting.community, "name", language),
        title=best_words(meeting, "title", language),
        kind=str(MeetingKind(meeting.kind).label),
        when=span(meeting.starts_at, meeting.ends_at, language, meeting.zone),
        mode=_how(meeting),
        place="" if meeting.place_hidden else meeting.place,
        figures=figures(actor, meeting, whole=False),
        summary=attendance_summary(actor, meeting),
        decisions=[_decided(one, below.pop(one.pk, []), language) for one in decisions],
        promises=[promise for rest in below.values() for promise in rest],
        minutes=_minutes(meeting),
        next_title=best_words(coming, "title", language) if coming else None,
        next_when=span(coming.starts_at, coming.ends_at, language, coming.zone) if coming else "",
    )


def _how(meeting: Meeting) -> str:
    return gettext("in person and by distance") if meeting.mode == Mode.HYBRID else str(Mode(meeting.mode).label)


def _read_halves(language: str, things: Iterable[Translatable | None]) -> None:
    """Only of what was written in the other language."""
    load_halves([one for one in things if one is not None and one.source_language != language])


def _next(actor: Person, meeting: Meeting) -> Meeting | None:
    rows = visible_meetings(actor).filter(community_id=meeting.community_id, starts_at__gt=meeting.starts_at)
    return rows.ahead().order_by("starts_at", "pk").first()  # type: ignore[attr-defined, no-any-return]


def _by_decision(taken: Iterable[TakenCommitment], language: str) -> dict[int | None, list[Promise]]:
    below: dict[int | None, list[Promise]] = defaultdict(list)
    for one in taken:
        below[one.decision_id].append(promise_of(one.commitment, language))
    return dict(below)


def promise_of(commitment: Commitment, language: str) -> Promise:
    late = commitment.is_late()
    return Promise(
        words=best_words(commitment, "text", language),
        owner=owner_of(commitment),
        due=commitment.due,
        state=commitment.state,
        state_label=gettext("late") if late else str(CommitmentState(commitment.state).label),
        late=late,
        evidence=commitment.evidence if commitment.state == CommitmentState.DONE else "",
    )


def _decided(decision: RecordedDecision, promises: list[Promise], language: str) -> Decided:
    return Decided(best_words(decision, "text", language), promises)


def _minutes(meeting: Meeting) -> list[tuple[str, str]]:
    names = {"fr": gettext("French"), "en": gettext("English")}
    rows = MinutesLanguage.objects.filter(minutes__meeting=meeting).order_by("-language")
    return [(names[one.language], str(MinutesState(one.state).label)) for one in rows]


def printed_today(language: str) -> str:
    return long_date(timezone.localdate(), language)
