"""Who reads: as long as the session lasts, in her language and on her clock; and nobody else goes in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import SESSION_KEY, get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject

from palabre.kit.access import is_open
from palabre.people import idle
from palabre.people.choices import Language, Limit
from palabre.people.models import Person

Answer = Callable[[HttpRequest], HttpResponseBase]


class IdleLimit:
    """A session ends when nobody touched it for a while, and at the latest some hours or days after it began.

    The person is only looked for when a page asks who reads; a page that is the same for all never does.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.user = SimpleLazyObject(lambda: self._still_here(request))  # type: ignore[assignment]
        response = self.get_response(request)
        if getattr(request, "session_over", False):
            if not request.session.modified:
                idle.forget(response)
        elif request.session.accessed and SESSION_KEY in request.session and response.status_code < 500:
            idle.note_gesture(request, response)
        return response

    def _still_here(self, request: HttpRequest) -> Any:
        if SESSION_KEY not in request.session:
            return AnonymousUser()
        if idle.is_over(request):
            request.session_over = True  # type: ignore[attr-defined]
            return AnonymousUser()
        person = get_user(request)
        if person.is_authenticated and idle.is_over(request, self.limit_for(person)):
            request.session_over = True  # type: ignore[attr-defined]
            return AnonymousUser()
        return person

    def limit_for(self, person: Person) -> Limit | None:  # noqa: ARG002 (for the room that narrows it)
        """A stricter limit than that of the device, if something about the person asks for one."""
        return None


class SignInRequired:
    """Every page asks for a sign-in, unless its view says otherwise. Addresses that do not exist stay so for all."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> HttpResponseBase | None:
        if is_open(view) or not getattr(view, "login_required", True):
            return None
        person = request.user
        if not person.is_authenticated:
            return to_sign_in(request)
        # from here on a plain object: what is remembered on it (her standing) is remembered once
        request.user = getattr(person, "_wrapped", person)
        return None


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page, and from there back to where she wanted to go."""
    words = asked_page(request)
    if getattr(request, "session_over", False):
        words["over"] = "1"
    return lead(request, reverse("people:sign_in"), words)


def asked_page(request: HttpRequest) -> dict[str, str]:
    """`next`: the page that was asked for, or on which htmx stands; nothing for what was sent."""
    asked = request.get_full_path() if request.method in {"GET", "HEAD"} else ""
    if request.headers.get("HX-Request") == "true":
        try:
            page = urlsplit(request.headers.get("HX-Current-URL", ""))
        except ValueError:
            return {}
        asked = f"{page.path}?{page.query}" if page.query else page.path
    return {"next": asked} if asked not in {"", "/"} else {}


def lead(request: HttpRequest, url: str, words: dict[str, str]) -> HttpResponse:
    """Elsewhere instead, with htmx too."""
    url += f"?{urlencode(words)}" if words else ""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


class ReaderLanguage:
    """`?lang=` for one page; otherwise the person's language and clock; otherwise what the browser asks for."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        person = self._person(request)
        language, zone = self._language(request, person), _zone(person)
        with translation.override(language), timezone.override(zone):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or language)
        if person is None:
            patch_vary_headers(response, ["Accept-Language"])
        return response

    def _person(self, request: HttpRequest) -> Person | None:
        """Whoever reads, unless nobody is signed in here or the page is the same for all."""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or _same_for_all(request):
            return None
        return request.user if request.user.is_authenticated else None

    def _language(self, request: HttpRequest, person: Person | None) -> str:
        asked = request.GET.get("lang", "")
        if asked in Language.values:
            return asked
        if person is not None:
            return person.language
        return translation.get_language_from_request(request)[:2]


def _zone(person: Person | None) -> ZoneInfo:
    try:
        return ZoneInfo(person.zone if person else settings.TIME_ZONE)
    except (KeyError, ValueError):
        return ZoneInfo("UTC")


def _same_for_all(request: HttpRequest) -> bool:
    """A public page does not even look who reads (SR-68)."""
    try:
        match = resolve(request.path_info, settings.SAME_FOR_ALL_URLS)
    except Resolver404:
        return False
    return is_open(match.func)
