"""The sharing out is proposed, corrected by hand, confirmed; late-comers and changes come one by one."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from palabre.communities.models import Community, Membership
from palabre.communities.rules import fresh
from palabre.groups.actions.leading import tell_if_nobody_leads
from palabre.groups.actions.telling import locked_community, tell
from palabre.groups.choices import GroupStage
from palabre.groups.fairness import NoRoom, share_out
from palabre.groups.models import Grouping, GroupMembership, Preference, ProposedPlace, WorkingGroup
from palabre.groups.queries.forming import choices_of, grouping_of, room_in, unplaced
from palabre.groups.rules.circles import OVER, fresh_circles
from palabre.groups.rules.forming import can_place, can_share_out
from palabre.journal.actions import record
from palabre.kit.verdict import Refused, Verdict, no, require
from palabre.people.models import Person

STILL_CHOOSING = ngettext_lazy(
    "%(number)s member has not chosen yet, and the day is not over. Wait, or set the day to now.",
    "%(number)s members have not chosen yet, and the day is not over. Wait, or set the day to now.",
    "number",
)
NO_ROOM = no(_("There are more members than places. Give a group more places, or open another one."))
NOT_PROPOSED = no(_("Ask for a proposal first."))
NOWHERE = no(_("Somebody has no group yet. Everybody gets one before you confirm."))
TOO_MANY = _("“%(theme)s” has %(places)s places for %(number)s people. Move somebody, or give it more places.")
FULL = _("“%(theme)s” is full: %(places)s places. Give it one more, or choose another group.")
NOT_HERE = no(_("This person is not a member of the community any more."))


def propose_sharing(*, actor: Person, community: Community) -> Grouping:
    """Put down a proposal, in place of the one before: smallest total of ranks, places kept. Raises Refused."""
    with transaction.atomic():
        community = locked_community(community)
        grouping = _open(fresh_circles(fresh(actor)), community)
        choices = choices_of(grouping, unplaced(community))
        silent = sum(1 for said in choices.values() if not said)
        if silent and timezone.now() < grouping.choose_until:
            raise Refused(no(STILL_CHOOSING % {"number": silent}))
        places, taken = room_in(community)
        try:
            found = share_out(choices, places, seed=grouping.public_id, taken=taken)
        except NoRoom:
            raise Refused(NO_ROOM) from None
        ProposedPlace.objects.filter(grouping=grouping).delete()
        ProposedPlace.objects.bulk_create(
            ProposedPlace(grouping=grouping, person_id=person, group_id=group, rank=_rank(choices[person], group))
            for person, group in found.items()
        )
        _tell("groups.sharing_proposed", actor, grouping, members=len(found))
    return grouping


def correct_line(*, actor: Person, line: ProposedPlace, group: WorkingGroup) -> ProposedPlace:
    """Another group for one member, before it holds. Raises Refused."""
    with transaction.atomic():
        community = locked_community(line.grouping.community)
        grouping = _open(fresh_circles(fresh(actor)), community)
        line = ProposedPlace.objects.select_for_update().get(pk=line.pk, grouping=grouping)
        if group.community_id != community.pk:
            raise Refused(no(_("Choose one of the groups shown.")), "group")
        chosen = Preference.objects.filter(grouping=grouping, person_id=line.person_id, group=group)
        line.group, line.rank, line.by_hand = group, chosen.values_list("rank", flat=True).first(), True
        line.save(update_fields=["group", "rank", "by_hand"])
        _tell("groups.sharing_corrected", actor, grouping, group=group.pk)
    return line


def confirm_sharing(*, actor: Person, community: Community) -> Grouping:
    """The proposal holds from now on, and everybody is told of her group. Raises Refused."""
    with transaction.atomic():
        community = locked_community(community)
        grouping = _open(fresh_circles(fresh(actor)), community)
        waiting = set(unplaced(community).values_list("person_id", flat=True))
        lines = list(ProposedPlace.objects.filter(grouping=grouping, person_id__in=waiting))
        if not lines:
            raise Refused(NOT_PROPOSED)
        wanted = {line.person_id: line.group_id for line in lines if line.group_id is not None}
        if len(wanted) < len(lines):
            raise Refused(NOWHERE)
        _check_places(community, list(wanted.values()))
        GroupMembership.objects.bulk_create(
            GroupMembership(community=community, group_id=group, person_id=person) for person, group in wanted.items()
        )
        ProposedPlace.objects.filter(grouping=grouping).delete()
        grouping.formed_at, grouping.formed_by = timezone.now(), actor
        grouping.save(update_fields=["formed_at", "formed_by"])
        _tell("groups.formed", actor, grouping, members=len(lines))
    return grouping


def place_member(*, actor: Person, group: WorkingGroup, person: Person) -> GroupMembership:
    """One member comes into a group, out of the one where she was. Raises Refused."""
    with transaction.atomic():
        community = locked_community(group.community)
        require(can_place(fresh_circles(fresh(actor)), community))
        group = WorkingGroup.objects.select_for_update().get(pk=group.pk, community=community)
        require(_has_room(community, group, person))
        before = GroupMembership.objects.filter(community=community, person=person, left_at=None).first()
        if before is not None and before.group_id == group.pk:
            return before
        if before is not None:
            end_place(actor, before)
        place = GroupMembership.objects.create(community=community, group=group, person=person)
        tell("groups.placed", actor, group, about_id=person.pk)
    return place


def end_place(by: Person | None, place: GroupMembership) -> bool:
    """The row stays as history; the group is told if nobody leads it any more. False: it had ended already."""
    rows = GroupMembership.objects.filter(pk=place.pk, left_at=None)
    if not rows.update(left_at=timezone.now(), leads=False):
        return False
    tell("groups.left", by, place.group, about_id=place.person_id)
    if place.leads:
        tell_if_nobody_leads(by, place.group)
    return True


def _has_room(community: Community, group: WorkingGroup, person: Person) -> Verdict:
    if not Membership.objects.inside().filter(community=community, person=person).exists():
        return NOT_HERE
    if group.stage == GroupStage.CLOSED:
        return no(OVER)
    inside = GroupMembership.objects.running().filter(group=group).exclude(person=person).count()
    if group.places is not None and inside >= group.places:
        return no(FULL % {"theme": group.theme, "places": group.places})
    return Verdict(True)


def _check_places(community: Community, wanted: list[int]) -> None:
    places, taken = room_in(community)
    for key, limit in places.items():
        number = taken[key] + wanted.count(key)
        if limit is not None and number > limit:
            theme = WorkingGroup.objects.values_list("theme", flat=True).get(pk=key)
            raise Refused(no(TOO_MANY % {"theme": theme, "places": limit, "number": number}))


def _open(actor: Person, community: Community) -> Grouping:
    grouping = grouping_of(community)
    require(can_share_out(actor, community, grouping))
    if grouping is None:
        raise Refused(NOT_PROPOSED)
    return grouping


def _rank(said: list[int], group: int) -> int | None:
    return said.index(group) + 1 if group in said else None


def _tell(kind: str, actor: Person, grouping: Grouping, **facts: int) -> None:
    where = grouping.community_id
    record(kind, actor_id=actor.pk, community_id=where, subject="grouping", subject_id=grouping.pk, **facts)
