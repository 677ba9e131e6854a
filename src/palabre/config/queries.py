"""What the house knows of itself, read."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from palabre.config.models import Heartbeat, Instance

SILENT_AFTER = timedelta(seconds=90)


def instance() -> Instance | None:
    """The instance, or None before the first start."""
    return Instance.objects.first()


def worker_is_alive() -> bool:
    """Whether some worker went round in the last minute and a half."""
    return Heartbeat.objects.filter(at__gt=timezone.now() - SILENT_AFTER).exists()
