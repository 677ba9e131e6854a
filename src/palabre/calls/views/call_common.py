"""What the pages of a call from inside have in common."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse

from palabre.calls.models import Call
from palabre.calls.rules.calls import visible_calls
from palabre.communities.requests import CommunityRequest
from palabre.kit.forms import PalabreForm
from palabre.kit.pages import refused, say, see
from palabre.kit.verdict import Refused, Text


def call_of(request: CommunityRequest, call_id: str) -> Call:
    """A call of this community that the reader may see from inside, or nothing."""
    rows = visible_calls(request.user).filter(community=request.community)
    found: Call = get_object_or_404(rows, public_id=call_id)
    found.community = request.community
    return found


def page_of_call(call: Call, part: str = "") -> str:
    return reverse("calls:call", args=[call.community.public_id, call.public_id]) + (f"#{part}" if part else "")


def done(
    request: CommunityRequest, act: Callable[[], object], url: str, said: Text = "", tone: str = "ok"
) -> HttpResponse:
    """A button: it acts and leads on, or its refusal is a page."""
    try:
        act()
    except Refused as error:
        return refused(request, error)
    if said:
        say(request, said, tone)
    return see(request, url)


def rebased(form: PalabreForm, seen: object) -> PalabreForm:
    """After a clash the form carries what stands now, so that the next press is a choice."""
    if form.clash and isinstance(form.data, QueryDict):
        form.data = form.data.copy()
        form.data["seen"] = str(seen)
    return form


def status_of(form: PalabreForm) -> int:
    return 409 if form.clash else 422 if form.is_bound else 200
