"""What the notices of meetings ask: which meeting, who is in its audience, who may do what next."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from palabre.communities.choices import MembershipState
from palabre.communities.models import Membership, RoleGrant
from palabre.meetings.choices import Answer, MeetingState, Presence
from palabre.meetings.models import AHEAD, Attendance, Guest, JointMeeting, Meeting, Reply
from palabre.meetings.queries.attendance import audience_on, invited_people
from palabre.meetings.rules import sides
from palabre.people.models import Person


def meeting_by_key(key: int | None) -> Meeting | None:
    return Meeting.objects.filter(pk=key or 0).first()


def meeting_ahead(key: int) -> Meeting | None:
    """The meeting, unless it is cancelled, held, or over."""
    return Meeting.objects.filter(pk=key, state__in=AHEAD, ends_at__gt=timezone.now()).first()


def guest_to_invite(key: int | None) -> Guest | None:
    """A guest who has an address."""
    return Guest.objects.filter(pk=key or 0).exclude(email="").select_related("meeting").first()


def audience_of(meeting: Meeting) -> list[int]:
    """Everybody invited, but those who take a break."""
    places = Membership.objects.filter(community_id__in=sides(meeting))
    resting = places.filter(state=MembershipState.PAUSED).values("person_id")
    awake = places.filter(state__in=MembershipState.reading() - {MembershipState.PAUSED}).values("person_id")
    rows = invited_people(meeting).exclude(Q(pk__in=resting) & ~Q(pk__in=awake))
    return list(rows.values_list("pk", flat=True))


def side_of(meeting: Meeting, community_id: int) -> list[int]:
    """Those of the audience who belong to one side."""
    rows = Person.objects.filter(is_active=True, pk__in=audience_on(meeting, [community_id]))
    return list(rows.values_list("pk", flat=True))


def joint_by_key(key: int | None) -> JointMeeting | None:
    return JointMeeting.objects.filter(pk=key or 0).select_related("meeting", "twin").first()


def invited_person(meeting: Meeting, key: int | None) -> Person | None:
    """The person, if she is still invited."""
    return invited_people(meeting).filter(pk=key or 0).first()


def cannot_come(meeting: Meeting) -> tuple[set[int], set[int]]:
    """The persons and the guests who answered that they cannot come."""
    rows = list(Reply.objects.filter(meeting=meeting, answer=Answer.NO).values_list("person_id", "guest_id"))
    return {person for person, _guest in rows if person}, {guest for _person, guest in rows if guest}


def were_there(meeting: Meeting) -> set[int]:
    """The persons noted as present, there or by distance."""
    present = Attendance.objects.filter(meeting=meeting, presence__in=(Presence.PRESENT, Presence.REMOTE))
    return {person for person in present.values_list("person_id", flat=True) if person}


def holders_of(community_id: int, role: str) -> set[int]:
    """Who holds this role today."""
    running = RoleGrant.objects.held().filter(community_id=community_id, role=role)
    return set(running.values_list("person_id", flat=True))


def with_its_series(meeting: Meeting, count: int) -> list[Meeting]:
    """The meeting, then those of its series that were planned, moved or cancelled with it: `count` in all."""
    if count < 2 or meeting.series_id is None:
        return [meeting]
    states = [MeetingState.CANCELLED] if meeting.state == MeetingState.CANCELLED else AHEAD
    later = Meeting.objects.filter(series_id=meeting.series_id, starts_at__gt=meeting.starts_at, state__in=states)
    return [meeting, *later.order_by("starts_at", "pk")[: count - 1]]
