"""What the exchange room remembers: archives of one's own data, retention runs, backups."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from palabre.exchange.choices import JobState, Pace, RunKind
from palabre.kit.bases import Thing
from palabre.people.models import Person


class Archive(Thing):
    """An export of one's own data: made in the background, kept for two days, for her alone."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="archives")
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=8, choices=JobState.choices, default=JobState.WAITING)
    ready_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    storage_name = models.CharField(max_length=80, blank=True)
    size = models.PositiveBigIntegerField(default=0)


class RetentionRun(Thing):
    """One nightly run: what kind of row, how many went. Counts only. Of one day there is one run."""

    day = models.DateField(unique=True)
    # until when the worker that does it may be believed to be at it
    claimed_until = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    failed = models.BooleanField(default=False)


class RetentionLine(models.Model):
    run = models.ForeignKey(RetentionRun, on_delete=models.CASCADE, related_name="lines")
    kind = models.CharField(max_length=60)
    deleted = models.PositiveIntegerField(default=0)
    # how many wait for their day
    kept = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "kind"], name="exchange_one_line_each")]

    def __str__(self) -> str:
        return f"retention line {self.pk}"


class BackupRun(Thing):
    """One backup, or one restore. `night`: made by the worker itself, once a day."""

    kind = models.CharField(max_length=8, choices=RunKind.choices, default=RunKind.BACKUP)
    night = models.DateField(null=True, blank=True, unique=True)
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    failed = models.BooleanField(default=False)
    sealed = models.BooleanField(default=False)
    size = models.PositiveBigIntegerField(default=0)
    rows = models.PositiveBigIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)


class ChoreState(models.Model):
    """How one of the worker's chores last went. Of a failure its type, never its words."""

    name = models.CharField(max_length=120, unique=True)
    ended_at = models.DateTimeField(default=timezone.now)
    # the class of its duration: a second, ten, a minute, longer
    pace = models.CharField(max_length=8, choices=Pace.choices, default=Pace.QUICK)
    # one after the other, since it last went well
    failures = models.PositiveIntegerField(default=0)
    failed_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=60, blank=True)
    reference = models.CharField(max_length=20, blank=True)

    def __str__(self) -> str:
        return f"chore {self.pk}"
