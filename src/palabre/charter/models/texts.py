"""Principles, code of conduct, accountability standards: texts in versions, written in both languages, then frozen."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from palabre.charter.choices import EditionState, Part, TextKind
from palabre.communities.models import Community
from palabre.kit.bases import Thing
from palabre.kit.ids import ID_LENGTH, new_id
from palabre.languages.models import Translatable
from palabre.people.models import Person


class Edition(Thing, Translatable):
    """One version of one text of a network. Once published, nothing of it can be written."""

    translatable: ClassVar[tuple[str, ...]] = ("intro",)

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="editions")
    kind = models.CharField(max_length=10, choices=TextKind.choices)
    version = models.PositiveSmallIntegerField()
    intro = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=EditionState.choices, default=EditionState.DRAFT)
    begun_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # how long everybody has to sign it
    days = models.PositiveSmallIntegerField(default=30)
    # what was decided, where and how, in the words of whoever published
    decision = models.TextField(blank=True)
    decided_on = models.DateField(null=True, blank=True)
    # SHA-256 of every word of it, by language
    digest_fr = models.CharField(max_length=64, blank=True)
    digest_en = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "kind", "version"], name="charter_version_once"),
            models.UniqueConstraint(
                fields=["community", "kind"], condition=Q(state=EditionState.DRAFT), name="charter_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(state=EditionState.DRAFT)
                | (Q(published_at__isnull=False, decided_on__isnull=False) & ~Q(digest_fr="") & ~Q(digest_en="")),
                name="charter_published_is_sealed",
            ),
        ]

    def digest(self, language: str) -> str:
        """The seal of its words in one language; empty before it is published."""
        return self.digest_fr if language == "fr" else self.digest_en

    def is_frozen(self) -> bool:
        """Read from the database: the row in hand may be older than the publication."""
        return Edition.objects.filter(pk=self.pk, state=EditionState.PUBLISHED).exists()


class Article(Thing, Translatable):
    """One principle, one behaviour, one chapter. `lineage` is the same through all versions."""

    translatable: ClassVar[tuple[str, ...]] = ("title", "text")

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="articles")
    part = models.CharField(max_length=12, choices=Part.choices)
    position = models.PositiveSmallIntegerField()
    lineage = models.CharField(max_length=ID_LENGTH, default=new_id)
    title = models.CharField(max_length=200)
    text = models.TextField()

    class Meta:
        ordering = ["part", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["edition", "lineage"], name="charter_article_once")]

    def is_frozen(self) -> bool:
        return Edition.objects.filter(pk=self.edition_id, state=EditionState.PUBLISHED).exists()
