"""How long nobody touched a session: told by a signed cookie, so that reading pages writes nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from palabre.kit.ids import digest
from palabre.people.choices import DeviceKind, Limit
from palabre.people.sessions import began, device_of, limit_of

REFRESH_AFTER = timedelta(minutes=1)
_signer = Signer(salt="palabre.people.gesture", sep=".")


def cookie_name() -> str:
    """Beside the session's own name, with the same `__Host-` before it."""
    return f"{settings.SESSION_COOKIE_NAME}-gesture"


def last_gesture(request: HttpRequest) -> datetime:
    """When a page was last asked for in this session; its beginning if the cookie is absent, foreign or forged."""
    start = began(request.session)
    try:
        whose, stamp = _signer.unsign(request.COOKIES.get(cookie_name(), "")).split(":")
        seen = datetime.fromtimestamp(int(stamp), tz=timezone.get_default_timezone())
    except (BadSignature, ValueError):
        return start
    return max(start, seen) if whose == _mark(request) else start


def is_over(request: HttpRequest, limit: Limit | None = None) -> bool:
    """Whether the idle or the absolute limit of this session has passed; or a stricter `limit`."""
    limit, now = limit or limit_of(request.session), timezone.now()
    return now - last_gesture(request) > limit.idle or now - began(request.session) > limit.absolute


def note_gesture(request: HttpRequest, response: HttpResponseBase) -> None:
    """Write the moment into the cookie, at most once a minute."""
    stale = timezone.now() - last_gesture(request) > REFRESH_AFTER
    if cookie_name() in request.COOKIES and not stale and _is_ours(request):
        return
    own = device_of(request.session) == DeviceKind.OWN
    response.set_cookie(
        cookie_name(),
        _signer.sign(f"{_mark(request)}:{int(timezone.now().timestamp())}"),
        max_age=request.session.get_expiry_age() if own else None,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponseBase) -> None:
    """Take both cookies away."""
    for name in (settings.SESSION_COOKIE_NAME, cookie_name()):
        response.delete_cookie(name, samesite="Lax")


def _mark(request: HttpRequest) -> str:
    return digest(request.session.session_key or "")[:16]


def _is_ours(request: HttpRequest) -> bool:
    return request.COOKIES.get(cookie_name(), "").startswith(f"{_mark(request)}:")
