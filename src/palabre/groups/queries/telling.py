"""By key, for the notices: they say nothing that the reader may not see."""

from __future__ import annotations

from palabre.communities.choices import Role
from palabre.communities.models import RoleGrant
from palabre.groups.models import Grouping, GroupMembership, LearningOutcome, LearningQuestion
from palabre.groups.queries.forming import cohort


def members_of_group(group_id: int) -> list[int]:
    rows = GroupMembership.objects.running().filter(group=group_id)
    return list(rows.order_by("pk").values_list("person_id", flat=True))


def group_of_question(key: int | None) -> int:
    found = LearningQuestion.objects.filter(pk=key or 0).values_list("group_id", flat=True).first()
    return found or 0


def group_of_outcome(key: int | None) -> int:
    found = LearningOutcome.objects.filter(pk=key or 0).values_list("group_id", flat=True).first()
    return found or 0


def who_chooses(key: int | None) -> list[int]:
    """Everybody whom the sharing out places."""
    grouping = Grouping.objects.select_related("community").filter(pk=key or 0).first()
    return list(cohort(grouping.community).values_list("person_id", flat=True)) if grouping else []


def placed_by(key: int | None) -> list[tuple[int, int]]:
    """Who is in which group of that cohort."""
    rows = GroupMembership.objects.running().filter(community__grouping=key or 0)
    return list(rows.order_by("pk").values_list("person_id", "group_id"))


def placed_in(community_id: int) -> list[int]:
    """Everybody who is in a group of that cohort."""
    rows = GroupMembership.objects.running().filter(community=community_id)
    return list(rows.order_by("pk").values_list("person_id", flat=True))


def coordination_of(community_id: int) -> list[int]:
    rows = RoleGrant.objects.held().filter(community=community_id, role=Role.COORDINATOR)
    return list(rows.values_list("person_id", flat=True).distinct())
