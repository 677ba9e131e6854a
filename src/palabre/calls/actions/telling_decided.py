"""What the actions of the selection have in common: rows held until the end, one entry for each act."""

from __future__ import annotations

from typing import Any

from palabre.calls.models import Application, Call
from palabre.journal.actions import record


def locked_call(pk: int) -> Call:
    """The call, held: whoever counts places or moments of one call waits for the other."""
    return Call.objects.select_for_update(of=("self",)).select_related("community").get(pk=pk)


def locked_application(pk: int) -> Application:
    """The application, held, with its call as it is now."""
    rows = Application.objects.select_for_update(of=("self",)).select_related("call__community", "person")
    return rows.get(pk=pk)


def tell(kind: str, actor_id: int | None, call: Call, subject: str, subject_id: int, **facts: Any) -> None:
    record(kind, actor_id=actor_id, community_id=call.community_id, subject=subject, subject_id=subject_id, **facts)
