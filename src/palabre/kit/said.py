"""Where `say` keeps its sentence until the next page: in a cookie named, under https, like all of ours (SR-10)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class SaidCookie(CookieStorage):
    """Beside the session's own name, with the same `__Host-` before it."""

    def __init__(self, *args: Any, **wanted: Any) -> None:
        super().__init__(*args, **wanted)
        self.cookie_name = f"{settings.SESSION_COOKIE_NAME}-said"


class Said(FallbackStorage):
    """Django's own, with that cookie."""

    storage_classes = (SaidCookie, SessionStorage)
