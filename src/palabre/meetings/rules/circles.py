"""Meetings of a smaller circle: a working group, or the leads of the groups (DOMAIN.md §4.1 level 2, INV-22).

Who sees one, who is invited, who leads it: every rule, list and mail of this room asks here.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import Role
from palabre.communities.models import Community, Membership, RoleGrant
from palabre.communities.rules import Standing, holds, may_act, standing
from palabre.groups.choices import GroupStage
from palabre.groups.models import GroupMembership, WorkingGroup
from palabre.groups.rules.circles import ACCOMPANYING
from palabre.kit.prepared import Prepared
from palabre.kit.verdict import YES, Verdict, no
from palabre.meetings.choices import Audience
from palabre.meetings.models import Meeting
from palabre.people.models import Person

# who is invited beside the members of the circle; translation reads their papers and is not invited
INVITED = {Audience.GROUP: ACCOMPANYING, Audience.LEADS: (Role.COORDINATOR, Role.MEL)}
# who leads such a meeting beside whoever leads the group
CONDUCTING = {
    Audience.GROUP: (Role.COORDINATOR, Role.FACILITATOR),
    Audience.LEADS: (Role.COORDINATOR, Role.MEL),
}
Place = tuple[int, int, bool]


def _places(person: int) -> QuerySet[GroupMembership, Place]:
    rows = GroupMembership.objects.filter(person_id=person, left_at=None)
    return rows.values_list("group_id", "community_id", "leads")


_PLACES = Prepared(_places, person=int)


def places(actor: Person) -> list[Place]:
    """Group, community, whether she leads it: remembered as long as her standing. One query, only where one asks."""
    now: Standing = standing(actor)
    known: tuple[Standing, list[Place]] | None = actor.__dict__.get("_group_places")
    if known is None or known[0] is not now:
        known = actor.__dict__["_group_places"] = (now, list(_PLACES.ask(person=actor.pk)))
    return known[1]


def leads_group(actor: Person, group_id: int | None) -> bool:
    return any(leading and group == group_id for group, _where, leading in places(actor))


def leads_some_group(actor: Person, community_id: int) -> bool:
    return any(leading and where == community_id for _group, where, leading in places(actor))


def _in_circle(actor: Person, meeting: Meeting) -> bool:
    """A member of the group; a lead of one of the groups."""
    if meeting.community_id not in standing(actor).levels:
        return False
    if meeting.audience == Audience.LEADS:
        return leads_some_group(actor, meeting.community_id)
    return any(group == meeting.group_id for group, _where, _leads in places(actor))


def is_called(actor: Person, meeting: Meeting) -> bool:
    """Invited to this meeting of a circle."""
    return holds(actor, meeting.community_id, *INVITED[Audience(meeting.audience)]) or _in_circle(actor, meeting)


def is_inside(actor: Person, meeting: Meeting) -> bool:
    """Sees it: whoever is invited, and translation."""
    return holds(actor, meeting.community_id, Role.TRANSLATOR) or is_called(actor, meeting)


def conducts(actor: Person, meeting: Meeting) -> bool:
    """Prepares it, notes who was there, writes its minutes: those roles, or whoever leads the group and has signed."""
    if holds(actor, meeting.community_id, *CONDUCTING[Audience(meeting.audience)]):
        return True
    if meeting.audience != Audience.GROUP or not leads_group(actor, meeting.group_id):
        return False
    return bool(may_act(actor, meeting.community_id))


def _mine(actor: Person) -> QuerySet[GroupMembership]:
    return GroupMembership.objects.filter(person=actor, left_at=None)


def _of_group(meeting: str, known: list[int], groups: QuerySet[Any, Any]) -> Q:
    return Q(**{f"{meeting}audience": Audience.GROUP}) & (
        Q(**{f"{meeting}community_id__in": known}) | Q(**{f"{meeting}group_id__in": groups})
    )


def _of_leads(meeting: str, known: list[int], led: QuerySet[Any, Any]) -> Q:
    return Q(**{f"{meeting}audience": Audience.LEADS}) & (
        Q(**{f"{meeting}community_id__in": known}) | Q(**{f"{meeting}community_id__in": led})
    )


def seen_in_circles(actor: Person, meeting: str = "") -> Q:
    """The same for a list: everything that is open, and what her own circles hold. Adds no query."""
    known, mine = standing(actor), _mine(actor)
    groups = known.communities_with(*INVITED[Audience.GROUP], Role.TRANSLATOR)
    leads = known.communities_with(*INVITED[Audience.LEADS], Role.TRANSLATOR)
    return (
        Q(**{f"{meeting}audience__in": Audience.open()})
        | _of_group(meeting, groups, mine.values("group_id"))
        | _of_leads(meeting, leads, mine.filter(leads=True).values("community_id"))
    )


def called_in_circles(actor: Person) -> Q:
    """The meetings of circles to which she is invited."""
    known, mine = standing(actor), _mine(actor).filter(community_id__in=list(standing(actor).levels))
    return _of_group("", known.communities_with(*INVITED[Audience.GROUP]), mine.values("group_id")) | _of_leads(
        "", known.communities_with(*INVITED[Audience.LEADS]), mine.filter(leads=True).values("community_id")
    )


def conducted(actor: Person, meeting: str = "") -> Q:
    """The meetings that she leads: open ones with a role, those of circles as `conducts` says."""
    known, led = standing(actor), _mine(actor).filter(leads=True)
    led = led.filter(community_id__in=[pk for pk in known.levels if known.is_member(pk)])
    open_ = Q(
        **{
            f"{meeting}audience__in": Audience.open(),
            f"{meeting}community_id__in": known.communities_with(Role.COORDINATOR, Role.FACILITATOR),
        }
    )
    groups = _of_group(meeting, known.communities_with(*CONDUCTING[Audience.GROUP]), led.values("group_id"))
    leads = Q(
        **{
            f"{meeting}audience": Audience.LEADS,
            f"{meeting}community_id__in": known.communities_with(*CONDUCTING[Audience.LEADS]),
        }
    )
    return open_ | groups | leads


def called_people(meeting: Meeting) -> QuerySet[Any, Any]:
    """The keys of those invited to a meeting of a circle."""
    audience = Audience(meeting.audience)
    inside = GroupMembership.objects.filter(community_id=meeting.community_id, left_at=None)
    inside = inside.filter(leads=True) if audience == Audience.LEADS else inside.filter(group_id=meeting.group_id)
    here = inside.filter(person__memberships__in=_reading(meeting.community_id))
    roles = RoleGrant.objects.held().filter(community_id=meeting.community_id, role__in=INVITED[audience])
    return here.values("person_id").union(roles.values("person_id"))


def circle_keys(meeting: Meeting) -> set[int]:
    """The same as a set; empty for a meeting of the whole community."""
    return {row["person_id"] for row in called_people(meeting)} if meeting.is_apart else set()


def _reading(community_id: int) -> QuerySet[Any, Any]:
    return Membership.objects.inside().filter(community_id=community_id).values("pk")


def open_groups(community: Community) -> QuerySet[WorkingGroup]:
    """Those that still meet."""
    return WorkingGroup.objects.filter(community=community).exclude(stage=GroupStage.CLOSED)


def possible_groups(actor: Person, community: Community) -> QuerySet[WorkingGroup]:
    """The groups for which she may plan a meeting: of all of them with a role, else those that she leads."""
    rows = open_groups(community)
    if holds(actor, community.pk, *CONDUCTING[Audience.GROUP]):
        return rows
    led = [group for group, where, leading in places(actor) if leading and where == community.pk]
    return rows.filter(pk__in=led)


def can_plan_for_group(actor: Person, community: Community, group: WorkingGroup) -> Verdict:
    """Coordination, facilitation, or whoever leads that group."""
    if not possible_groups(actor, community).filter(pk=group.pk).exists():
        return no(_("You plan meetings for the groups that you lead. The coordination plans for all of them."))
    return may_act(actor, community.pk) if not holds(actor, community.pk, *CONDUCTING[Audience.GROUP]) else YES
