"""Withdrawn at any time: what she wrote is erased at once, the row keeps its state and its dates."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from palabre.calls.actions.applying import held, locked, tell
from palabre.calls.choices import ApplicationState, AssignmentState, CallState
from palabre.calls.models import (
    Answer,
    Application,
    BalanceData,
    Conflict,
    Interview,
    Letter,
    Review,
    ReviewAssignment,
    SelectionDecision,
    ThemeChoice,
)
from palabre.calls.rules.applying import Applicant, can_withdraw
from palabre.files.actions import discard_file
from palabre.kit.ids import digest, new_token
from palabre.kit.verdict import require
from palabre.people.models import Person

_EMPTY: dict[str, Any] = {
    "name": "", "email": "", "email_digest": "", "email_proven_at": None, "pronouns": "", "organisation": "",
    "country": "", "zone": "", "french": "", "english": "", "declares_rules": False, "own_name": False, "ai_use": "",
    "person": None, "pens": {}, "screening_note": "", "info_asked": "", "info_given": "", "coi": "", "coi_none": False,
}  # fmt: skip


def withdraw(*, applicant: Applicant, application: Application) -> Application:
    """No reason is asked, in whatever state it is. Raises Refused."""
    with transaction.atomic():
        application = held(applicant, application)
        require(can_withdraw(application))
        was = application.state
        _leave_nothing(application)
        tell("calls.application_withdrawn", applicant, application, was=was)
    return application


def forget_applications_of(*, person: Person) -> int:
    """An account is erased: every application of hers is withdrawn; gives their number."""
    with transaction.atomic():
        rows = list(Application.objects.filter(person=person).order_by("pk"))
        for row in rows:
            _leave_nothing(locked(row))
    return len(rows)


def old_drafts(closed_before: datetime) -> Q:
    """Drafts of calls that closed, or were given up, before a day."""
    over = Q(call__closes_at__lt=closed_before) | Q(
        call__cancelled_at__lt=closed_before, call__state=CallState.CANCELLED
    )
    return over & Q(state=ApplicationState.DRAFT)


def forget_drafts(*, closed_before: datetime) -> int:
    """Drafts that nobody handed in go with everything in them (DOMAIN.md §4.5); gives their number."""
    gone = 0
    for row in list(Application.objects.filter(old_drafts(closed_before)).order_by("pk")):
        with transaction.atomic():
            draft = locked(row)
            if draft.state == ApplicationState.DRAFT:
                empty(draft)
                draft.delete()
                gone += 1
    return gone


def empty(application: Application) -> None:
    """Everything that she said and that was said of her goes; the caller has locked the row, and saves it."""
    for answer in Answer.objects.filter(application=application, file__isnull=False).select_related("file"):
        if answer.file is not None:
            discard_file(actor_id=None, stored_file=answer.file)
    for table in (Answer, ThemeChoice, BalanceData, Letter, Interview):
        table.objects.filter(application=application).delete()
    Review.objects.filter(assignment__application=application).delete()
    running = ReviewAssignment.objects.filter(application=application, state__in=AssignmentState.running())
    running.update(state=AssignmentState.REMOVED)
    Conflict.objects.filter(application=application).update(note="")
    SelectionDecision.objects.filter(application=application).update(reasons="", feedback="")
    for name, nothing in _EMPTY.items():
        setattr(application, name, nothing)


def _leave_nothing(application: Application) -> None:
    """The links open nothing any more, and no balance is counted."""
    empty(application)
    application.state = ApplicationState.WITHDRAWN
    application.withdrawn_at = application.withdrawn_at or timezone.now()
    application.digest = digest(new_token())
    application.save(update_fields=["state", "withdrawn_at", "digest", *_EMPTY])
