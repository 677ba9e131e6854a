"""The nightly run: once a day, whichever workers are there, each kind by itself, a line for each."""

from __future__ import annotations

import logging
import secrets
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from palabre.exchange.models import RetentionLine, RetentionRun
from palabre.exchange.retention import REGISTRY
from palabre.journal.actions import record

log = logging.getLogger("palabre.worker")
FROM_HOUR = 2
# a worker that was killed in the middle is not waited for longer than this
CLAIM = timedelta(minutes=30)
RUNS_KEPT = timedelta(days=400)


def retain_at_night() -> RetentionRun | None:
    """Today's run, if it is after two in the morning and nobody has done it or is at it; else None."""
    now = timezone.now()
    if timezone.localtime(now).hour < FROM_HOUR:
        return None
    run = _claim(now)
    return retain(run=run, now=now) if run else None


def _claim(now: datetime) -> RetentionRun | None:
    """Of two workers one gets it; a run that was broken off is taken up again."""
    day = timezone.localdate(now)
    try:
        with transaction.atomic():
            run, _new = RetentionRun.objects.get_or_create(day=day, defaults={"started_at": now})
    except IntegrityError:  # made by another in the same moment: she has it
        return None
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    taken = RetentionRun.objects.filter(free, pk=run.pk, ended_at=None).update(claimed_until=now + CLAIM)
    return run if taken else None


def retain(*, run: RetentionRun, now: datetime) -> RetentionRun:
    """Every kind in its order. One that fails is noted and the next one goes on; repeated, it adds to the same lines."""
    for kind, purge in REGISTRY.items():
        try:
            counted = purge(now, False)
        except Exception as wrong:  # (what cannot be deleted tonight must not keep the rest)
            log.error("retention of %s failed: %s, reference %s", kind, type(wrong).__name__, secrets.token_hex(4))
            run.failed = True
            continue
        line, _new = RetentionLine.objects.get_or_create(run=run, kind=kind)
        RetentionLine.objects.filter(pk=line.pk).update(deleted=F("deleted") + counted.deleted, kept=counted.kept)
    with transaction.atomic():
        run.ended_at = timezone.now()
        run.save(update_fields=["ended_at", "failed"])
        RetentionRun.objects.filter(started_at__lt=now - RUNS_KEPT).delete()
        gone = sum(run.lines.values_list("deleted", flat=True))
        record(
            "exchange.retained", actor_id=None, subject="retention", subject_id=run.pk, deleted=gone, failed=run.failed
        )
    return run
