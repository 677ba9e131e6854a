"""Files are given to readers: all at once by the plan, one by hand, and taken away again where nothing was begun."""

from __future__ import annotations

from collections import Counter

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from palabre.calls.actions.conflicts import locked_assignment, look_for_conflicts, tell_assignment
from palabre.calls.actions.life import locked
from palabre.calls.actions.reviewers import tell
from palabre.calls.choices import ApplicationState, AssignmentState
from palabre.calls.models import Application, Call, ReviewAssignment, Reviewer
from palabre.calls.queries.proposing import propose
from palabre.calls.rules.apart import tied_in
from palabre.calls.rules.assigning import can_assign, can_unassign, fits_reader
from palabre.communities.rules import fresh
from palabre.kit.verdict import Clash, Refused, no, require
from palabre.people.models import Person

MOVED = no(_("Something has changed since this table was made. Here is the table as it is now: read it and confirm."))
NOTHING_TO_GIVE = no(_("Every file has its readers, or nobody is left who could read it."))
BATCH = 500


def give_files(*, actor: Person, call: Call, seen: str) -> int:
    """Give all files as the table showed it (`seen`: its seal), none that is tied to her. Gives how many.

    Raises Refused, Clash.
    """
    with transaction.atomic():
        call = locked(call)
        require(can_assign(fresh(actor), call))
        look_for_conflicts(call=call)
        proposal = propose(call, tied_in(actor, call))
        if not proposal.plan.pairs:
            raise Refused(NOTHING_TO_GIVE)
        if proposal.seal != seen:
            raise Clash(MOVED, proposal)
        rows = [
            ReviewAssignment(application_id=file, reviewer_id=reviewer, assigned_by=actor)
            for file, reviewer in proposal.plan.pairs
        ]
        ReviewAssignment.objects.bulk_create(rows, batch_size=BATCH)
        _are_read(call, {row.application_id for row in rows})
        number = Counter(row.reviewer_id for row in rows)
        for reviewer in Reviewer.objects.filter(pk__in=number).select_related("call").order_by("pk"):
            tell("calls.files_given", actor.pk, reviewer, number=number[reviewer.pk])
    return len(rows)


def give_file(*, actor: Person, application: Application, reviewer: Reviewer) -> ReviewAssignment:
    """One file to one reader, by hand: never one who is tied to it. Raises Refused."""
    with transaction.atomic():
        call = locked(application.call)
        require(can_assign(fresh(actor), call))
        reviewer = Reviewer.objects.select_related("call", "person").get(pk=reviewer.pk)
        application = Application.objects.select_for_update().get(pk=application.pk)
        look_for_conflicts(call=call, reviewers=[reviewer], applications=[application])
        require(fits_reader(application, reviewer), "reviewer")
        assignment, new = ReviewAssignment.objects.get_or_create(
            application=application, reviewer=reviewer, defaults={"assigned_by": actor}
        )
        if not new:
            assignment.state, assignment.assigned_by = AssignmentState.ASSIGNED, actor
            assignment.save(update_fields=["state", "assigned_by"])
        _are_read(call, {application.pk})
        tell("calls.files_given", actor.pk, reviewer, number=1)
    return assignment


def take_file(*, actor: Person, assignment: ReviewAssignment) -> ReviewAssignment:
    """Only what she has not begun. Raises Refused."""
    with transaction.atomic():
        assignment = locked_assignment(assignment)
        require(can_unassign(fresh(actor), assignment))
        assignment.state = AssignmentState.REMOVED
        assignment.save(update_fields=["state"])
        tell_assignment("calls.file_taken", actor, assignment)
    return assignment


def _are_read(call: Call, keys: set[int]) -> None:
    """What was admissible is read from now on; the condition stands on the row itself."""
    waiting = Application.objects.filter(call=call, state=ApplicationState.ELIGIBLE)
    found = [pk for pk in waiting.values_list("pk", flat=True) if pk in keys]
    for start in range(0, len(found), BATCH):
        Application.objects.filter(pk__in=found[start : start + BATCH], state=ApplicationState.ELIGIBLE).update(
            state=ApplicationState.IN_REVIEW
        )
