"""Three small pages that write, for the tests of what a repeated form does."""

from __future__ import annotations

import threading

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from palabre.journal.actions import record
from palabre.kit.access import open_to_all
from palabre.kit.pages import see

held_up = threading.Event()


@open_to_all
def note(request: HttpRequest) -> HttpResponse:
    """Writes one entry and leads elsewhere; `answer` chooses another end."""
    with transaction.atomic():
        entry = record("tests.noted", actor_id=None, subject="test", subject_id=1)
    match request.POST.get("answer", ""):
        case "refused":
            return HttpResponse("what is missing", status=422)
        case "absent":
            raise Http404
        case "fault":
            raise RuntimeError
    return see(request, f"/noted/{entry.pk}/")


@open_to_all
def noted(request: HttpRequest, number: int) -> HttpResponse:
    return HttpResponse(str(number))


urlpatterns = [path("note/", note), path("other/", note), path("noted/<int:number>/", noted)]
handler404 = handler500 = "tests.unit.journal.pages.plain"


def plain(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse("", status=404 if exception else 500)
