"""Somebody erases her account: her applications are withdrawn; what she read for others stays, without her."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from palabre.calls.actions.withdrawing import forget_applications_of
from palabre.calls.choices import AssignmentState
from palabre.calls.models import InterviewNote, Review, ReviewAssignment, Reviewer, Tie
from palabre.kit.ids import digest, new_token
from palabre.people.models import Person


def erase_applying(*, person: Person, delete: bool) -> None:
    """The caller has asked who may erase.

    Points that she gave decided on others and stay until the files go, without her. Her words go with `delete`. What
    she had not handed in ends, so that somebody else can be given it.
    """
    with transaction.atomic():
        forget_applications_of(person=person)
        for seat in Reviewer.objects.select_for_update().filter(person=person):
            open_still = AssignmentState.running() - {AssignmentState.SUBMITTED}
            ReviewAssignment.objects.filter(reviewer=seat, state__in=open_still).update(state=AssignmentState.REMOVED)
            Review.objects.filter(assignment__reviewer=seat).exclude(
                assignment__state__in=(AssignmentState.SUBMITTED, AssignmentState.CONFLICT)
            ).delete()
            if delete:
                Review.objects.filter(assignment__reviewer=seat).update(comment="")
                InterviewNote.objects.filter(reviewer=seat).delete()
            Tie.objects.filter(reviewer=seat).delete()
            seat.person, seat.name, seat.email, seat.email_digest = None, "", "", ""
            seat.digest, seat.ended_at = digest(new_token()), seat.ended_at or timezone.now()
            seat.save(update_fields=["person", "name", "email", "email_digest", "digest", "ended_at"])
