"""The address of every page: each room's own, in order; and whether the house answers at all."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.urls import path

from palabre.kit.access import open_to_all
from palabre.kit.routes import room

handler400 = "palabre.kit.views.error_400"
handler403 = "palabre.kit.views.error_403"
handler404 = "palabre.kit.views.error_404"
handler500 = "palabre.kit.views.error_500"


@open_to_all
def health(request: HttpRequest) -> JsonResponse:
    """200 when pages can be answered: the database is there. No session, no cookie."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


ROOMS = (
    "palabre.people.urls",
    "palabre.communities.urls",
    "palabre.commitments.urls",
    "palabre.charter.urls",
    "palabre.decisions.urls",
    "palabre.groups.urls",
    "palabre.money.urls",
    "palabre.calls.urls",
    "palabre.meetings.urls",
    "palabre.notices.urls",
    "palabre.exchange.urls",
    "palabre.desk.urls",
    "palabre.public.urls",
)
urlpatterns = [
    path("healthz", health, name="health"),
    *(room(name) for name in ROOMS),
]
