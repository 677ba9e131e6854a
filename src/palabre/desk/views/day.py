"""My day."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from palabre.desk.queries.day import read_day
from palabre.kit.pages import render_page


def my_day(request: HttpRequest) -> HttpResponse:
    """The next meeting, what I promised, what is new."""
    return render_page(
        request, "desk/my_day.html", {"day": read_day(request.user), "today": timezone.localdate(), "place": "day"}
    )
