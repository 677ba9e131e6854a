"""The headers of every answer (SR-20, SR-22, SR-53, SR-68), the files, and the guard of every form (SR-54)."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.utils import timezone
from django.utils.deprecation import MiddlewareMixin
from servestatic.middleware import ServeStaticMiddleware

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
_OFF = "accelerometer camera display-capture geolocation gyroscope magnetometer microphone midi payment usb"
SAFE = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in _OFF.split()),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
}
A_YEAR = "max-age=31536000"


class SafeHeaders(MiddlewareMixin):
    """Outermost of all. A view may set its own value of any of these; what it does not set is the safe one.

    An answer that says `public` may be kept by others for others: whatever cookie was on it is taken off.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        for name, value in SAFE.items():
            response.headers.setdefault(name, value)
        if request.is_secure():
            response.headers.setdefault("Strict-Transport-Security", A_YEAR)
        if "public" in response.headers["Cache-Control"]:
            response.cookies.clear()
        return response


class Arrival:
    """The moment at which a worker took the request up: deadlines are measured by it, however long the answer takes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.arrived_at = timezone.now()  # type: ignore[attr-defined]
        return self.get_response(request)


async def _nobody(_request: HttpRequest) -> HttpResponseBase:
    """What ServeStatic would ask for pages; it is never asked."""
    raise NotImplementedError


class StaticFiles:
    """ServeStatic's files, without its event loop: a page need not pass through one to learn that it is no file."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.files = ServeStaticMiddleware(_nobody).files

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        file = self.files.get(request.path_info)
        if file is None:
            return self.get_response(request)
        found = file.get_response(request.method, request.META)
        response = HttpResponse(status=int(found.status))
        del response["Content-Type"]
        if found.file is not None:  # a few kilobytes
            with found.file as opened:
                response.content = opened.read()
        for name, value in found.headers:
            if value is not None:
                response[name] = value
        return response


class FormGuard(CsrfViewMiddleware):
    """Django's own, for pages that send no referrer.

    Under `Referrer-Policy: no-referrer` browsers write `Origin: null` on every form, those of our own pages too.
    Such a form is taken when the browser itself says that it comes from here (`Sec-Fetch-Site`, which no page can
    set), or when it is too old to say anything; the token is asked for in every case.
    """

    def _origin_verified(self, request: HttpRequest) -> bool:
        if request.META["HTTP_ORIGIN"] == "null":
            return request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
        return bool(super()._origin_verified(request))  # type: ignore[misc]
