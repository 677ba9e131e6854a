"""Who opens groups, who says what she prefers, who places whom, who names the leads."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from palabre.communities.choices import RiskProfile, Role, Stage
from palabre.communities.models import Community
from palabre.communities.rules import is_member, may_act, may_act_as, visible_communities
from palabre.groups.choices import GroupStage
from palabre.groups.models import Grouping, GroupMembership, WorkingGroup
from palabre.groups.rules.circles import OVER, accompanies, in_group, leads
from palabre.kit.verdict import YES, Verdict, no
from palabre.people.models import Person

BY_COORDINATION = _("This is done by the coordination of the community.")
COMMUNITY_OVER = no(_("This community is closed."))
NO_CHOICE = no(_("No choice of a group is open at the moment."))
CHOICE_OVER = no(_("The day to choose is over. The coordination can still change your place: ask it."))
FORMED = no(_("The groups are formed. Places change one by one now."))
NO_GROUPS = no(_("Open at least two groups first: there is nothing to choose between yet."))
MEMBERS_ONLY = no(_("Members choose a group. Whoever accompanies the community without being a member has none."))
LEADS_AT_MOST = 2


def visible_groupings(actor: Person) -> QuerySet[Grouping]:
    """That a choice is open, and until when: whoever reads the community."""
    return Grouping.objects.filter(community__in=visible_communities(actor))


def can_form_groups(actor: Person, community: Community) -> Verdict:
    """Open groups, open the choice, share out: the coordination of the cohort."""
    if community.stage in Stage.over():
        return COMMUNITY_OVER
    return may_act_as(actor, community.pk, BY_COORDINATION, Role.COORDINATOR)


def can_change_group(actor: Person, group: WorkingGroup) -> Verdict:
    """Its theme and its places: coordination, while the group lasts."""
    if group.stage == GroupStage.CLOSED:
        return no(OVER)
    return can_form_groups(actor, group.community)


def can_drop_group(actor: Person, group: WorkingGroup) -> Verdict:
    """Take back a group in which nobody was ever placed, before the sharing out."""
    verdict = can_change_group(actor, group)
    if verdict and (group.stage != GroupStage.FORMING or GroupMembership.objects.filter(group=group).exists()):
        return no(_("Somebody was placed in this group: it stays."))
    return verdict


def can_open_choice(actor: Person, community: Community, grouping: Grouping | None) -> Verdict:
    """Open the choice, or give it another day, until the groups are formed."""
    verdict = can_form_groups(actor, community)
    if not verdict:
        return verdict
    if grouping is not None and grouping.formed_at is not None:
        return FORMED
    return YES if WorkingGroup.objects.filter(community=community).count() > 1 else NO_GROUPS


def can_choose(actor: Person, community: Community, grouping: Grouping | None, now: datetime) -> Verdict:
    """Rank the groups: every member who has signed, until the day; changeable until then."""
    if not (verdict := may_act(actor, community.pk)):
        return verdict
    if not is_member(actor, community.pk):
        return MEMBERS_ONLY
    if grouping is None:
        return NO_CHOICE
    if grouping.formed_at is not None:
        return FORMED
    return YES if now < grouping.choose_until else CHOICE_OVER


def can_share_out(actor: Person, community: Community, grouping: Grouping | None) -> Verdict:
    """See the proposed sharing out, correct it, confirm it: coordination, once."""
    verdict = can_form_groups(actor, community)
    if not verdict:
        return verdict
    if grouping is None:
        return no(_("Open the choice first: members say what they prefer, then you share out."))
    return FORMED if grouping.formed_at is not None else YES


def can_place(actor: Person, community: Community) -> Verdict:
    """Place or move one member: late-comers and changes."""
    return can_form_groups(actor, community)


def can_name_lead(actor: Person, group: WorkingGroup) -> Verdict:
    """Coordination; whoever leads may share it or pass it on; while nobody leads, any member of the group."""
    if not (verdict := may_act(actor, group.community_id)):
        return verdict
    if group.stage == GroupStage.CLOSED:
        return no(OVER)
    if leads(actor, group) or may_act_as(actor, group.community_id, BY_COORDINATION, Role.COORDINATOR):
        return YES
    if in_group(actor, group) and not GroupMembership.objects.running().filter(group=group, leads=True).exists():
        return YES
    return no(_("Whoever leads the group, or the coordination, names who leads it."))


def can_read_choices(actor: Person, community: Community) -> Verdict:
    """What each member prefers: whoever forms the groups, and whoever accompanies them."""
    return YES if accompanies(actor, community) else no(BY_COORDINATION)


def can_end_lead(actor: Person, group: WorkingGroup, person: Person) -> Verdict:
    """She herself, or the coordination."""
    if person.pk == actor.pk:
        return may_act(actor, group.community_id)
    return can_change_group(actor, group)


def can_see_places(actor: Person, group: WorkingGroup) -> Verdict:
    """Who is in a group, by name: the group itself and whoever accompanies it; all members where the risk is standard."""
    if in_group(actor, group) or accompanies(actor, group.community_id):
        return YES
    if group.community.risk == RiskProfile.STANDARD and is_member(actor, group.community_id):
        return YES
    return no(_("Who is in this group is known to its own members."))
