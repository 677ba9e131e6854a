"""What a group makes of its year: the outcome it decided, and the final outputs that go out."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from palabre.decisions.models import Proposal
from palabre.files.models import StoredFile
from palabre.groups.choices import Credit, OutcomeKind
from palabre.groups.models.groups import WorkingGroup
from palabre.groups.models.plans import Deliverable
from palabre.kit.bases import Thing
from palabre.languages.models import Translatable
from palabre.people.models import Person


class LearningOutcome(Thing, Translatable):
    """The collective result, of any form; adopted by the group's consent (INV-07)."""

    translatable: ClassVar[tuple[str, ...]] = ("title", "text")

    group = models.ForeignKey(WorkingGroup, on_delete=models.CASCADE, related_name="outcomes")
    kind = models.CharField(max_length=10, choices=OutcomeKind.choices)
    title = models.CharField(max_length=200)
    text = models.TextField()
    version = models.PositiveIntegerField(default=1)
    proposed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    # the consent that decides on it
    proposal = models.OneToOneField(
        Proposal, on_delete=models.SET_NULL, null=True, blank=True, related_name="learning_outcome"
    )
    adopted_at = models.DateTimeField(null=True, blank=True)
    set_aside_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group"],
                condition=Q(adopted_at__isnull=False, set_aside_at=None),
                name="groups_one_adopted_outcome",
            )
        ]


class Output(Thing, Translatable):
    """A final output: one deliverable, published in both languages under a name that protects."""

    translatable: ClassVar[tuple[str, ...]] = ("title", "summary")

    deliverable = models.OneToOneField(Deliverable, on_delete=models.CASCADE, related_name="output")
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    credit = models.CharField(max_length=10, choices=Credit.choices, default=Credit.COLLECTIVE)
    prepared_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # taken back after it was out: when, by whom, why; until it is published again
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(published_at=None) & ~Q(withdrawn_because=""),
                name="groups_withdrawn_has_a_reason",
            )
        ]


class OutputFile(Thing):
    """The output in one language: a file, or an address elsewhere."""

    output = models.ForeignKey(Output, on_delete=models.CASCADE, related_name="files")
    language = models.CharField(max_length=2)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    link = models.URLField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["output", "language"], name="groups_one_file_for_each_language"),
            models.CheckConstraint(
                condition=Q(file__isnull=False, link="") | Q(file__isnull=True) & ~Q(link=""),
                name="groups_file_or_link",
            ),
        ]


class Contributor(models.Model):
    """Under which name somebody stands on an output: she alone says so; nothing said, no name."""

    output = models.ForeignKey(Output, on_delete=models.CASCADE, related_name="contributors")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["output", "person"], name="groups_named_once")]

    def __str__(self) -> str:
        return f"contributor {self.pk}"
