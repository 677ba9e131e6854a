"""What follows of itself when a selection is published: figures are kept, the committee ends. Twice is once."""

from __future__ import annotations

from collections import Counter

from django.db import transaction
from django.utils import timezone

from palabre.calls.actions.telling_decided import locked_call, tell
from palabre.calls.choices import ApplicationState, CallState, Counted
from palabre.calls.models import Application, Call, Publication, Reviewer, SelectionCount, ThemeChoice
from palabre.calls.regions import region_of
from palabre.communities.actions.reviewing import end_reviewing

KEPT_STATES = ApplicationState.handed_in() | {ApplicationState.WITHDRAWN}


def conclude_published() -> int:
    """For the worker: every call that was published and not concluded yet; gives their number."""
    rows = Call.objects.filter(state=CallState.PUBLISHED, publication=None).order_by("pk")
    return sum(1 for call in rows if conclude_call(call=call))


def conclude_call(*, call: Call) -> bool:
    """Its figures stay, its readers read no more; what becomes of the files is counted from this day."""
    with transaction.atomic():
        call = locked_call(call.pk)
        if call.state != CallState.PUBLISHED or Publication.objects.filter(call=call).exists():
            return False
        Publication.objects.create(call=call)
        keep_counts(call=call)
        _end_committee(call)
        tell("calls.concluded", None, call, "call", call.pk)
    return True


def keep_counts(*, call: Call) -> None:
    """How many by outcome, language, part of the world and first theme: numbers that stay. Once, in a transaction.

    What was never handed in is no application, and is not counted.
    """
    if SelectionCount.objects.filter(call=call).exists():
        return
    rows = Application.objects.filter(call=call, state__in=KEPT_STATES, submitted_at__isnull=False)
    found = list(rows.values_list("state", "language", "country"))
    first = ThemeChoice.objects.filter(application__in=rows.exclude(state=ApplicationState.WITHDRAWN), rank=1)
    themes = first.values_list("theme__public_id", flat=True)
    # whoever withdrew left nothing to be counted by
    there = [row for row in found if row[0] != ApplicationState.WITHDRAWN]
    counted = {
        Counted.STATE: Counter(state for state, _language, _country in found),
        Counted.LANGUAGE: Counter(language for _state, language, _country in there),
        Counted.REGION: Counter(region_of(country).value for _state, _language, country in there),
        Counted.THEME: Counter(themes),
    }
    SelectionCount.objects.bulk_create(
        SelectionCount(call=call, what=what, key=key, number=number)
        for what, numbers in counted.items()
        for key, number in sorted(numbers.items())
    )


def _end_committee(call: Call) -> None:
    """Every seat ends; the role too, unless she reads for another call of the same community."""
    seats = list(Reviewer.objects.filter(call=call, ended_at=None).select_related("person"))
    Reviewer.objects.filter(pk__in=[one.pk for one in seats]).update(ended_at=timezone.now())
    for seat in seats:
        elsewhere = Reviewer.objects.running().filter(person=seat.person, call__community=call.community)
        if seat.person is not None and not elsewhere.exists():
            end_reviewing(community=call.community, person=seat.person)
