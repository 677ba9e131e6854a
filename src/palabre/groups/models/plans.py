"""The SMART work plan of a group: objectives, steps, deliverables, help wanted; its versions, comments and approvals."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from palabre.groups.choices import Approver, DeliverableState, OutcomeKind, PlanState, StepState, SupportState
from palabre.groups.models.groups import WorkingGroup
from palabre.kit.bases import Thing
from palabre.languages.models import Translatable
from palabre.people.models import Person


class WorkPlan(Thing):
    """One plan for each group; `number` is the version that was last handed in."""

    group = models.OneToOneField(WorkingGroup, on_delete=models.CASCADE, related_name="plan")
    state = models.CharField(max_length=10, choices=PlanState.choices, default=PlanState.DRAFT)
    number = models.PositiveIntegerField(default=0)
    # grows with each change, so that two writers notice each other
    version = models.PositiveIntegerField(default=1)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)


class Objective(Thing, Translatable):
    """What the group wants to reach, with its five checks: each flag has the words that show it (INV-08)."""

    translatable: ClassVar[tuple[str, ...]] = ("text",)

    plan = models.ForeignKey(WorkPlan, on_delete=models.CASCADE, related_name="objectives")
    position = models.PositiveSmallIntegerField(default=1)
    text = models.TextField()
    specific = models.BooleanField(default=False)
    measurable = models.BooleanField(default=False)
    achievable = models.BooleanField(default=False)
    relevant = models.BooleanField(default=False)
    time_bound = models.BooleanField(default=False)
    # how it is measured, and by when
    measure = models.CharField(max_length=300, blank=True)
    due = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(time_bound=False) | Q(due__isnull=False), name="groups_time_bound_has_a_day"
            )
        ]


class PlanStep(Thing, Translatable):
    """A step towards an objective: from when to when, by whom, after which other."""

    translatable: ClassVar[tuple[str, ...]] = ("text",)

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="plan_steps")
    position = models.PositiveSmallIntegerField(default=1)
    text = models.CharField(max_length=300)
    starts_on = models.DateField()
    ends_on = models.DateField()
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    after = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="followed_by")
    state = models.CharField(max_length=8, choices=StepState.choices, default=StepState.TO_DO)

    class Meta:
        ordering = ["starts_on", "position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="groups_step_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(after__isnull=True) | ~Q(after=F("id")), name="groups_step_not_after_itself"
            ),
        ]


class Deliverable(Thing, Translatable):
    """What the group promises to hand over, with its day."""

    translatable: ClassVar[tuple[str, ...]] = ("title",)

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="deliverables")
    kind = models.CharField(max_length=10, choices=OutcomeKind.choices)
    title = models.CharField(max_length=200)
    due = models.DateField()
    state = models.CharField(max_length=10, choices=DeliverableState.choices, default=DeliverableState.PROMISED)

    class Meta:
        ordering = ["due", "pk"]


class SupportRequest(Thing):
    """Help from outside that the group looks for, and the answer."""

    plan = models.ForeignKey(WorkPlan, on_delete=models.CASCADE, related_name="support_requests")
    text = models.TextField()
    language = models.CharField(max_length=2, default="fr")
    asked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=SupportState.choices, default=SupportState.ASKED)
    answer = models.TextField(blank=True)
    answer_language = models.CharField(max_length=2, default="fr")
    answered_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)


class PlanVersion(models.Model):
    """What was handed in, frozen: the words as they stood. `content` is a document, never queried into."""

    plan = models.ForeignKey(WorkPlan, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    submitted_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    submitted_at = models.DateTimeField(default=timezone.now)
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="groups_plan_version_once")]

    def __str__(self) -> str:
        return f"plan version {self.pk}"


class PlanComment(Thing):
    """A remark on what was handed in, on the whole or on one objective."""

    plan = models.ForeignKey(WorkPlan, on_delete=models.CASCADE, related_name="comments")
    number = models.PositiveIntegerField()
    objective = models.ForeignKey(Objective, on_delete=models.SET_NULL, null=True, blank=True, related_name="comments")
    text = models.TextField()
    language = models.CharField(max_length=2, default="fr")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]


class PlanApproval(models.Model):
    """One of the two yeses to one version: two people, in two names."""

    plan = models.ForeignKey(WorkPlan, on_delete=models.CASCADE, related_name="approvals")
    number = models.PositiveIntegerField()
    approver = models.CharField(max_length=12, choices=Approver.choices)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number", "approver"], name="groups_one_approval_for_each_name"),
            models.UniqueConstraint(fields=["plan", "number", "by"], name="groups_one_approval_each"),
        ]

    def __str__(self) -> str:
        return f"approval {self.pk}"
