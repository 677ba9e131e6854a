"""A budget of one group or one community: its lines, and the versions that say how much each line holds."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from palabre.communities.models import Community
from palabre.groups.models import WorkingGroup
from palabre.kit.bases import Thing
from palabre.languages.models import Translatable
from palabre.money.choices import Approver, Category, VersionState
from palabre.people.models import Person


class Budget(Thing):
    """Amounts are decimal, in one currency (ISO 4217, three letters; INV-20)."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="budgets")
    # null: the community's own
    group = models.OneToOneField(WorkingGroup, on_delete=models.CASCADE, null=True, blank=True, related_name="budget")
    currency = models.CharField(max_length=3, default="EUR")
    opened_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community"],
                condition=Q(group=None, closed_at=None),
                name="money_one_budget_of_the_community",
            )
        ]


class BudgetLine(Thing, Translatable):
    """What money is for; how much it holds is said by the version in force."""

    translatable: ClassVar[tuple[str, ...]] = ("label",)

    budget = models.ForeignKey(Budget, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField(default=1)
    category = models.CharField(max_length=12, choices=Category.choices, default=Category.OTHER)
    label = models.CharField(max_length=200)

    class Meta:
        ordering = ["position", "pk"]


class BudgetVersion(Thing):
    """A budget, or a revision of it: written, handed in, approved by three people, then in force."""

    budget = models.ForeignKey(Budget, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=VersionState.choices, default=VersionState.DRAFT)
    # why money is moved; a revision has one
    reason = models.TextField(blank=True)
    language = models.CharField(max_length=2, default="fr")
    written_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    submitted_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    # grows with each change, so that two writers notice each other
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["budget", "number"], name="money_version_once"),
            models.UniqueConstraint(
                fields=["budget"], condition=Q(state="approved"), name="money_one_version_in_force"
            ),
            models.UniqueConstraint(
                fields=["budget"],
                condition=Q(state__in=("draft", "submitted", "returned")),
                name="money_one_version_in_work",
            ),
        ]


class LineAmount(models.Model):
    """How much one line holds in one version."""

    version = models.ForeignKey(BudgetVersion, on_delete=models.CASCADE, related_name="amounts")
    line = models.ForeignKey(BudgetLine, on_delete=models.CASCADE, related_name="amounts")
    amount = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "line"], name="money_one_amount_each"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="money_no_negative_line"),
        ]

    def __str__(self) -> str:
        return f"amount {self.pk}"


class BudgetApproval(models.Model):
    """One of the three yeses to one version: three people, in three names."""

    version = models.ForeignKey(BudgetVersion, on_delete=models.CASCADE, related_name="approvals")
    approver = models.CharField(max_length=12, choices=Approver.choices)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "approver"], name="money_one_approval_for_each_name"),
            models.UniqueConstraint(fields=["version", "by"], name="money_one_approval_each"),
        ]

    def __str__(self) -> str:
        return f"approval {self.pk}"


class BudgetComment(Thing):
    """A remark on a version that was handed in."""

    version = models.ForeignKey(BudgetVersion, on_delete=models.CASCADE, related_name="comments")
    text = models.TextField()
    language = models.CharField(max_length=2, default="fr")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
