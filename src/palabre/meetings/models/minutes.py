"""What was said, decided and promised: one segment for each point of the agenda, in two languages."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from palabre.commitments.models import Commitment
from palabre.kit.bases import Thing
from palabre.languages.models import Translatable
from palabre.meetings.choices import MinutesState
from palabre.meetings.models.meeting import AgendaItem, Meeting
from palabre.people.models import Person


class Minutes(Thing):
    """The record of one meeting, written in `source_language` and translated segment by segment."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="minutes")
    source_language = models.CharField(max_length=2, default="fr")
    started_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")


class MinutesLanguage(models.Model):
    """One language of the minutes and where it stands; a new version begins with each amendment."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="languages")
    language = models.CharField(max_length=2)
    state = models.CharField(max_length=10, choices=MinutesState.choices, default=MinutesState.DRAFT)
    version = models.PositiveSmallIntegerField(default=1)
    proposed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["minutes", "language"], name="meetings_minutes_language")]

    def __str__(self) -> str:
        return f"minutes {self.minutes_id} {self.language}"


class MinutesApproval(models.Model):
    """One person's approval of one version in one language."""

    minutes_language = models.ForeignKey(MinutesLanguage, on_delete=models.CASCADE, related_name="approvals")
    version = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["minutes_language", "version", "person"], name="meetings_approves_once")
        ]

    def __str__(self) -> str:
        return f"approval {self.pk}"


class Segment(Thing, Translatable):
    """The minutes of one point; `version` grows with each change, so that two writers notice each other."""

    translatable: ClassVar[tuple[str, ...]] = ("title", "body")

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="segments")
    item = models.OneToOneField(AgendaItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="segment")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)
    changed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["minutes", "position"], name="meetings_segments")]


class SegmentVersion(models.Model):
    """Every text a segment has had, and who wrote it."""

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    author = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["segment", "version"], name="meetings_segment_version")]

    def __str__(self) -> str:
        return f"version {self.version} of {self.segment_id}"


class RecordedDecision(Thing, Translatable):
    """A decision taken in the flow of a point."""

    translatable: ClassVar[tuple[str, ...]] = ("text",)

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="decisions")
    text = models.CharField(max_length=400)
    recorded_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")


class TakenCommitment(models.Model):
    """The thread meeting → decision → commitment: where a promise was made."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="taken")
    segment = models.ForeignKey(Segment, on_delete=models.SET_NULL, null=True, blank=True, related_name="taken")
    decision = models.ForeignKey(
        RecordedDecision, on_delete=models.SET_NULL, null=True, blank=True, related_name="taken"
    )
    commitment = models.OneToOneField(Commitment, on_delete=models.CASCADE, related_name="taken_at")

    def __str__(self) -> str:
        return f"taken {self.pk}"
