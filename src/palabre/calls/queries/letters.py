"""Who has an answer, who has none; and what each letter says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from palabre.calls.choices import ApplicationState, Outcome
from palabre.calls.models import Application, Call, Letter, LetterText, SelectionDecision
from palabre.calls.rules.apart import tied_in
from palabre.calls.rules.publishing import LETTER_FOR, without_answer
from palabre.calls.wording import GREETING, GREETING_ALONE, INELIGIBLE, LETTERS
from palabre.kit.paging import Slice, page_of
from palabre.kit.verdict import Text
from palabre.languages.queries import load_halves, other, words
from palabre.people.models import Person

OUTCOMES = (Outcome.SHORTLIST, Outcome.OFFER, Outcome.WAITLIST, Outcome.DECLINE)


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One person: what the committee decided, what was sent, what waits."""

    application: Application
    waiting: Letter | None
    sent: Letter | None


@dataclass(frozen=True, slots=True)
class LettersPage:
    slice: Slice[Application]
    rows: list[LetterRow]
    unanswered: int
    unprepared: int
    waiting: int
    # some of these people may be tied to her: what she prepares and sends goes to them too, uncounted
    apart: bool


def letters_page(actor: Person, call: Call, asked: Mapping[str, Any]) -> LettersPage:
    """Everybody with an answer to get, but those to whom she is tied; `?all` shows those who have it too."""
    tied = tied_in(actor, call)
    owed = without_answer(call).exclude(pk__in=tied)
    everybody = Application.objects.filter(call=call, state__in=list(LETTER_FOR)).exclude(pk__in=tied)
    found = page_of(everybody if "all" in asked else owed, asked, by="code")
    waiting, sent = letters_of([one.pk for one in found.items])
    return LettersPage(
        slice=found,
        rows=[LetterRow(one, waiting.get(one.pk), sent.get(one.pk)) for one in found.items],
        unanswered=owed.count(),
        unprepared=unprepared(call).exclude(pk__in=tied).count(),
        waiting=Letter.objects.filter(application__call=call, sent_at=None).exclude(application__in=tied).count(),
        apart=bool(tied),
    )


def letters_of(keys: list[int]) -> tuple[dict[int, Letter], dict[int, Letter]]:
    """By application: the letter that waits, and the last one that was sent. One query, no body opened."""
    waiting: dict[int, Letter] = {}
    sent: dict[int, Letter] = {}
    for letter in Letter.objects.filter(application__in=keys).defer("body").order_by("sent_at", "pk"):
        (sent if letter.sent_at else waiting)[letter.application_id] = letter
    return waiting, sent


def unprepared(call: Call) -> QuerySet[Application]:
    """Whoever is owed a letter that nobody has prepared."""
    prepared = Letter.objects.filter(application__call=call, sent_at=None)
    return without_answer(call).exclude(pk__in=prepared.values("application_id"))


def last_feedback(call: Call) -> dict[int, str]:
    """The words for each applicant, of the last decision on her file. One query."""
    rows = SelectionDecision.objects.filter(application__call=call).order_by("recorded_at", "pk")
    return dict(rows.values_list("application_id", "feedback"))


def texts_of(call: Call) -> dict[str, LetterText]:
    """What the call writes in place of our words, by outcome. Two queries."""
    found = {one.outcome: one for one in LetterText.objects.filter(call=call)}
    load_halves(found.values())
    return found


def text_for(texts: Mapping[str, LetterText], outcome: str, language: str) -> str:
    """In her language: the call's own words, else ours."""
    own = texts.get(outcome)
    found = words(own, "text", language).text if own is not None else ""
    return found or LETTERS[outcome][language]


def body_for(application: Application, text: str, feedback: str) -> str:
    """The whole letter: greeting, what everybody reads, what is said to her alone."""
    language = application.language
    greeting = GREETING[language].format(name=application.name) if application.name else GREETING_ALONE[language]
    return "\n\n".join(part.strip() for part in (greeting, text, feedback) if part.strip())


def unwritten(texts: Mapping[str, LetterText]) -> list[tuple[str, str]]:
    """Outcomes whose own words exist in one language only: whoever reads the other gets ours. (outcome, language)"""
    return [
        (outcome, language)
        for outcome, one in texts.items()
        for language in (one.source_language, other(one.source_language))
        if not words(one, "text", language).text
    ]


@dataclass(frozen=True, slots=True)
class TextRow:
    """What everybody with one outcome reads, in both languages: the call's own words, else ours."""

    outcome: str
    label: Text
    french: str
    english: str
    own: bool


def text_rows(texts: Mapping[str, LetterText]) -> list[TextRow]:
    """One for each outcome, in the order in which people hear of them."""
    kinds: list[tuple[str, Text]] = [(INELIGIBLE, ApplicationState.INELIGIBLE.label)]
    kinds += [(one.value, one.label) for one in OUTCOMES]
    return [
        TextRow(kind, label, text_for(texts, kind, "fr"), text_for(texts, kind, "en"), kind in texts)
        for kind, label in kinds
    ]


def invitation_text(application: Application) -> str:
    """What everybody who is invited to an interview reads, in her language. Two queries."""
    return text_for(texts_of(application.call), Outcome.SHORTLIST, application.language)
