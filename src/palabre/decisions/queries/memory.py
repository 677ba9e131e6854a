"""What a proposal remembers: its questions, its amendments, what was decided, what came before and after it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext

from palabre.communities.queries.naming import called
from palabre.decisions.choices import ProposalState
from palabre.decisions.models import Amendment, Clarification, DecisionRecord, DecisionReview, Proposal
from palabre.decisions.rules.proposals import visible_proposals
from palabre.kit.text import plain
from palabre.languages.models import Translatable
from palabre.languages.queries import other, words
from palabre.people.models import Person


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to understand, with the names of both sides as they are known here."""

    row: Clarification
    asked_by: str
    answered_by: str


@dataclass(frozen=True, slots=True)
class Changed:
    """One amendment in the language of the reader, where it was written in it; only the words, to compare."""

    row: Amendment
    before: str
    after: str
    language: str
    by: str


@dataclass(frozen=True, slots=True)
class Decided:
    """The record, with what was found when it was looked at again; `due`: its day has come."""

    record: DecisionRecord
    by: str
    reviews: list[tuple[DecisionReview, str]]
    due: bool


def asked(proposal: Proposal, named: bool) -> list[Asked]:
    """In the order in which they were asked. One query."""
    rows = Clarification.objects.filter(proposal=proposal).select_related("asked_by", "answered_by")
    return [
        Asked(row, _name(row.asked_by, proposal, named), _name(row.answered_by, proposal, named))
        for row in rows.order_by("created_at", "pk")
    ]


def changed(proposal: Proposal, language: str, named: bool) -> list[Changed]:
    """The latest first. One query."""
    rows = Amendment.objects.filter(proposal=proposal).select_related("by").order_by("-round")
    return [_changed(row, proposal, language, named) for row in rows]


def _changed(row: Amendment, proposal: Proposal, language: str, named: bool) -> Changed:
    by = _name(row.by, proposal, named)
    if language != row.language and row.other_before and row.other_after:
        return Changed(row, plain(row.other_before), plain(row.other_after), language, by)
    return Changed(row, plain(row.before), plain(row.after), row.language, by)


def decided(proposal: Proposal, named: bool) -> Decided | None:
    """Two queries once there is a record."""
    record = DecisionRecord.objects.filter(proposal=proposal).select_related("recorded_by").first()
    if record is None:
        return None
    proposal.record = record
    reviews = DecisionReview.objects.filter(record=record).select_related("by").order_by("-at", "-pk")
    looked = [(row, _name(row.by, proposal, named)) for row in reviews]
    in_force = proposal.state == ProposalState.ADOPTED and record.review_on is not None
    due = in_force and record.review_on <= timezone.localdate()  # type: ignore[operator]
    return Decided(record, _name(record.recorded_by, proposal, named), looked, due)


def neighbours(reader: Person, proposal: Proposal) -> tuple[Proposal | None, Proposal | None]:
    """What it takes the place of, and what took or would take its place, as far as the reader sees them. Two queries."""
    rows = visible_proposals(reader)
    before = rows.filter(pk=proposal.replaces_id).first() if proposal.replaces_id else None
    return before, rows.filter(replaces=proposal).exclude(state=ProposalState.DRAFT).order_by("-pk").first()


def _name(person: Person | None, proposal: Proposal, named: bool = True) -> str:
    """`named`: the reader may know who is in this circle (`knows_names`)."""
    if person is None:
        return ""
    return called(person, proposal.community) if named else gettext("a member of the circle")


def asked_by(clarification: Clarification) -> str:
    return _name(clarification.asked_by, clarification.proposal)


def other_halves(proposal: Proposal) -> tuple[Translatable, list[tuple[str, str, str]]]:
    """What is to be translated: the ballot before its end, the outcome after it; field, present half, source."""
    record = DecisionRecord.objects.filter(proposal=proposal).first()
    thing: Translatable = proposal if record is None else record
    language = other(thing.source_language)
    return thing, [(name, words(thing, name, language).text, getattr(thing, name)) for name in thing.translatable]
