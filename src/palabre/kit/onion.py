"""The same pages inside Tor, where http is as safe as https: Tor itself encrypts up to the service (SR-67)."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

PREFIX = "__Host-"


def on_onion(request: HttpRequest) -> bool:
    """Whether this request came to one of our .onion addresses over http."""
    host = request.META.get("HTTP_HOST", "").partition(":")[0].lower()
    return not request.is_secure() and host in {urlsplit(one).hostname for one in settings.ONIONS}


class PlainCookies:
    """Browsers take a `__Host-` cookie only over https. Under http://….onion ours go without that prefix and without
    `Secure`, and come back with it; the rest of the house knows nothing of it. HttpOnly and SameSite stay.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not settings.SESSION_COOKIE_NAME.startswith(PREFIX) or not on_onion(request):
            return self.get_response(request)
        come = {name: value for name, value in request.COOKIES.items() if not name.startswith(PREFIX)}
        request.COOKIES.clear()
        request.COOKIES.update({f"{PREFIX}{name}": value for name, value in come.items()})
        response = self.get_response(request)
        for name in [name for name in response.cookies if name.startswith(PREFIX)]:
            cookie = response.cookies.pop(name)
            plain = name.removeprefix(PREFIX)
            cookie.set(plain, cookie.value, cookie.coded_value)
            cookie["secure"] = ""
            response.cookies[plain] = cookie
        return response


def point_to_onion(request: HttpRequest, response: HttpResponse) -> None:
    """`Onion-Location`: Tor Browser offers the address inside Tor. Only on public pages, which are the same for all."""
    if settings.ONIONS and request.is_secure() and response.status_code == 200:
        response["Onion-Location"] = settings.ONIONS[0] + request.get_full_path()
