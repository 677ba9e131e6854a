"""Who would read what: the plan for all files at once, in a few queries (`rules.sharing_out` makes it)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from palabre.calls.choices import AssignmentState
from palabre.calls.models import Application, Call, Conflict, ReviewAssignment, Reviewer
from palabre.calls.queries.ties import found_ties
from palabre.calls.rules.assigning import IN_READING, following, once_read
from palabre.calls.rules.sharing_out import File, Plan, Reader, share_out
from palabre.kit.ids import digest


@dataclass(frozen=True, slots=True)
class Proposal:
    """A plan, with what it was made from. `seal` is another one as soon as the plan would be."""

    plan: Plan
    files: dict[int, File]
    readers: dict[int, Reader]
    seal: str


def propose(call: Call, apart: Collection[int] = frozenset()) -> Proposal:
    """Eight queries, whatever the number of files and readers. Files that stand `apart` are planned by somebody else."""
    reviewers = list(Reviewer.objects.reading().filter(call=call).select_related("person").order_by("pk"))
    rows = list(
        ReviewAssignment.objects.filter(application__call=call).values_list(
            "application_id", "reviewer_id", "reviewer__person_id", "state"
        )
    )
    running = [(file, reviewer) for file, reviewer, _person, state in rows if state in AssignmentState.running()]
    loads = Counter(reviewer for file, reviewer in running if file not in apart)
    beside = Counter(reviewer for file, reviewer in running if file in apart)
    had = Counter(file for file, _reviewer in running)
    shut = _shut(call, reviewers, [(file, person) for file, _reviewer, person, _state in rows])
    waiting = Application.objects.filter(call=call, state__in=IN_READING).order_by("pk")
    files = {
        pk: File(pk, language, call.reviews_needed - had[pk], frozenset(shut[pk]))
        for pk, language in waiting.values_list("pk", "language")
        if pk not in apart
    }
    readers = {
        one.pk: Reader(one.pk, one.languages(), _room(one.capacity, beside[one.pk]), loads[one.pk]) for one in reviewers
    }
    plan = share_out(files.values(), readers.values())
    return Proposal(plan, files, readers, digest(repr(plan.pairs))[:16])


def _room(capacity: int | None, beside: int) -> int | None:
    return None if capacity is None else capacity - beside


def _shut(call: Call, reviewers: list[Reviewer], given: list[tuple[int, int | None]]) -> dict[int, set[int]]:
    """By file, who may not read it: tied to it, given it before in any place, or able to see what others said of it."""
    places = defaultdict[int | None, list[int]](list)
    for one in reviewers:
        places[one.person_id].append(one.pk)
    shut = defaultdict[int, set[int]](set)
    kept = Conflict.objects.filter(application__call=call).values_list("application_id", "reviewer__person_id")
    for file, person in (*kept, *given):
        shut[file].update(places[person])
    apart = {key for one in following(call) for key in places[one]}
    for file in once_read(call) if apart else ():
        shut[file] |= apart
    for pair in found_ties(call, reviewers):
        shut[pair.application].add(pair.reviewer)
    return shut
