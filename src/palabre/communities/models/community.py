"""A community: its place in the tree, its texts, its life."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from tree_queries.models import TreeNode
from tree_queries.query import TreeQuerySet

from palabre.communities.choices import CommunityKind, RiskProfile, Stage
from palabre.kit.bases import Thing
from palabre.languages.models import Translatable
from palabre.people.choices import Language
from palabre.people.models import Person


class Community(Thing, Translatable, TreeNode):  # type: ignore[django-manager-missing]
    """A network, a section, a community of practice or a committee: it has its own members, rules and memory."""

    translatable: ClassVar[tuple[str, ...]] = (
        "name", "purpose", "domain", "people", "practice",
        "mission", "vision", "objectives", "ways", "themes", "is_text", "is_not_text",
    )  # fmt: skip

    kind = models.CharField(max_length=12, choices=CommunityKind.choices, default=CommunityKind.COMMUNITY)
    stage = models.CharField(max_length=12, choices=Stage.choices, default=Stage.FORMING)
    risk = models.CharField(max_length=10, choices=RiskProfile.choices, default=RiskProfile.STANDARD)
    name = models.CharField(max_length=120)
    purpose = models.TextField(blank=True)
    domain = models.TextField(blank=True)
    people = models.TextField(blank=True)
    practice = models.TextField(blank=True)
    mission = models.TextField(blank=True)
    vision = models.TextField(blank=True)
    # one a line
    objectives = models.TextField(blank=True)
    ways = models.TextField(blank=True)
    themes = models.TextField(blank=True)
    is_text = models.TextField(blank=True)
    is_not_text = models.TextField(blank=True)
    zone = models.CharField(max_length=64, default="UTC")
    # the language of a section; empty elsewhere
    language = models.CharField(max_length=2, choices=Language.choices, blank=True)
    # takes everybody whom no sister with countries takes
    catch_all = models.BooleanField(default=False)
    ideal_size = models.PositiveSmallIntegerField(null=True, blank=True)
    needs_both_languages = models.BooleanField(default=True)
    approvals_needed = models.PositiveSmallIntegerField(default=2)
    vouchers_needed = models.PositiveSmallIntegerField(default=0)
    # a code of conduct was adopted: whoever arrives signs before she acts (the charter's room sets it)
    asks_signature = models.BooleanField(default=False)
    # it works in groups: the navigation shows them (the groups' room sets it)
    in_groups = models.BooleanField(default=False)
    started_on = models.DateField(null=True, blank=True)
    planned_end = models.DateField(null=True, blank=True)

    objects = TreeQuerySet.as_manager()  # type: ignore[django-manager-missing]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(parent=F("id")), name="communities_not_its_own_parent"),
            models.CheckConstraint(condition=Q(approvals_needed__gte=1), name="communities_one_approval_at_least"),
            models.UniqueConstraint(
                fields=["parent"], condition=Q(catch_all=True), name="communities_one_for_everybody_else"
            ),
        ]
        # the tree page reads a few of the children of many, by name, whatever their number
        indexes = [models.Index(fields=["parent", "name", "risk", "stage"], name="communities_below")]

    def __str__(self) -> str:
        return f"community {self.public_id}"


class CommunityCountry(models.Model):
    """A country that a regional or national community answers for: ISO 3166-1, two letters."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="countries")
    country = models.CharField(max_length=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["community", "country"], name="communities_country_once"),
        ]
        indexes = [models.Index(fields=["country"], name="communities_by_country")]

    def __str__(self) -> str:
        return f"country {self.pk}"


class StageChange(Thing):
    """One step in the life of a community: who, when, on which decision; and at its end, the hand-over note."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="stage_changes")
    before = models.CharField(max_length=12, choices=Stage.choices)
    after = models.CharField(max_length=12, choices=Stage.choices)
    # nobody: the scheduler
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    # what was decided, where and how, in the words of whoever records it
    decision = models.TextField(blank=True)
    decided_on = models.DateField(null=True, blank=True)
    # where the data and the products go
    handover = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["community", "at"], name="communities_life")]
