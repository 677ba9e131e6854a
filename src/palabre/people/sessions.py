"""Sessions in a table of ours, so that a person can see and end them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as TableStore
from django.utils import timezone

from palabre.people.choices import LIMITS, DeviceKind, Limit
from palabre.people.models import Session

DEVICE_KEY = "device"
BEGAN_KEY = "began"


class SessionStore(TableStore):
    """Knows on which kind of device it is and when it began; its end is counted from there, whatever is done in it."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        data.setdefault(BEGAN_KEY, timezone.now().timestamp())
        session = cast("Session", super().create_model_instance(data))
        session.person_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        session.device = device_of(data)
        session.started_at = began(data)
        return session

    def get_expire_at_browser_close(self) -> bool:
        """On a shared device the cookie goes with the browser."""
        return device_of(self) != DeviceKind.OWN

    def get_expiry_date(self, **_kwargs: Any) -> datetime:
        return began(self) + limit_of(self).absolute

    def get_expiry_age(self, **_kwargs: Any) -> int:
        left: timedelta = self.get_expiry_date() - timezone.now()
        return max(0, int(left.total_seconds()))


def device_of(data: Any) -> DeviceKind:
    """Shared, unless she said that it is her own."""
    return DeviceKind.OWN if data.get(DEVICE_KEY) == DeviceKind.OWN else DeviceKind.SHARED


def limit_of(data: Any) -> Limit:
    return LIMITS[device_of(data)]


def began(data: Any) -> datetime:
    stamp = data.get(BEGAN_KEY)
    return datetime.fromtimestamp(stamp, tz=timezone.get_default_timezone()) if stamp else timezone.now()
