"""A community shares itself out into groups; who belongs to which; how far each has come."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from palabre.communities.models import Community, Membership
from palabre.groups.choices import GroupStage
from palabre.kit.bases import Thing
from palabre.languages.models import Translatable
from palabre.people.models import Person


class Grouping(Thing):
    """The sharing out of one cohort: until when members say what they prefer, and when the groups were formed."""

    community = models.OneToOneField(Community, on_delete=models.CASCADE, related_name="grouping")
    opened_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    choose_until = models.DateTimeField()
    formed_at = models.DateTimeField(null=True, blank=True)
    formed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")


class WorkingGroup(Thing, Translatable):
    """A group of one cohort around one theme (INV-05)."""

    translatable: ClassVar[tuple[str, ...]] = ("theme", "about")

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="groups")
    position = models.PositiveSmallIntegerField(default=1)
    theme = models.CharField(max_length=160)
    about = models.TextField(blank=True)
    # null: no limit
    places = models.PositiveSmallIntegerField(null=True, blank=True)
    stage = models.CharField(max_length=20, choices=GroupStage.choices, default=GroupStage.FORMING)
    # when the learning outcome was presented to the community, and in which words (INV-10)
    presented_on = models.DateField(null=True, blank=True)
    presented_note = models.TextField(blank=True)

    class Meta:
        ordering = ["position", "pk"]


class GroupMembershipQuery(models.QuerySet["GroupMembership"]):
    def running(self) -> GroupMembershipQuery:
        """Places that count today: not left, of people who still read the community (whoever left it left its group)."""
        here = Membership.objects.inside().filter(person=OuterRef("person"), community=OuterRef("community"))
        return self.filter(Exists(here), left_at=None, person__is_active=True)


class GroupMembership(Thing):
    """A person's place in a group: one group for each person and cohort while it lasts (INV-05)."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="group_memberships")
    group = models.ForeignKey(WorkingGroup, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="group_memberships")
    # speaks for the group at the MEL check-ins
    leads = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)

    objects = GroupMembershipQuery.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["community", "person"], condition=Q(left_at=None), name="groups_one_group_each"
            ),
            models.CheckConstraint(condition=Q(left_at=None) | Q(leads=False), name="groups_who_left_leads_nothing"),
        ]
        indexes = [models.Index(fields=["person", "left_at"], name="groups_mine")]


class Preference(models.Model):
    """What a member would like: 1 is her first choice. Read by her and by whoever forms the groups."""

    grouping = models.ForeignKey(Grouping, on_delete=models.CASCADE, related_name="preferences")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    group = models.ForeignKey(WorkingGroup, on_delete=models.CASCADE, related_name="preferences")
    rank = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["grouping", "person", "group"], name="groups_prefers_once"),
            models.UniqueConstraint(fields=["grouping", "person", "rank"], name="groups_one_rank_each"),
        ]

    def __str__(self) -> str:
        return f"preference {self.pk}"


class ProposedPlace(Thing):
    """One line of the sharing out that the coordination looks at before it holds; group null: no place is left."""

    grouping = models.ForeignKey(Grouping, on_delete=models.CASCADE, related_name="proposed")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    group = models.ForeignKey(WorkingGroup, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    # 1: her first choice; null: she did not choose this group, or chose none
    rank = models.PositiveSmallIntegerField(null=True, blank=True)
    by_hand = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["grouping", "person"], name="groups_one_line_each")]


class StageStep(models.Model):
    """One step of a group, with whoever took it."""

    group = models.ForeignKey(WorkingGroup, on_delete=models.CASCADE, related_name="steps")
    before = models.CharField(max_length=20, choices=GroupStage.choices)
    after = models.CharField(max_length=20, choices=GroupStage.choices)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"step {self.pk}"
