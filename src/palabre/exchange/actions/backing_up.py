"""Backups: each leaves a row with its figures, whatever came of it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from palabre.exchange.backups.making import Made, make_backup
from palabre.exchange.models import BackupRun
from palabre.journal.actions import record

SUFFIX = ".palabre"


def backup_folder() -> Path:
    """Where backups lie that nobody gave another place; made on the first call."""
    folder = Path(settings.DATA) / "backups"
    folder.mkdir(exist_ok=True, mode=0o700)
    return folder


def back_up(*, to: Path | None = None, keys: bool = False, night: date | None = None) -> Made:
    """One backup, sealed to BACKUP_KEY if there is one. Raises ValueError, OSError; IntegrityError for a night done."""
    now = timezone.now()
    with transaction.atomic():
        run = BackupRun.objects.create(night=night, sealed=bool(settings.BACKUP_KEY))
    try:
        path = to or backup_folder() / f"{now:%Y-%m-%d-%H%M%S}{SUFFIX}"
        made = make_backup(path, public=settings.BACKUP_KEY, keys=keys)
    except BaseException:
        BackupRun.objects.filter(pk=run.pk).update(failed=True, ended_at=timezone.now())
        raise
    with transaction.atomic():
        run.ended_at, run.size = timezone.now(), made.size
        run.rows, run.files = made.contents.rows, made.contents.files
        run.save(update_fields=["ended_at", "size", "rows", "files"])
        record(
            "exchange.backed_up", actor_id=None, subject="backup", subject_id=run.pk,
            rows=run.rows, files=run.files, sealed=run.sealed,
        )  # fmt: skip
    return made


def back_up_at_night() -> bool:
    """Today's own backup, once, whoever asks; yesterday's that failed is not made up for. True if it was made now."""
    tonight = timezone.localdate()
    if BackupRun.objects.filter(night=tonight).exists():
        return False
    try:
        back_up(night=tonight)
    except IntegrityError:  # another worker was first
        return False
    return True


def forget_backups() -> tuple[int, int]:
    """Files in DATA/backups older than BACKUP_DAYS go; gives how many went and how many stay."""
    gone = kept = 0
    for path in backup_folder().glob(f"*{SUFFIX}"):
        age = timezone.now().timestamp() - path.stat().st_mtime
        if age > timedelta(days=settings.BACKUP_DAYS or 1).total_seconds():
            path.unlink()
            gone += 1
        else:
            kept += 1
    return gone, kept
