"""The browser's side of coming in and going out: session, cookies, the way back."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import login
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme

from palabre.kit.ids import digest
from palabre.kit.leaving import forget_here
from palabre.kit.pages import see
from palabre.people.actions import note_sign_in, note_sign_out, stop_resets
from palabre.people.choices import DeviceKind, FactorKind
from palabre.people.models import Person
from palabre.people.proving import RENEW_KEY, note_factor, note_proof
from palabre.people.queries import codes_left, has_other_factor, open_person, person_by_address, person_of_session
from palabre.people.rules import has_factor
from palabre.people.sessions import BEGAN_KEY, DEVICE_KEY
from palabre.people.sources import hashed_source
from palabre.people.throttling import Attempt

WAITING_KEY = "waiting"
# the ways in that open an account
NEW_HERE = frozenset({"invitation", "join_link"})
WAITING_FOR = timedelta(minutes=10)
KNOWN_FOR = 180 * 24 * 3600
_signer = Signer(salt="palabre.people.known_device", sep=".")


def enter(request: HttpRequest, person: Person, *, device: str, way: str, to: str) -> HttpResponse:
    """Begin a session, or ask for the second factor of whoever has one: there is no other way in (SR-05)."""
    if has_factor(person):
        return _wait_for_factor(request, person, device=device, way=way, to=to)
    return enter_proved(request, person, device=device, way=way, to=to)


def enter_proved(
    request: HttpRequest, person: Person, *, device: str, way: str, to: str, factor: str = ""
) -> HttpResponse:
    """Begin a session under a new id, whatever was there before, and go on to `to`; `factor`: what she showed."""
    request.session.flush()
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session[DEVICE_KEY] = DeviceKind(device).value
    request.session[BEGAN_KEY] = timezone.now().timestamp()
    note_proof(request)
    if factor:
        note_factor(request)
        stop_resets(person=person)
    if factor == FactorKind.SHEET and not codes_left(person) and not has_other_factor(person):
        request.session[RENEW_KEY] = True
    request.session.save()
    request.session_over = False  # type: ignore[attr-defined]
    request.entered = person  # type: ignore[attr-defined]
    note_sign_in(person=person, device=device, way=way, factor=factor)
    response = see(request, _first_the_code(person, way, to))
    if device == DeviceKind.OWN:
        _remember_device(response, person)
    return response


def _first_the_code(person: Person, way: str, to: str) -> str:
    """Whoever has just opened her account is shown her emergency code before anything else (DOMAIN.md §4.4)."""
    if way in NEW_HERE and not person.lock_digest:
        return f"{reverse('people:lock_code')}?{urlencode({'next': to})}"
    return to


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who gave her password or used a link, and has still to show her second factor: not signed in."""

    person: Person
    device: str
    way: str
    to: str


def _wait_for_factor(request: HttpRequest, person: Person, *, device: str, way: str, to: str) -> HttpResponse:
    """A session of nobody's, for ten minutes. It is worth nothing once the password changes."""
    request.session.flush()
    said = {"person": person.pk, "device": DeviceKind(device).value, "way": way, "to": to}
    request.session[WAITING_KEY] = {**said, "seal": _seal(person), "since": timezone.now().timestamp()}
    request.session_over = False  # type: ignore[attr-defined]
    return see(request, reverse("people:factor"))


def waiting(request: HttpRequest) -> Waiting | None:
    """Who stands between the password and the second factor in this browser, if anybody."""
    said = request.session.get(WAITING_KEY)
    if not said or timezone.now().timestamp() - said["since"] > WAITING_FOR.total_seconds():
        return None
    person = open_person(said["person"])
    if person is None or not constant_time_compare(said["seal"], _seal(person)):
        return None
    return Waiting(person, said["device"], said["way"], said["to"])


def _seal(person: Person) -> str:
    return digest(person.get_session_auth_hash())[:32]


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
