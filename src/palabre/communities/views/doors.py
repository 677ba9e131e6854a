"""Links that open a place: the same calm page for whatever does not open, and a pause for whoever guesses (SR-06)."""

from __future__ import annotations

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from palabre.communities.models import Community
from palabre.kit.pages import render_page
from palabre.people.sources import hashed_source
from palabre.people.throttling import may_open_link, note_guess

OVER = "communities/joining/over.html"


def shut_door(request: HttpRequest, row: object | None, *, opens: object, template: str = OVER) -> HttpResponse | None:
    """None where the link opens; an address that was never given out is counted against its source."""
    source = hashed_source(request)
    if not may_open_link(source):
        response = render_page(request, "communities/joining/wait.html", status=429)
        response["Retry-After"] = "600"
    elif row is not None and opens:
        return None
    else:
        if row is None:
            note_guess(source)
        response = render_page(request, template, status=410)
    response["X-Robots-Tag"] = "noindex"
    return response


def speak(request: HttpRequest, language: str) -> None:
    """A visitor reads in the language of the link, whatever the browser says, unless she chose another here."""
    if "lang" not in request.GET and not request.user.is_authenticated:
        translation.activate(language)


def quietly(response: HttpResponse) -> HttpResponse:
    """No search engine keeps it."""
    response["X-Robots-Tag"] = "noindex"
    return response


def home_of(community: Community) -> str:
    """The first page of a community."""
    with suppress(NoReverseMatch):
        return reverse("desk:community", args=[community.public_id])
    return reverse("communities:list")
