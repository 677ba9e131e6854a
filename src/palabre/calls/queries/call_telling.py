"""Whom a change of a call concerns outside its community."""

from __future__ import annotations

from django.db.models import QuerySet

from palabre.calls.choices import ApplicationState
from palabre.calls.models import Application, Call

# who hears that a call was given up: whoever did not end it herself
CONCERNED = frozenset(ApplicationState) - ApplicationState.ended()


def begun_applications(call: Call) -> list[Application]:
    """Applications that are not handed in yet."""
    return list(_told().filter(call=call, state=ApplicationState.DRAFT))


def running_applications(call: Call) -> list[Application]:
    """Applications that wait for something, drafts among them."""
    return list(_told().filter(call=call, state__in=CONCERNED))


def application_by_key(key: int) -> Application | None:
    return Application.objects.select_related("call").filter(pk=key).first()


def _told() -> QuerySet[Application]:
    return Application.objects.only("pk", "person_id", "email", "language", "state", "call_id").order_by("pk")
