"""Who promised what, by when, and what shows that it was done."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from palabre.commitments.choices import CommitmentState
from palabre.communities.models import Community, Organisation
from palabre.kit.bases import Thing
from palabre.languages.models import Translatable
from palabre.people.models import Person

STILL_OPEN = (CommitmentState.OPEN, CommitmentState.IN_PROGRESS)


class CommitmentQuery(models.QuerySet["Commitment"]):
    def still_open(self) -> CommitmentQuery:
        """Promises neither kept nor dropped."""
        return self.filter(state__in=STILL_OPEN)

    def late(self, today: date) -> CommitmentQuery:
        """Promises still open after their day."""
        return self.still_open().filter(due__lt=today)


class Commitment(Thing, Translatable):
    """A promise of one person or one organisation, with its day (INV-24)."""

    translatable: ClassVar[tuple[str, ...]] = ("text",)

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="commitments")
    text = models.CharField(max_length=400)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="commitments")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="commitments"
    )
    former_owner = models.BooleanField(default=False)
    due = models.DateField()
    state = models.CharField(max_length=12, choices=CommitmentState.choices, default=CommitmentState.OPEN)
    evidence = models.TextField(blank=True)
    dropped_because = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = CommitmentQuery.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, organisation__isnull=True)
                | Q(person__isnull=True, organisation__isnull=False)
                | Q(former_owner=True),
                name="commitments_one_owner",
            ),
            models.CheckConstraint(
                condition=~Q(state=CommitmentState.DONE) | ~Q(evidence=""), name="commitments_done_has_evidence"
            ),
        ]
        indexes = [
            models.Index(fields=["community", "state", "due"], name="commitments_open"),
            models.Index(fields=["person", "state", "due"], name="commitments_mine"),
        ]

    def is_late(self, today: date | None = None) -> bool:
        """Still open after its day; computed, never stored."""
        return self.state in STILL_OPEN and self.due < (today or timezone.localdate())


class JointCommitment(models.Model):
    """A promise made in a meeting of two communities: this one reads it too, and changes nothing of it."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="joint")
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="joint_commitments")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["commitment", "community"], name="commitments_joint_once")]

    def __str__(self) -> str:
        return f"joint {self.pk}"
