"""My day."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone

from palabre.desk.queries.day import read_day
from palabre.kit.pages import render_page
from palabre.people.requests import PersonRequest


def my_day(request: PersonRequest) -> HttpResponse:
    """The next meeting, what I promised, what is new."""
    return render_page(
        request, "desk/my_day.html", {"day": read_day(request.user), "today": timezone.localdate(), "place": "day"}
    )
