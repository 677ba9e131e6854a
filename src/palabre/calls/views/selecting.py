"""What the pages of a selection have in common: which call, in whose frame."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from palabre.calls.models import Call
from palabre.calls.rules.accepting import led_calls
from palabre.calls.rules.deciding import composed_calls, visible_selections
from palabre.communities.requests import CommunityRequest
from palabre.communities.rules import standing
from palabre.kit.forms import PalabreForm
from palabre.kit.pages import refused, say, see
from palabre.kit.verdict import Refused, Text


def followed(request: CommunityRequest, call_id: str) -> Call:
    """A call whose selection she follows, if only by its totals."""
    return _framed(request, visible_selections(request.user), call_id)


def composed(request: CommunityRequest, call_id: str) -> Call:
    """A call whose candidates she sees one by one."""
    return _framed(request, composed_calls(request.user), call_id)


def led(request: CommunityRequest, call_id: str) -> Call:
    """A call that she coordinates, once applications are looked at."""
    return _framed(request, led_calls(request.user), call_id)


def _framed(request: CommunityRequest, rows: QuerySet[Call], call_id: str) -> Call:
    """Whoever only reads applications does not read the community: she gets no rooms of it beside the page."""
    call: Call = get_object_or_404(rows.select_related("community"), public_id=call_id)
    if call.community_id in standing(request.user).community_ids():
        request.community = call.community
    return call


def acted(request: HttpRequest, act: Callable[[], object], url: str, said: Text) -> HttpResponse:
    """A button: it acts and leads on, or its refusal is a page."""
    try:
        act()
    except Refused as error:
        return refused(request, error)
    say(request, said)
    return see(request, url)


def status_of(form: PalabreForm) -> int:
    return 409 if form.clash else 422 if form.is_bound else 200
