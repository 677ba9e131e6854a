"""Backups and restores as the keeper sees them: moments and figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from palabre.exchange.choices import RunKind
from palabre.exchange.models import BackupRun

STALE = timedelta(days=7)
SHOWN = 40


@dataclass(frozen=True, slots=True)
class BackupState:
    """The last backup that went well."""

    last: datetime | None
    sealed: bool

    @property
    def is_stale(self) -> bool:
        """None in the last seven days."""
        return self.last is None or self.last < timezone.now() - STALE


def backup_state() -> BackupState:
    good = BackupRun.objects.filter(kind=RunKind.BACKUP, failed=False, ended_at__isnull=False)
    last = good.order_by("-ended_at").first()
    return BackupState(last.ended_at if last else None, bool(last and last.sealed))


def backup_runs() -> list[BackupRun]:
    """The latest ones, the newest first."""
    return list(BackupRun.objects.order_by("-started_at", "-pk")[:SHOWN])
