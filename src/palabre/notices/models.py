"""What was read from the journal, and what it became: lines on my day, and mails that leave once."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils import timezone

from palabre.kit.bases import Thing
from palabre.notices.choices import DUE, STILL_TO_GO, MailState
from palabre.people.choices import Language
from palabre.people.models import Person


class Cursor(models.Model):
    """The last entry of the journal that was read, and how often the next one could not be."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    entry_id = models.BigIntegerField(default=0)
    stumbles = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="notices_one_cursor")]

    def __str__(self) -> str:
        return f"read to {self.entry_id}"


class Notice(models.Model):
    """One line for one person: which thing it speaks of. Its words are made when the page is read."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=60)
    entry_id = models.BigIntegerField()
    subject = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    community_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "entry_id"], name="notices_told_once")]
        indexes = [
            models.Index(fields=["person", "-at"], name="notices_new"),
            models.Index(fields=["at"], name="notices_age"),
        ]

    def __str__(self) -> str:
        return f"notice {self.pk}"


class MailQuery(models.QuerySet["Mail"]):
    def still_to_go(self) -> MailQuery:
        """Neither sent nor given up."""
        return self.filter(state__in=STILL_TO_GO)

    def due(self, now: datetime) -> MailQuery:
        """To be tried now."""
        return self.filter(state__in=DUE, next_try_at__lte=now)


class Mail(Thing):
    """One mail to one reader. It holds keys; its words exist only while it leaves.

    `key` is the entry, the reader and the template: the same mail cannot be asked for twice.
    """

    key = models.CharField(max_length=200, unique=True)
    entry_id = models.BigIntegerField()
    community_id = models.BigIntegerField(null=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="+")
    address = models.EmailField(max_length=254, blank=True)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.FRENCH)
    template = models.CharField(max_length=120)
    keys = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=MailState.choices, default=MailState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=60, blank=True)

    objects = MailQuery.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "next_try_at"], name="notices_due"),
            models.Index(fields=["state", "ended_at"], name="notices_ended"),
            models.Index(fields=["community_id", "state", "ended_at"], name="notices_of_community"),
        ]
