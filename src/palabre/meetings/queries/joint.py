"""Meetings of two communities: whose names stand there, who is asked, who answers."""

from __future__ import annotations

from dataclasses import dataclass

from palabre.commitments.queries import Owner
from palabre.communities.choices import Role
from palabre.communities.models import Community, Membership, Organisation, TwinLink
from palabre.communities.queries import called, handles, local_id
from palabre.communities.rules import holds, visible_communities
from palabre.kit.folding import folded
from palabre.kit.verdict import Verdict
from palabre.languages.queries import load_halves
from palabre.meetings.models import AHEAD, Attendance, JointMeeting, Meeting, Reply
from palabre.meetings.models.attendance import TOOK_PART
from palabre.meetings.rules import can_accept_joint, can_end_joint, can_open_joint, joined, seen_through, visible_joint
from palabre.people.models import Person


def name_both_sides(meeting: Meeting) -> None:
    """Who belongs only to a twin is called here as she is called there. Two queries, once, for joint meetings only."""
    names = handles(meeting.community)
    if not joined(meeting) or "_both_sides" in meeting.community.__dict__:
        return
    hers = Membership.objects.filter(community_id=meeting.community_id).values("person_id")
    rows = Membership.objects.filter(community_id__in=joined(meeting)).exclude(handle="").exclude(person_id__in=hers)
    names.update(rows.order_by("pk").values_list("person_id", "handle"))
    meeting.community.__dict__["_both_sides"] = True


def here(actor: Person, meeting: Meeting) -> Community:
    """The community in which the reader stands on the pages of this meeting; its name has to be asked only for twins."""
    key = seen_through(actor, meeting)
    if key is None or key == meeting.community_id:
        return meeting.community
    found: Community = visible_communities(actor).get(pk=key)
    return found


def together(meeting: Meeting) -> list[Community]:
    """Host and twins by name, for a meeting of several; empty for all others. Two queries for those."""
    if not joined(meeting):
        return []
    found = [meeting.community, *Community.objects.filter(pk__in=joined(meeting)).order_by("pk")]
    load_halves(found)
    return found


@dataclass(frozen=True, slots=True)
class TwinChoice:
    """A twin of the host: asked to this meeting or not, and what the reader may do."""

    twin: TwinLink
    community: Community
    joint: JointMeeting | None
    open: Verdict
    end: Verdict | None


def twin_choices(actor: Person, meeting: Meeting) -> list[TwinChoice]:
    """For whoever leads: each twin of the community. Three queries and one for each twin."""
    links = list(TwinLink.objects.standing().of(meeting.community_id).select_related("asking", "asked").order_by("pk"))
    load_halves([link.other(meeting.community_id) for link in links])
    rows = JointMeeting.objects.filter(meeting=meeting, ended_at=None).select_related("meeting", "community", "twin")
    asked = {row.community_id: row for row in rows}
    choices = []
    for link in links:
        other = link.other(meeting.community_id)
        joint = asked.get(other.pk)
        may_end = can_end_joint(actor, joint) if joint else None
        choices.append(TwinChoice(link, other, joint, can_open_joint(actor, meeting, link), may_end))
    return choices


@dataclass(frozen=True, slots=True)
class Asked:
    """A meeting of a twin to which this community is asked, or takes part."""

    joint: JointMeeting
    accept: Verdict
    end: Verdict


def asked_to(actor: Person, community: Community) -> list[Asked]:
    """The meetings ahead that twins opened to this community: those without an answer first. Two queries."""
    rows = visible_joint(actor).filter(community=community).select_related("meeting__community", "community", "twin")
    found = [row for row in rows.order_by("meeting__starts_at", "pk") if row.meeting.is_ahead]
    load_halves([*(row.meeting for row in found), *(row.meeting.community for row in found)])
    asked = [Asked(row, can_accept_joint(actor, row), can_end_joint(actor, row)) for row in found]
    return sorted(asked, key=lambda one: one.joint.accepted_at is not None)


def is_asked(actor: Person, community: Community) -> bool:
    """Whether an invitation of a twin waits for this reader."""
    if not holds(actor, community.pk, Role.COORDINATOR):
        return False
    return JointMeeting.objects.waiting().filter(community=community, meeting__state__in=AHEAD).exists()


def twin_owners(meeting: Meeting) -> list[Owner]:
    """Who of the twins can promise something there: who answered or was noted, and the organisations they represent."""
    if not joined(meeting):
        return []
    name_both_sides(meeting)
    answered = Reply.objects.filter(meeting=meeting, person__isnull=False).values("person_id")
    came = Attendance.objects.filter(meeting=meeting, person__isnull=False, presence__in=TOOK_PART).values("person_id")
    places = Membership.objects.inside().filter(community_id__in=joined(meeting), person_id__in=answered.union(came))
    rows = list(places.select_related("person", "organisation"))
    people = {row.person_id: row.person for row in rows}
    houses: dict[int, Organisation] = {row.organisation.pk: row.organisation for row in rows if row.organisation}
    found = [
        Owner(f"p.{local_id(one, meeting.community)}", called(one, meeting.community), person=one)
        for one in people.values()
    ]
    found += [Owner(f"o.{house.public_id}", house.name, organisation=house) for house in houses.values()]
    return sorted(found, key=lambda owner: folded(owner.name))
