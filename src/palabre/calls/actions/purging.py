"""What age takes away of a selection (DOMAIN.md §4.5): each gives how many went, and how many wait for their day.

Days count from the publication of the selection, or from when the call was given up; a call that was neither counts as
published a year after it closed, so that nothing stays because somebody forgot a step. The figures stay.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from palabre.calls.actions.publishing import keep_counts
from palabre.calls.actions.telling_decided import locked_call, tell
from palabre.calls.actions.withdrawing import empty, forget_drafts, old_drafts
from palabre.calls.choices import ApplicationState, CallState
from palabre.calls.models import (
    Application,
    BalanceData,
    BalanceTable,
    Call,
    Conflict,
    Deliberation,
    Interview,
    Letter,
    ReviewAssignment,
    SelectionDecision,
)

FORGOTTEN = timedelta(days=365)


class Went(NamedTuple):
    """How many went (or would go), and how many stay for now."""

    deleted: int
    kept: int


def over_before(before: datetime) -> QuerySet[Call]:
    """Calls whose selection was published, or that ended otherwise, before a moment."""
    ended = Q(publication__at__lt=before) | Q(state=CallState.CANCELLED, cancelled_at__lt=before)
    left = Q(publication=None, closes_at__lt=before - FORGOTTEN) & ~Q(state__in=(CallState.DRAFT, CallState.CANCELLED))
    return Call.objects.filter(ended | left).order_by("pk")


def drafts(before: datetime, *, dry_run: bool) -> Went:
    """Applications that nobody handed in, so many days after their call closed."""
    rows = Application.objects.filter(state=ApplicationState.DRAFT)
    number = rows.filter(old_drafts(before)).count() if dry_run else forget_drafts(closed_before=before)
    return Went(number, max(0, rows.count() - (number if dry_run else 0)))


def files(before: datetime, *, dry_run: bool) -> Went:
    """Whoever was not accepted, with her files; of whoever was: scores, notes of interviews, the committee's reasons."""
    ended = Application.objects.exclude(state__in=(ApplicationState.DRAFT, ApplicationState.ACCEPTED))
    old = ended.filter(call__in=over_before(before).values("pk"))
    number = old.count()
    if not dry_run:
        for call in over_before(before):
            _forget_call(call)
    return Went(number, max(0, ended.count() - (number if dry_run else 0)))


def _forget_call(call: Call) -> None:
    with transaction.atomic():
        call = locked_call(call.pk)
        keep_counts(call=call)
        rows = Application.objects.select_for_update(of=("self",)).filter(call=call)
        gone = 0
        for row in rows.exclude(state__in=(ApplicationState.DRAFT, ApplicationState.ACCEPTED)).order_by("pk"):
            empty(row)
            row.delete()
            gone += 1
        read = ReviewAssignment.objects.filter(application__call=call).delete()[0]
        heard = Interview.objects.filter(application__call=call).delete()[0]
        Conflict.objects.filter(application__call=call).delete()
        Letter.objects.filter(application__call=call, sent_at=None).delete()
        SelectionDecision.objects.filter(application__call=call).update(reasons="", feedback="")
        Deliberation.objects.filter(call=call).update(words="")
        if gone or read or heard:
            tell("calls.files_forgotten", None, call, "call", call.pk, number=gone)


def balance_data(before: datetime, *, dry_run: bool) -> Went:
    """What people said for counting alone; and of whoever withdrew or never handed in, whenever that was."""
    rows = BalanceData.objects.all()
    past = over_before(before).values("pk")
    stray = Q(application__state=ApplicationState.WITHDRAWN)
    closed = Q(application__state=ApplicationState.DRAFT, application__call__closes_at__lt=timezone.now())
    old = rows.filter(Q(application__call__in=past) | stray | closed)
    number = old.count()
    if not dry_run:
        with transaction.atomic():
            old.delete()
            BalanceTable.objects.filter(call__in=past).exclude(people=[]).update(people=[])
    return Went(number, max(0, rows.count() - (number if dry_run else 0)))
