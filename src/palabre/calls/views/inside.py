"""What the pages around screening and reading share: the call that is led, the community in which the page stands."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from palabre.calls.models import Call
from palabre.calls.rules.reviewing import led_calls
from palabre.communities.models import Community
from palabre.communities.queries.naming import named_in
from palabre.communities.rules import visible_communities
from palabre.kit.forms import PalabreForm
from palabre.kit.pages import refused, say, see
from palabre.kit.reader import page_language
from palabre.kit.verdict import Refused
from palabre.people.requests import PersonRequest


def led_call(request: PersonRequest, call_id: str) -> Call:
    """The call, for whoever coordinates it; the page then stands inside its community."""
    rows = led_calls(request.user).select_related("community")
    call: Call = get_object_or_404(rows, public_id=call_id)
    stand_in(request, call.community)
    return call


def stand_in(request: PersonRequest, community: Community) -> None:
    """The rooms of a community beside the page, for whoever reads it; a reader from outside sees none."""
    mine = named_in(visible_communities(request.user), page_language())
    request.community = mine.filter(pk=community.pk).first()  # type: ignore[attr-defined]


def pushed(request: HttpRequest, act: Callable[[], object], said: str, to: str) -> HttpResponse:
    """A button: done and said, or refused as a page."""
    try:
        act()
    except Refused as error:
        return refused(request, error)
    say(request, said)
    return see(request, to)


def status_of(form: PalabreForm) -> int:
    return 409 if form.clash else 422 if form.is_bound else 200
