"""The table that is read before files are given: what each reader would have, which files would lack somebody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from palabre.calls.models import Application, Call, Reviewer
from palabre.calls.queries.assigned import OPENLY
from palabre.calls.queries.committee import counted, name_of
from palabre.calls.queries.proposing import Proposal, propose
from palabre.calls.rules.apart import tied_in
from palabre.calls.rules.assigning import can_assign, lacking_reviews
from palabre.calls.rules.screening import veils, visible_applications
from palabre.kit.paging import Slice, page_of
from palabre.kit.verdict import Verdict
from palabre.people.models import Person


@dataclass(frozen=True, slots=True)
class ReaderLine:
    """What one reader has, what she has handed in, and how much more the plan gives her."""

    reviewer: Reviewer
    name: str
    given: int
    handed_in: int
    more: int

    @property
    def total(self) -> int:
        return self.given + self.more


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file, who would read it from now on, and how many readers it would still lack."""

    application: Application
    names: list[str]
    short: int
    link: bool


@dataclass(frozen=True, slots=True)
class PlanPage:
    """The plan as a table. `number`: how many readings it gives out."""

    readers: list[ReaderLine]
    files: list[FileLine]
    slice: Slice[Application]
    proposal: Proposal
    number: int
    short: int
    lacking: int
    assign: Verdict


def plan_page(actor: Person, call: Call, asked: Mapping[str, Any]) -> PlanPage:
    """The plan is made anew for each look: the same as long as nothing changes. What is tied to her counts nowhere."""
    tied = tied_in(actor, call)
    rows = Reviewer.objects.reading().filter(call=call).select_related("person", "call__community")
    reviewers = list(counted(rows, tied).order_by("pk"))
    names = {one.pk: name_of(one) for one in reviewers}
    proposal = propose(call, tied)
    plan, shown = proposal.plan, _files(actor, call, proposal, asked)
    return PlanPage(
        readers=[_line(one, names[one.pk], plan.loads[one.pk]) for one in reviewers],
        files=_lines(actor, proposal, shown.items, names),
        slice=shown,
        proposal=proposal,
        number=len(plan.pairs),
        short=len(plan.short),
        lacking=lacking_reviews(call).exclude(pk__in=tied).count(),
        assign=can_assign(actor, call),
    )


def _line(one: Reviewer, name: str, load: int) -> ReaderLine:
    given: int = one.given  # type: ignore[attr-defined]
    return ReaderLine(one, name, given, one.handed, load - given)  # type: ignore[attr-defined]


def _files(actor: Person, call: Call, proposal: Proposal, asked: Mapping[str, Any]) -> Slice[Application]:
    """The files that the plan touches, twenty at a time."""
    touched = {file for file, _reader in proposal.plan.pairs} | set(proposal.plan.short)
    rows = (
        visible_applications(actor)
        .filter(call=call)
        .only("pk", *OPENLY, "person_id", "email_digest", "email_proven_at", "organisation", "call")
    )
    found: Slice[Application] = page_of(rows.filter(pk__in=touched), asked, by="code")
    return found


def _lines(actor: Person, proposal: Proposal, files: list[Application], names: Mapping[int, str]) -> list[FileLine]:
    readers: dict[int, list[str]] = defaultdict(list)
    for file, reader in proposal.plan.pairs:
        readers[file].append(names[reader])
    shut = veils(actor, files)
    return [FileLine(one, readers[one.pk], proposal.plan.short.get(one.pk, 0), one.pk not in shut) for one in files]
