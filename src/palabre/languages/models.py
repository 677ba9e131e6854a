"""The other half of every bilingual text: one table for all rooms, and the digest of what it was made from."""

from __future__ import annotations

import hashlib
from typing import ClassVar

from django.db import models
from django.utils import timezone

from palabre.languages.choices import LANGUAGES, HalfState


def source_digest(text: str) -> str:
    """32 hexadecimal characters of SHA-256: enough to see that a source changed."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


class Translatable(models.Model):
    """A row whose author's words are in `source_language`; the other language lives in `Half`."""

    translatable: ClassVar[tuple[str, ...]] = ()
    source_language = models.CharField(max_length=2, choices=[(c, c) for c in LANGUAGES], default="fr")

    class Meta:
        abstract = True

    def is_frozen(self) -> bool:
        """Whether its words may no longer change in any language. A room that freezes texts says so here."""
        return False


class Half(models.Model):
    """One field of one thing in another language than its source, and the source it was made from."""

    thing = models.CharField(max_length=60)
    thing_id = models.BigIntegerField()
    field = models.CharField(max_length=30)
    language = models.CharField(max_length=2)
    text = models.TextField()
    state = models.CharField(max_length=10, choices=HalfState.choices, default=HalfState.DRAFT)
    source_digest = models.CharField(max_length=32)
    source_text = models.TextField()
    version = models.PositiveIntegerField(default=1)
    written_by_id = models.BigIntegerField(null=True)
    approved_by_id = models.BigIntegerField(null=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thing", "thing_id", "field", "language"], name="languages_one_half")
        ]

    def __str__(self) -> str:
        return f"{self.thing} {self.thing_id} {self.field} {self.language}"
