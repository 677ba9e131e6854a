"""The clock of the story: what happens in it happens on its own days."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, tzinfo
from unittest.mock import patch

from django.utils import timezone


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Inside, `django.utils.timezone.now()` is this moment, for one thread that tells a story alone.

    Every action takes the time from there; nothing else of the process looks at the patched name.
    """

    class StoryTime(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return moment.astimezone(tz or UTC)

    with patch.object(timezone, "datetime", StoryTime):
        yield
