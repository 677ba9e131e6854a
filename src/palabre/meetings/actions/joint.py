"""A meeting is opened to a twin, which accepts; what is promised there is read by both."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from palabre.commitments.models import Commitment, JointCommitment
from palabre.communities.models import Community, Membership, Organisation, TwinLink
from palabre.communities.rules import fresh
from palabre.kit.verdict import require
from palabre.meetings.actions.common import locked, tell, touch
from palabre.meetings.models import JointMeeting, Meeting
from palabre.meetings.rules import can_accept_joint, can_end_joint, can_open_joint, joined, sides
from palabre.people.models import Person


def open_joint(*, actor: Person, meeting: Meeting, twin: TwinLink) -> JointMeeting:
    """Ask a twin to take part in a meeting; it shows to nobody there but its coordination. Raises Refused."""
    with transaction.atomic():
        meeting = locked(meeting)
        twin = TwinLink.objects.select_for_update().get(pk=twin.pk)
        require(can_open_joint(fresh(actor), meeting, twin))
        community_id = twin.other_id(meeting.community_id)
        joint = JointMeeting.objects.create(meeting=meeting, community_id=community_id, twin=twin, opened_by=actor)
        meeting.opened = True
        meeting.save(update_fields=["opened"])
        tell("meetings.joint_opened", actor, meeting, joint=joint.pk, community=community_id)
    return joint


def accept_joint(*, actor: Person, joint: JointMeeting) -> JointMeeting:
    """From now on the members of the twin see the meeting, answer and come. Raises Refused."""
    with transaction.atomic():
        meeting = locked(joint.meeting)
        joint = _locked(joint)
        require(can_accept_joint(fresh(actor), joint))
        joint.accepted_at, joint.accepted_by = timezone.now(), actor
        joint.save(update_fields=["accepted_at", "accepted_by"])
        touch(meeting)
        tell("meetings.joint_accepted", actor, meeting, joint=joint.pk, community=joint.community_id)
    return joint


def end_joint(*, actor: Person, joint: JointMeeting) -> JointMeeting:
    """Say no, or take it back, while the meeting is ahead: it no longer shows to the twin. Raises Refused."""
    with transaction.atomic():
        meeting = locked(joint.meeting)
        joint = _locked(joint)
        require(can_end_joint(fresh(actor), joint))
        joint.ended_at = timezone.now()
        joint.save(update_fields=["ended_at"])
        touch(meeting)
        accepted = joint.accepted_at is not None
        tell("meetings.joint_ended", actor, meeting, joint=joint.pk, community=joint.community_id, accepted=accepted)
    return joint


def side_of_owner(meeting: Meeting, person: Person | None, organisation: Organisation | None) -> Community:
    """To which community a promise belongs: the host's, unless its owner is known to a twin alone."""
    if not joined(meeting):
        return meeting.community
    places = Membership.objects.inside().filter(community_id__in=sides(meeting))
    hers = places.filter(person=person) if person else places.filter(organisation=organisation)
    keys = set(hers.values_list("community_id", flat=True))
    if meeting.community_id in keys or not keys:
        return meeting.community
    found: Community = Community.objects.get(pk=min(keys))
    return found


def share_with_sides(meeting: Meeting, commitment: Commitment) -> None:
    """A promise of a joint meeting is read on both sides, also once the two are no longer linked."""
    others = set(sides(meeting)) - {commitment.community_id}
    JointCommitment.objects.bulk_create(
        JointCommitment(commitment=commitment, community_id=pk) for pk in sorted(others)
    )


def _locked(joint: JointMeeting) -> JointMeeting:
    rows = JointMeeting.objects.select_for_update(of=("self",)).select_related("meeting", "community", "twin")
    return rows.get(pk=joint.pk)
