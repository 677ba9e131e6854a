"""Check-ins: the leads of the groups, MEL and coordination. For everybody else they do not exist (INV-22)."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import Role, Stage
from palabre.communities.models import Community
from palabre.communities.rules import NOT_YOURS, NOTHING_HERE, has_signed, holds, may_act_as, standing
from palabre.groups.choices import GroupStage
from palabre.groups.models import CheckIn, CheckInReport, WorkingGroup
from palabre.groups.rules.circles import circles, leads
from palabre.kit.verdict import YES, Verdict, no
from palabre.people.models import Person

TEAM = (Role.MEL, Role.COORDINATOR)
NOT_THEIRS = _("Whoever leads the group, MEL or coordination writes here.")


def visible_check_ins(actor: Person) -> QuerySet[CheckIn]:
    """Of the communities where the actor leads a group, coordinates, or follows for MEL."""
    known = standing(actor)
    led = WorkingGroup.objects.filter(pk__in=circles(actor).led).values("community_id")
    mine = Q(community_id__in=known.communities_with(*TEAM)) | Q(community_id__in=led)
    return CheckIn.objects.filter(mine, community_id__in=known.community_ids())


def can_view_check_in(actor: Person, check_in: CheckIn) -> Verdict:
    return YES if can_see_check_ins(actor, check_in.community) else no(NOTHING_HERE)


def can_see_check_ins(actor: Person, community: Community) -> Verdict:
    """The room where leads and MEL look at how it goes."""
    if holds(actor, community.pk, *TEAM):
        return YES
    led = circles(actor).led if community.pk in standing(actor).community_ids() else ()
    found = WorkingGroup.objects.filter(pk__in=led, community=community) if led else None
    return YES if found is not None and found.exists() else no(NOTHING_HERE)


def can_open_check_in(actor: Person, community: Community) -> Verdict:
    """MEL or coordination."""
    if community.stage in Stage.over():
        return no(_("This community is closed."))
    return may_act_as(actor, community.pk, NOT_YOURS, *TEAM)


def can_write_report(actor: Person, check_in: CheckIn, group: WorkingGroup) -> Verdict:
    """What one group says there: whoever leads it; MEL or coordination take notes for her."""
    if not (verdict := has_signed(actor, check_in.community_id)):
        return verdict
    if group.community_id != check_in.community_id:
        return no(NOTHING_HERE)
    if group.stage == GroupStage.CLOSED:
        return no(_("This group is closed. Its work stays to be read."))
    mine = leads(actor, group) or holds(actor, check_in.community_id, *TEAM)
    return YES if mine else no(NOT_THEIRS)


def can_promise_there(actor: Person, report: CheckInReport) -> Verdict:
    """A difficulty becomes a commitment: whoever may write the report."""
    return can_write_report(actor, report.check_in, report.group)
