"""Where a request comes from, as a number that is forgotten at midnight (no address is kept anywhere)."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac


def hashed_source(request: HttpRequest) -> str:
    """Keyed by the day. Behind our own proxy, the address that the proxy saw."""
    address = request.META.get("REMOTE_ADDR", "")
    if getattr(settings, "SECURE_PROXY_SSL_HEADER", None):
        address = request.headers.get("X-Forwarded-For", address).rpartition(",")[2].strip()
    return salted_hmac("palabre.people.source", f"{timezone.now():%Y-%m-%d} {address}", algorithm="sha256").hexdigest()
