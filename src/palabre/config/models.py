"""What the house knows of itself: what kind of instance it is, and whether its worker is alive."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from palabre.config.choices import InstanceKind


class Instance(models.Model):
    """One row, written at the first start and never changed but for `told_at`."""

    kind = models.CharField(max_length=8, choices=InstanceKind.choices)
    opened_at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="config_one_instance")]

    def __str__(self) -> str:
        return f"{self.kind} instance"


class Heartbeat(models.Model):
    """When a worker last went round; what it is called is its machine's name and process number."""

    worker = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"worker {self.worker}"
