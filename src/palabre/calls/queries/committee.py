"""The committee of a call as its coordination sees it, and as each reader sees her own place."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from palabre.calls.choices import ApplicationState, AssignmentState, CallState
from palabre.calls.gates import Missing
from palabre.calls.models import Call, Reviewer
from palabre.calls.rules.apart import tied_in
from palabre.calls.rules.calls import missing_for
from palabre.calls.rules.conflicts import own_organisations
from palabre.calls.rules.reviewing import can_ask_again, can_end_reviewer, can_name_reviewer, visible_reviewers
from palabre.communities.queries.naming import called
from palabre.kit.ids import digest
from palabre.kit.verdict import Verdict
from palabre.languages.queries import load_halves
from palabre.people.models import Person


@dataclass(frozen=True, slots=True)
class Seat:
    """One member of the committee. `stage`: asked, lapsed, silent (no ties said yet), reading, ended."""

    reviewer: Reviewer
    name: str
    stage: str
    given: int
    handed_in: int
    again: Verdict
    end: Verdict


@dataclass(frozen=True, slots=True)
class CommitteePage:
    """Who reads, who was asked, and what the call still lacks before files can be read."""

    seats: list[Seat]
    naming: Verdict
    missing: list[Missing]


def name_of(reviewer: Reviewer) -> str:
    """What the committee calls her; the address, until she answers."""
    if reviewer.name:
        return reviewer.name
    if reviewer.person is not None:
        return called(reviewer.person, reviewer.call.community)
    return str(reviewer.email)


def counted(rows: QuerySet[Reviewer], apart: Collection[int]) -> QuerySet[Reviewer]:
    """The same with how much each has (`given`) and has handed in (`handed`), of the files that do not stand `apart`."""
    mine = Q(
        assignments__state__in=AssignmentState.running(),
        assignments__application__state__in=ApplicationState.readable(),
    )
    if apart:
        mine &= ~Q(assignments__application__in=apart)
    done = mine & Q(assignments__state=AssignmentState.SUBMITTED)
    return rows.annotate(given=Count("assignments", filter=mine), handed=Count("assignments", filter=done))


def committee_page(actor: Person, call: Call) -> CommitteePage:
    """A fixed number of queries, whatever the number of readers."""
    rows = visible_reviewers(actor).filter(call=call).select_related("person", "call__community")
    found = list(counted(rows, tied_in(actor, call)).order_by("ended_at", "created_at", "pk"))
    for one in found:
        one.call = call
    return CommitteePage(
        seats=[_seat(actor, one) for one in found],
        naming=can_name_reviewer(actor, call),
        missing=missing_for(actor, call, CallState.REVIEW),
    )


def _seat(actor: Person, one: Reviewer) -> Seat:
    return Seat(
        reviewer=one,
        name=name_of(one),
        stage=_stage(one),
        given=one.given,  # type: ignore[attr-defined]
        handed_in=one.handed,  # type: ignore[attr-defined]
        again=can_ask_again(actor, one),
        end=can_end_reviewer(actor, one),
    )


def _stage(one: Reviewer) -> str:
    if one.ended_at is not None:
        return "ended"
    if one.accepted_at is None:
        return "asked" if one.is_asked else "lapsed"
    return "reading" if one.declared_at is not None else "silent"


def reviewer_by_token(token: str) -> Reviewer | None:
    """The place that a link opens, used up or not."""
    rows = Reviewer.objects.select_related("call__community", "named_by")
    found = rows.filter(digest=digest(token)).first()
    if found is not None:
        load_halves([found.call, found.call.community])
    return found


def reviewer_by_key(key: int | None) -> Reviewer | None:
    """For the notices."""
    return Reviewer.objects.select_related("call__community", "person").filter(pk=key or 0).first()


def known_organisations(reviewer: Reviewer) -> list[str]:
    """What is found by itself: the organisations for which she stands in a community here."""
    return sorted(own_organisations([reviewer.person_id or 0])[reviewer.person_id or 0].values(), key=str.casefold)
