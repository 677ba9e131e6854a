"""The waiting list, in the order that the committee gave it."""

from __future__ import annotations

from palabre.calls.choices import ApplicationState, Outcome
from palabre.calls.models import Application, Call, SelectionDecision


def last_ranks(call: Call) -> dict[int, int]:
    """The place of everybody who waits, by the key of the application. One query."""
    rows = SelectionDecision.objects.filter(
        application__call=call, application__state=ApplicationState.WAITLISTED, outcome=Outcome.WAITLIST
    )
    found = rows.order_by("recorded_at", "pk").values_list("application_id", "rank")
    return {key: rank or 0 for key, rank in found}


def next_waiting(call: Call) -> Application | None:
    """Whoever has the first place of the waiting list. Two queries."""
    ranks = last_ranks(call)
    if not ranks:
        return None
    return Application.objects.filter(pk=min(ranks, key=lambda key: (ranks[key], key))).first()
