"""Pages for visitors: the same for everyone, without a cookie; and the way out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.auth import logout
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from palabre.calls.queries.public import is_any_open
from palabre.charter.choices import TextKind
from palabre.charter.queries.public import public_texts
from palabre.kit.access import open_to_all
from palabre.kit.leaving import forget_here
from palabre.kit.reader import page_language
from palabre.kit.visitors import for_everyone
from palabre.public.incident import incident_text
from palabre.public.visitors import visitor_page

# One file for each language: a text of this length is written, not assembled from messages.
TEXTS = {
    "information": {"fr": "public/text/fr/information.html", "en": "public/text/en/information.html"},
    "privacy": {"fr": "public/text/fr/privacy.html", "en": "public/text/en/privacy.html"},
    "safety": {"fr": "public/text/fr/safety.html", "en": "public/text/en/safety.html"},
    "about": {"fr": "public/text/fr/about.html", "en": "public/text/en/about.html"},
}
HOME = "/home/"
# the page shown after a quick exit loads nothing; its icon is an empty one, so that the browser asks for no other
BARE = "default-src 'none'; img-src data:; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
ROBOTS = "User-agent: *\nAllow: /$\nAllow: /fr/$\nAllow: /en/$\nDisallow: /\n"


@open_to_all
@require_safe
@for_everyone
def landing(request: HttpRequest) -> HttpResponse:
    """The first page. Whoever is signed in goes to their day."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
        response: HttpResponse = redirect(HOME)
        response["Cache-Control"] = "no-store"
        return response
    return _first_page(request)


@open_to_all
@require_safe
@for_everyone
def landing_in(request: HttpRequest) -> HttpResponse:
    """The first page in the language of its address, for whoever comes."""
    return _first_page(request)


def _first_page(request: HttpRequest) -> HttpResponse:
    response = visitor_page(request, "public/landing.html", {"calls_open": _calls_open()})
    response["X-Robots-Tag"] = "all"
    return response


def _calls_open() -> bool:
    """The only thing that the first page asks; it stands without a database too."""
    try:
        return is_any_open()
    except DatabaseError:
        return False


@open_to_all
@require_safe
@for_everyone
def text_page(request: HttpRequest, name: str) -> HttpResponse:
    """A text that stands in two files, one for each language."""
    words = {
        "name": name,
        "text": TEXTS[name][page_language()],
        "contact": settings.SITE_CONTACT,
    }
    return visitor_page(request, "public/text.html", words)


@open_to_all
@require_safe
@for_everyone
def charter_page(request: HttpRequest, kind: str) -> HttpResponse:
    """`/principles/`, `/code/`: the texts in force of the networks that may be known."""
    words = {"texts": public_texts(kind, page_language()), "is_code": kind == TextKind.CODE}
    return visitor_page(request, "public/charter.html", words)


@open_to_all
@require_safe
@for_everyone
def incident(request: HttpRequest) -> HttpResponse:
    """`/incident/`: absent unless something happened that people must know of (DATA/incident.fr.md, .en.md)."""
    text, language = incident_text(page_language())
    if not text.strip():
        raise Http404
    words = {"text": text, "written_in": language, "reader": page_language()}
    return visitor_page(request, "public/incident.html", words)


@open_to_all
@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Quick exit: end the session on the server, have the browser forget, show something neutral.

    The one GET that changes a state (SR-54): only for a person's own gesture on this site, or an address typed.
    """
    ours = request.headers.get("Sec-Fetch-Site", "none") in {"none", "same-origin"}
    ahead = "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    page = settings.EXIT_PAGE
    response = redirect(page) if page else HttpResponse(render_to_string("public/exit.html"))
    response["Cache-Control"] = "no-store"
    response["Content-Security-Policy"] = BARE
    if request.method != "GET" or not ours or ahead:
        return response
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        logout(request)
    return forget_here(request, response)


@open_to_all
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Only the first page may be indexed."""
    return _plain(ROBOTS)


@open_to_all
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Where to report a weakness (RFC 9116)."""
    contact = settings.SECURITY_CONTACT or settings.ORIGIN + reverse("public:information")
    expires = (datetime.now(UTC) + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    here = "".join(f"Canonical: {one}{request.path}\n" for one in (settings.ORIGIN, *settings.MIRRORS))
    policy = settings.ORIGIN + reverse("public:safety")
    return _plain(f"Contact: {contact}\nExpires: {expires}\nPreferred-Languages: fr, en\nPolicy: {policy}\n{here}")


@open_to_all
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for it by this name whatever the page says."""
    response = HttpResponse(render_to_string("public/favicon.svg"), content_type="image/svg+xml")
    response["Cache-Control"] = "public, max-age=604800"
    return response


def _plain(text: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "public, max-age=86400"
    return response
