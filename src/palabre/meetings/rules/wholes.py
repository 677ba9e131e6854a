"""The minutes as one thing: its passages, decisions and promises in both languages, read once and asked many times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from palabre.kit.verdict import YES, Text, Verdict, no
from palabre.languages.models import Translatable
from palabre.languages.queries import ORDER, State, load_halves, other, state_in
from palabre.meetings.choices import MinutesState
from palabre.meetings.models import Minutes, MinutesLanguage, RecordedDecision, Segment, TakenCommitment

IN_LANGUAGE = {"fr": pgettext_lazy("in a language", "French"), "en": pgettext_lazy("in a language", "English")}


@dataclass(frozen=True, slots=True)
class Passage:
    """One numbered point: its words, what was decided and promised there."""

    number: int
    segment: Segment
    decisions: tuple[RecordedDecision, ...]
    taken: tuple[TakenCommitment, ...]

    def state(self, language: str) -> State:
        """Missing or outdated if any of its words are; a promise reworded later leaves the minutes as they are."""
        parts: list[Translatable] = [self.segment, *self.decisions]
        states: list[State] = [state_in(part, language) for part in parts]
        promised = [state_in(taken.commitment, language) for taken in self.taken]
        states += [state for state in promised if state == "missing"]
        return min(states, key=ORDER.index)


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything that minutes hold; `languages` by code."""

    minutes: Minutes
    languages: Mapping[str, MinutesLanguage]
    passages: tuple[Passage, ...]

    @property
    def source(self) -> str:
        return self.minutes.source_language

    @property
    def required(self) -> tuple[str, ...]:
        """The languages without which the minutes are not complete."""
        both = self.minutes.meeting.community.needs_both_languages
        return (self.source, other(self.source)) if both else (self.source,)

    @property
    def is_empty(self) -> bool:
        return not any(passage.segment.body or passage.decisions or passage.taken for passage in self.passages)

    def parts(self) -> list[Translatable]:
        """Every row that has words."""
        found: list[Translatable] = []
        for passage in self.passages:
            found += [passage.segment, *passage.decisions, *(taken.commitment for taken in passage.taken)]
        return found

    def gaps(self, language: str) -> list[tuple[Passage, State]]:
        """The passages that are missing or outdated in one language."""
        if language == self.source:
            return []
        states = [(passage, passage.state(language)) for passage in self.passages]
        return [(passage, state) for passage, state in states if state in ("missing", "outdated")]


def load_whole(minutes: Minutes) -> Whole:
    """Four queries and one for the halves, whatever the length."""
    segments = list(Segment.objects.filter(minutes=minutes).select_related("item").order_by("position", "pk"))
    decisions = list(RecordedDecision.objects.filter(segment__minutes=minutes).order_by("pk"))
    taken = list(
        TakenCommitment.objects.filter(segment__minutes=minutes)
        .select_related("commitment__person", "commitment__organisation")
        .order_by("pk")
    )
    for promised in taken:  # one object for all, on which the names that are used here are remembered
        promised.commitment.community = minutes.meeting.community
    load_halves([*segments, *decisions, *(row.commitment for row in taken)])
    given = Count("approvals", filter=Q(approvals__version=F("version")))
    rows = MinutesLanguage.objects.filter(minutes=minutes).annotate(approvals_given=given)
    languages = {row.language: row for row in rows}
    for row in languages.values():
        row.minutes = minutes
    passages = tuple(
        Passage(
            number,
            segment,
            tuple(row for row in decisions if row.segment_id == segment.pk),
            tuple(row for row in taken if row.segment_id == segment.pk),
        )
        for number, segment in enumerate(segments, start=1)
    )
    return Whole(minutes, languages, passages)


def nothing_missing(whole: Whole, language: str) -> Verdict:
    """Every passage is there in this language and none is outdated."""
    if whole.is_empty:
        return no(_("The minutes are still empty."))
    for passage, state in whole.gaps(language):
        told = {"number": passage.number, "language": IN_LANGUAGE[language]}
        if state == "missing":
            return no(_("Passage %(number)s is missing in %(language)s.") % told)
        return no(_("Passage %(number)s is outdated in %(language)s.") % told)
    return YES


def completeness(whole: Whole) -> list[tuple[bool, Text]]:
    """What must be before the minutes are complete (INV-23), and whether it is."""
    rows: list[tuple[bool, Text]] = []
    for language in whole.required:
        name = IN_LANGUAGE[language]
        verdict = nothing_missing(whole, language)
        approved = bool(verdict) and whole.languages[language].state == MinutesState.APPROVED
        rows.append(
            (bool(verdict), _("Every passage stands in %(language)s") % {"language": name} if verdict else verdict.why)
        )
        rows.append((approved, _("Approved in %(language)s") % {"language": name}))
    return rows


def is_complete(whole: Whole) -> Verdict:
    """All required languages approved, none outdated (INV-23); otherwise the first thing that is missing."""
    for language in whole.required:
        verdict = nothing_missing(whole, language)
        if not verdict:
            return verdict
        if whole.languages[language].state != MinutesState.APPROVED:
            return no(_("The minutes are not approved in %(language)s yet.") % {"language": IN_LANGUAGE[language]})
    return YES
