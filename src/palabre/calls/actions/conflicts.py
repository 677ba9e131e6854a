"""Ties between readers and applicants are found in the data, or told; what is tied is shut at once (INV-13, SR-17)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.calls.actions.life import locked
from palabre.calls.choices import AssignmentState, ConflictKind
from palabre.calls.models import Application, Call, Conflict, Review, ReviewAssignment, Reviewer
from palabre.calls.queries.ties import Pair, found_ties
from palabre.calls.rules.assigning import can_find_tie
from palabre.calls.rules.conflicts import reads_call
from palabre.calls.rules.reviewing import READING, can_declare_conflict
from palabre.communities.rules import fresh
from palabre.journal.actions import record
from palabre.kit.text import clean
from palabre.kit.verdict import Refused, no, require
from palabre.people.models import Person

LONGEST_NOTE = 1000
TOO_LONG = _("%(most)s characters at most. Please shorten the text.")


def look_for_conflicts(
    *, call: Call, reviewers: Iterable[Reviewer] | None = None, applications: Iterable[Application] | None = None
) -> int:
    """Keep every tie that the data show and nobody kept yet; shut what is tied. Gives how many were new.

    In the transaction of a caller that holds the call: when ties change, files are given, an application arrives.
    """
    found = found_ties(call, reviewers, applications)
    for pair in found:
        running = _running(pair)
        kind = ConflictKind.FOUND_LATER if any(one.state != AssignmentState.ASSIGNED for one in running) else pair.kind
        Conflict.objects.get_or_create(
            reviewer_id=pair.reviewer, application_id=pair.application, defaults={"kind": kind}
        )
        for one in running:
            _shut(one)
            tell_assignment("calls.conflict_found", None, one)
    return len(found)


def note_arrival(*, application: Application) -> int:
    """An application was handed in: ties to it are found, and whoever coordinates hears if its author reads here.

    In the caller's transaction. Gives how many ties there are.
    """
    call = application.call
    email = application.email if application.email_proven_at else ""
    if reads_call(call, person=application.person, email=email):
        record(
            "calls.reader_applied",
            actor_id=None, community_id=call.community_id, subject="call", subject_id=call.pk,
        )  # fmt: skip
    return look_for_conflicts(call=call, applications=[application])


def look_again() -> int:
    """For the worker: who joined an organisation since. Gives how many ties are new."""
    number = 0
    for call in Call.objects.filter(state__in=READING).order_by("pk"):
        with transaction.atomic():
            number += look_for_conflicts(call=locked(call))
    return number


def declare_conflict(*, actor: Person, assignment: ReviewAssignment, note: str = "") -> Conflict:
    """She is tied to whoever wrote this: the file is gone for her, a review of hers counts no more. Raises Refused."""
    with transaction.atomic():
        assignment = locked_assignment(assignment)
        require(can_declare_conflict(fresh(actor), assignment))
        conflict = _keep(assignment, ConflictKind.DECLARED, note)
        tell_assignment("calls.conflict_declared", actor, assignment)
    return conflict


def find_tie(*, actor: Person, assignment: ReviewAssignment, note: str) -> Conflict:
    """The coordination learnt of a tie after the file was given. Raises Refused."""
    with transaction.atomic():
        assignment = locked_assignment(assignment)
        require(can_find_tie(fresh(actor), assignment))
        if not clean(note):
            raise Refused(no(_("Please write something here.")), "note")
        conflict = _keep(assignment, ConflictKind.FOUND_LATER, note)
        tell_assignment("calls.conflict_noted", actor, assignment)
    return conflict


def _keep(assignment: ReviewAssignment, kind: ConflictKind, note: str) -> Conflict:
    note = clean(note)
    if len(note) > LONGEST_NOTE:
        raise Refused(no(TOO_LONG % {"most": LONGEST_NOTE}), "note")
    conflict, _new = Conflict.objects.get_or_create(
        reviewer=assignment.reviewer, application=assignment.application, defaults={"kind": kind, "note": note}
    )
    _shut(assignment)
    return conflict


def _running(pair: Pair) -> list[ReviewAssignment]:
    rows = ReviewAssignment.objects.select_for_update(of=("self",)).filter(
        application_id=pair.application, reviewer_id=pair.reviewer, state__in=AssignmentState.running()
    )
    return list(rows.select_related("reviewer", "application__call"))


def _shut(assignment: ReviewAssignment) -> None:
    """It ends; what was handed in stays on record and counts no more."""
    assignment.state = AssignmentState.CONFLICT
    assignment.save(update_fields=["state"])
    Review.objects.filter(assignment=assignment, void_at=None).update(void_at=timezone.now())


def locked_assignment(assignment: ReviewAssignment) -> ReviewAssignment:
    """As the database has it now, held until the end of the transaction."""
    rows = ReviewAssignment.objects.select_for_update(of=("self",))
    return rows.select_related("reviewer", "application__call__community").get(pk=assignment.pk)


def tell_assignment(kind: str, actor: Person | None, assignment: ReviewAssignment) -> None:
    record(
        kind,
        actor_id=actor.pk if actor else None,
        community_id=assignment.application.call.community_id,
        subject="call_assignment",
        subject_id=assignment.pk,
        about_id=assignment.reviewer.person_id,
        call=assignment.application.call_id,
    )
