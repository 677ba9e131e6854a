"""In which working groups a person is, and which she leads: read once, asked many times."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import Role
from palabre.communities.models import Community, Membership
from palabre.communities.rules import holds, may_act, standing, visible_communities
from palabre.groups.choices import GroupStage
from palabre.groups.models import GroupMembership, WorkingGroup
from palabre.kit.prepared import Prepared
from palabre.kit.verdict import YES, Text, Verdict, no
from palabre.people.models import Person

NOT_YOUR_GROUP = _("This is for the members of the group.")
NOT_LEADING = _("This is for whoever leads the group.")
OVER = _("This group is closed. Its work stays to be read.")
# who accompanies every group of a community without being in one
ACCOMPANYING = (Role.COORDINATOR, Role.MEL, Role.FACILITATOR)


@dataclass(frozen=True, slots=True)
class Circles:
    """The groups of one person, by their keys."""

    inside: frozenset[int] = frozenset()
    led: frozenset[int] = frozenset()


def _mine(person: int) -> QuerySet[GroupMembership, tuple[int, bool]]:
    rows = GroupMembership.objects.filter(person_id=person, left_at=None)
    return rows.values_list("group_id", "leads")


_MINE = Prepared(_mine, person=int)


def circles(actor: Person) -> Circles:
    """Remembered on the person for a page, beside her standing; `fresh_circles` forgets it."""
    known: Circles | None = actor.__dict__.get("_circles")
    if known is None:
        rows = _MINE.ask(person=actor.pk)
        known = Circles(frozenset(pk for pk, _leads in rows), frozenset(pk for pk, leads in rows if leads))
        actor.__dict__["_circles"] = known
    return known


def fresh_circles(actor: Person) -> Person:
    """Forget what was remembered: an action on groups begins with this and `communities.rules.fresh`."""
    actor.__dict__.pop("_circles", None)
    return actor


def visible_groups(actor: Person) -> QuerySet[WorkingGroup]:
    """Every group of the communities that the actor reads: groups work in sight of their cohort."""
    return WorkingGroup.objects.filter(community__in=visible_communities(actor))


def can_view_group(actor: Person, group: WorkingGroup) -> Verdict:
    return YES if group.community_id in standing(actor).community_ids() else no(NOT_YOUR_GROUP)


def in_group(actor: Person, group: WorkingGroup) -> bool:
    return group.pk in circles(actor).inside


def leads(actor: Person, group: WorkingGroup) -> bool:
    return group.pk in circles(actor).led


def accompanies(actor: Person, community: Community | int) -> bool:
    """Coordination, MEL or facilitation of the cohort."""
    return holds(actor, community if isinstance(community, int) else community.pk, *ACCOMPANYING)


def may_work(actor: Person, group: WorkingGroup) -> Verdict:
    """Write, propose, comment in a group: its members who have signed, while it is not closed."""
    if not (verdict := may_act(actor, group.community_id)):
        return verdict
    if group.stage == GroupStage.CLOSED:
        return no(OVER)
    return YES if in_group(actor, group) else no(NOT_YOUR_GROUP)


def may_lead(actor: Person, group: WorkingGroup, why: Text = NOT_LEADING) -> Verdict:
    """Hand in, agree, take the next step: whoever leads, and has signed."""
    if not (verdict := may_act(actor, group.community_id)):
        return verdict
    if group.stage == GroupStage.CLOSED:
        return no(OVER)
    return YES if leads(actor, group) else no(why)


def leads_of(community: Community | int) -> QuerySet[GroupMembership]:
    """Who speaks for the groups of a cohort today (INV-22)."""
    return GroupMembership.objects.running().filter(community=community, leads=True)


def running_in(group: WorkingGroup) -> QuerySet[GroupMembership]:
    """The places of a group that count today."""
    return GroupMembership.objects.running().filter(group=group)


def electors_of(group: WorkingGroup) -> list[Person]:
    """Who decides in a group: its members who may act today. A care break asks nothing of anybody."""
    here = Membership.objects.active().filter(person=OuterRef("person"), community=OuterRef("community"))
    rows = GroupMembership.objects.filter(Exists(here), group=group, left_at=None).select_related("person")
    return [row.person for row in rows.order_by("pk")]
