"""For the notices of plans, check-ins and outputs: the rows an entry speaks of, and who hears of them."""

from __future__ import annotations

from django.db.models import QuerySet

from palabre.communities.models import Membership, RoleGrant
from palabre.groups.models import GroupMembership, Output, SupportRequest, WorkingGroup, WorkPlan
from palabre.groups.rules.checkins import TEAM
from palabre.groups.rules.circles import leads_of, visible_groups
from palabre.groups.rules.outputs import visible_outputs
from palabre.people.models import Person


def plan_by_key(key: int) -> WorkPlan | None:
    return WorkPlan.objects.select_related("group").filter(pk=key).first()


def support_by_key(key: int) -> SupportRequest | None:
    return SupportRequest.objects.select_related("plan__group").filter(pk=key).first()


def output_by_key(key: int) -> Output | None:
    """Only what is still out."""
    return Output.objects.filter(pk=key, published_at__isnull=False).first()


def team_of(community_id: int) -> list[int]:
    """MEL and coordination of a community today."""
    rows = RoleGrant.objects.held().filter(community_id=community_id, role__in=TEAM)
    return sorted(set(rows.values_list("person_id", flat=True)))


def inside_of(group: WorkingGroup) -> list[int]:
    return list(GroupMembership.objects.running().filter(group=group).values_list("person_id", flat=True))


def speakers_of(community_id: int) -> list[int]:
    return sorted(set(leads_of(community_id).values_list("person_id", flat=True)))


def readers_of(community_id: int) -> list[int]:
    """Everybody who has a place there and is not on a break."""
    rows = Membership.objects.active().filter(community_id=community_id)
    return sorted(set(rows.values_list("person_id", flat=True)))


def plans_seen(reader: Person) -> QuerySet[WorkPlan]:
    return WorkPlan.objects.filter(group__in=visible_groups(reader)).select_related("group")


def requests_seen(reader: Person) -> QuerySet[SupportRequest]:
    return SupportRequest.objects.filter(plan__group__in=visible_groups(reader)).select_related("plan__group")


def outputs_seen(reader: Person) -> QuerySet[Output]:
    return visible_outputs(reader).select_related("deliverable__objective__plan__group")
