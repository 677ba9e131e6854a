"""Rows by their key, for the notices of the selection."""

from __future__ import annotations

from collections.abc import Iterable

from palabre.calls.models import Call, Interview, Letter
from palabre.calls.rules.apart import applies_to, knows_all
from palabre.people.models import Person


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


def who_follows_places(call_key: int | None, people: Iterable[int]) -> list[int]:
    """Those of these persons to whom the places of this call may be told (INV-13)."""
    call = Call.objects.filter(pk=call_key or 0).first()
    if call is None:
        return []
    rows = Person.objects.filter(pk__in=list(people)).order_by("pk")
    return [one.pk for one in rows if not applies_to(one, call) and knows_all(one, call)]
