"""What the pages before a meeting share: finding it, and standing inside its community."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from palabre.kit.forms import PalabreForm
from palabre.kit.pages import refused, render_page
from palabre.kit.verdict import Refused, Verdict, require
from palabre.meetings.models import Meeting
from palabre.meetings.queries.joint import here
from palabre.meetings.rules import visible_meetings
from palabre.people.requests import PersonRequest


def find_meeting(request: PersonRequest, meeting_id: str) -> Meeting:
    """The meeting, or 404 for whoever does not see it."""
    rows = visible_meetings(request.user).select_related("community", "series")
    found: Meeting = get_object_or_404(rows, public_id=meeting_id)
    return found


def meeting_page_of(
    request: PersonRequest, template: str, meeting: Meeting, context: Mapping[str, Any], **wanted: Any
) -> HttpResponse:
    """A page about this meeting, inside the community through which the reader sees it."""
    community = here(request.user, meeting)
    request.community = community  # type: ignore[attr-defined]
    words = {"meeting": meeting, "community": community, **context}
    return render_page(request, f"meetings/{template}.html", words, **wanted)


def form_page_of(
    request: PersonRequest,
    template: str,
    meeting: Meeting,
    form: PalabreForm,
    verdict: Verdict,
    act: Callable[[], HttpResponse],
    **context: Any,
) -> HttpResponse:
    """A page with one form: what was sent is done (`act` answers), or the form comes back with its sentences.

    Whoever may not do it gets the refusal as a page; if something was already typed it comes back with the refusal,
    but for pages that show more than their form (`context`): these are for whoever may do it, however one asks.
    """
    try:
        require(verdict)
        if form.is_valid():
            return act()
    except Refused as error:
        if not form.is_bound or (context and not verdict):
            return refused(request, error)
        form.refuse(error)
    status = 409 if form.clash else 422 if form.is_bound else 200
    return meeting_page_of(request, template, meeting, {"form": form, **context}, status=status)
