"""Which readers are tied to which applicants, in a few queries however many there are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from palabre.calls.choices import ConflictKind
from palabre.calls.models import Application, Call, Conflict, ReviewAssignment, Reviewer
from palabre.calls.rules.conflicts import bonds_of_applications, bonds_of_reviewers, conflict_between, filed


@dataclass(frozen=True, slots=True)
class Pair:
    """A reader, an application, and what ties them."""

    reviewer: int
    application: int
    kind: ConflictKind


def found_ties(
    call: Call, reviewers: Iterable[Reviewer] | None = None, applications: Iterable[Application] | None = None
) -> list[Pair]:
    """What the data show today and is not on record yet."""
    rows = Reviewer.objects.running().filter(call=call) if reviewers is None else reviewers
    readers = list(rows.select_related("person") if reviewers is None else rows)  # type: ignore[attr-defined]
    if not readers:
        return []
    ours = bonds_of_reviewers(readers)
    theirs = bonds_of_applications(filed(call) if applications is None else applications, typed=True)
    kept = set(Conflict.objects.filter(reviewer__in=ours).values_list("reviewer_id", "application_id"))
    found = []
    for reviewer, mine in ours.items():
        for application, hers in theirs.items():
            kind = conflict_between(mine, hers)
            if kind is not None and (reviewer, application) not in kept:
                found.append(Pair(reviewer, application, kind))
    return found


def has_tie(assignment: ReviewAssignment) -> bool:
    """Whether the data tie this reader to this applicant today, though nobody kept it yet."""
    return bool(found_ties(assignment.application.call, [assignment.reviewer], [assignment.application]))
