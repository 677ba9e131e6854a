"""Rows by their key, for the notices of the selection."""

from __future__ import annotations

from palabre.calls.models import Interview, Letter


def interview_by_key(key: int | None) -> Interview | None:
    rows = Interview.objects.select_related("application__call__community", "application__person", "slot")
    return rows.filter(pk=key or 0).first()


def letter_by_key(key: int | None) -> Letter | None:
    rows = Letter.objects.select_related("application__call__community", "application__person")
    return rows.filter(pk=key or 0).first()


def who_hears(interview: Interview) -> set[int]:
    """Whoever leads the talk, and whoever invited her."""
    found = {interview.invited_by_id} if interview.invited_by_id else set()
    if interview.slot is not None:
        named = interview.slot.interviewers.filter(ended_at=None, person__isnull=False)
        found |= set(named.values_list("person_id", flat=True))
    return {key for key in found if key is not None}
