"""Sittings of the committee: who was there, what was decided, what is still to be decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from palabre.calls.choices import ApplicationState
from palabre.calls.models import Application, Call, Deliberation, SelectionDecision
from palabre.calls.queries.composing import Candidate, candidate_rows, filtered
from palabre.calls.queries.interviews import seat_name
from palabre.calls.queries.waiting import last_ranks
from palabre.calls.rules.apart import knows_all, untied_in
from palabre.calls.rules.committee import tied_readers
from palabre.calls.rules.deciding import (
    PRESENT_AT_LEAST,
    TOO_FEW_FREE,
    TOO_FEW_READ,
    can_count_balance,
    can_decide,
    can_deliberate,
    candidates,
    enough_read,
    follows,
    outcomes_from,
    places_left,
    visible_deliberations,
)
from palabre.kit.paging import Slice, page_of
from palabre.kit.verdict import YES, Verdict
from palabre.people.models import Person

# nothing more is decided on the others
UNDECIDED = (ApplicationState.IN_REVIEW, ApplicationState.SHORTLISTED, ApplicationState.WAITLISTED)


@dataclass(frozen=True, slots=True)
class SittingsPage:
    """Every sitting, with how much it decided of what the reader may know."""

    call: Call
    slice: Slice[Deliberation]
    rows: list[tuple[Deliberation, int]]
    deliberate: Verdict


def sittings_page(actor: Person, call: Call, asked: Mapping[str, Any]) -> SittingsPage:
    """Three queries."""
    rows = visible_deliberations(actor).filter(call=call)
    found = page_of(rows, asked, by="-recorded_at")
    there = untied_in(actor, call, Application.objects.filter(call=call)).values("pk")
    made = SelectionDecision.objects.filter(deliberation__in=found.items, application__in=there)
    counted = Counter(made.order_by().values_list("deliberation_id", flat=True))
    return SittingsPage(call, found, [(one, counted[one.pk]) for one in found.items], can_deliberate(actor, call))


@dataclass(frozen=True, slots=True)
class Open:
    """A file on which this sitting may decide, or why it may not."""

    candidate: Candidate
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class SittingPage:
    sitting: Deliberation
    names: list[str]
    decided: list[SelectionDecision]
    slice: Slice[Application]
    open: list[Open]
    decide: Verdict
    count: Verdict
    left: int | None


def sitting_page(actor: Person, sitting: Deliberation, asked: Mapping[str, Any]) -> SittingPage:
    """Some twenty-five queries, however much was decided."""
    call = sitting.call
    present = list(sitting.present.select_related("person"))
    decide = can_decide(actor, sitting)
    rows = filtered(actor, call, candidates(actor, call).filter(state__in=UNDECIDED), asked).select_related("interview")
    found: Slice[Application] = page_of(rows, asked, by="code") if decide else Slice([])
    return SittingPage(
        sitting=sitting,
        names=[seat_name(one, call) for one in present],
        decided=_decided(actor, sitting),
        slice=found,
        open=open_files(actor, sitting, found.items, {one.pk for one in present}) if decide else [],
        decide=decide,
        count=can_count_balance(actor, sitting),
        left=places_left(call) if knows_all(actor, call) else None,
    )


def _decided(actor: Person, sitting: Deliberation) -> list[SelectionDecision]:
    """Without the files from which she steps aside: for her they are nowhere."""
    there = candidates(actor, sitting.call).values("pk")
    return list(sitting.decisions.filter(application__in=there).select_related("application"))


def open_files(actor: Person, sitting: Deliberation, rows: list[Application], present: set[int]) -> list[Open]:
    """What may be decided on each of these files, and what stands in the way."""
    call = sitting.call
    read, tied = enough_read(call, rows), tied_readers(rows)
    lines = candidate_rows(actor, call, rows, last_ranks(call) if knows_all(actor, call) else {})
    return [Open(line, _verdict(call, line, read, present - tied[line.application.pk])) for line in lines]


def _verdict(call: Call, line: Candidate, read: set[int], free: set[int]) -> Verdict:
    # (the action asks the same, on what the database says then)
    if line.application.pk not in read:
        return TOO_FEW_READ
    if len(free) < PRESENT_AT_LEAST:
        return TOO_FEW_FREE
    line.application.call = call
    possible = [follows(line.application, one) for one in outcomes_from(line.application.state)]
    return YES if any(possible) else possible[0]
