"""`/join/<token>/code/`: the code of conduct, read before one asks to join. Open to all: the link is the key."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from palabre.charter.queries.door import code_at_the_door
from palabre.communities.queries import link_by_token, way_of
from palabre.communities.rules import can_use_join_link
from palabre.communities.views.doors import quietly, shut_door, speak
from palabre.kit.access import open_to_all
from palabre.kit.pages import render_page
from palabre.kit.reader import page_language


@open_to_all
@require_safe
def join_code(request: HttpRequest, token: str) -> HttpResponse:
    """In the language of the link; never that of a community that has no name at its door."""
    link = link_by_token(token)
    shut = shut_door(request, link, opens=link and can_use_join_link(link))
    if shut is not None or link is None:
        return shut or HttpResponse(status=410)
    speak(request, link.language)
    way = way_of(link, request.GET)
    reading = code_at_the_door(way.landing, page_language()) if way.landing and way.named else None
    back = f"{reverse('communities:join', args=[token])}?as={way.joins_as}&country={way.country}&lang={page_language()}"
    return quietly(render_page(request, "charter/join_code.html", {"reading": reading, "back": back}))
