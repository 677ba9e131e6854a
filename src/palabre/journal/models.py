"""What happened, by whom, when. Rows are only ever added."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from django.db import models
from django.utils import timezone

# what age does to the chain: an entry without its words; the entry that tells which; the entry that tells where it begins
EMPTIED, PURGED, CUT = "journal.emptied", "journal.purged", "journal.cut"


def digest_of(rows: Iterable[tuple[int, str]]) -> str:
    """SHA-256 over numbers and seals of emptied entries, in their order."""
    found = hashlib.sha256()
    for key, seal in rows:
        found.update(f"{key} {seal}\n".encode())
    return found.hexdigest()


class Entry(models.Model):
    """One fact, chained to the one before it by its hash. It holds keys, numbers and dates, never content.

    It is also the outbox: `notices` reads entries in the order of their ids, which is the order of their commits,
    because every writer holds the row of `Head` until it commits.
    """

    at = models.DateTimeField(default=timezone.now, editable=False)
    kind = models.CharField(max_length=60)
    actor_id = models.BigIntegerField(null=True)
    community_id = models.BigIntegerField(null=True)
    subject = models.CharField(max_length=40)
    subject_id = models.BigIntegerField(null=True)
    about_id = models.BigIntegerField(null=True)
    facts = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    seal = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "subject_id", "id"], name="journal_subject"),
            models.Index(fields=["community_id", "kind", "id"], name="journal_community_kind"),
            models.Index(fields=["about_id", "id"], name="journal_about"),
            models.Index(fields=["kind", "id"], name="journal_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind}"

    def computed_seal(self) -> str:
        """SHA-256 over the previous seal and every field, in a fixed order."""
        told = [
            self.previous,
            self.at.isoformat(timespec="microseconds"),
            self.kind,
            self.actor_id,
            self.community_id,
            self.subject,
            self.subject_id,
            self.about_id,
            self.facts,
        ]
        return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


class Head(models.Model):
    """The end of the chain: one row, locked by whoever adds to it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seal = models.CharField(max_length=64, default="")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="journal_one_head")]

    def __str__(self) -> str:
        return "head"


class Submission(models.Model):
    """A form that was sent: its key, and where it led. Written in the transaction of what the form did."""

    key = models.CharField(max_length=64, primary_key=True)
    location = models.CharField(max_length=500, default="")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["at"], name="journal_submission_at")]

    def __str__(self) -> str:
        return "submission"
