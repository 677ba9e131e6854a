"""The browser's side of coming in and going out: session, cookies, the way back."""

from __future__ import annotations

from contextlib import suppress

from django.conf import settings
from django.contrib.auth import login
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from palabre.kit.ids import digest
from palabre.kit.leaving import forget_here
from palabre.kit.pages import see
from palabre.people.actions import note_sign_in, note_sign_out
from palabre.people.choices import DeviceKind
from palabre.people.models import Person
from palabre.people.queries import person_by_address, person_of_session
from palabre.people.sessions import BEGAN_KEY, DEVICE_KEY
from palabre.people.sources import hashed_source
from palabre.people.throttling import Attempt

KNOWN_FOR = 180 * 24 * 3600
_signer = Signer(salt="palabre.people.known_device", sep=".")


def enter(request: HttpRequest, person: Person, *, device: str, way: str, to: str) -> HttpResponse:
    """Begin a session under a new id, whatever was there before, and go on to `to`."""
    request.session.flush()
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session[DEVICE_KEY] = DeviceKind(device).value
    request.session[BEGAN_KEY] = timezone.now().timestamp()
    request.session.save()
    request.session_over = False  # type: ignore[attr-defined]
    note_sign_in(person=person, device=device, way=way)
    response = see(request, to)
    if device == DeviceKind.OWN:
        _remember_device(response, person)
    return response


def leave(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """End the session on the server, and ask the browser to forget everything of ours (SR-21)."""
    person = person_of_session(request.session.session_key)
    request.session.flush()
    if person is not None:
        note_sign_out(person=person)
    return forget_here(request, response)


def safe_next(request: HttpRequest, fallback: str = "") -> str:
    """Where she wanted to go, if that is a page of ours."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    local = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if local else fallback or home()


def home() -> str:
    """The first page of a person."""
    for name in ("desk:my_day", "people:me"):
        with suppress(NoReverseMatch):
            return reverse(name)
    return "/"


def attempt_of(request: HttpRequest, email: str) -> Attempt:
    """Who tries, from where, and whether the account knows this device."""
    device = ""
    if told := request.COOKIES.get(_known_name(), ""):
        person = person_by_address(email)
        if person is not None and _unsigned(told) == person.public_id:
            device = digest(told)
    return Attempt(email, hashed_source(request), device)


def _unsigned(told: str) -> str:
    try:
        return _signer.unsign(told)
    except BadSignature:
        return ""


def _known_name() -> str:
    return f"{settings.SESSION_COOKIE_NAME}-known"


def _remember_device(response: HttpResponse, person: Person) -> None:
    """On her own device: so that strangers who fail elsewhere do not slow her down here."""
    response.set_cookie(
        _known_name(),
        _signer.sign(person.public_id),
        max_age=KNOWN_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
