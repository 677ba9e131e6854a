"""What the private calendar addresses give: whoever holds the key reads hours, and titles where she chose them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from palabre.communities.choices import RiskProfile
from palabre.communities.models import Community, Membership
from palabre.communities.rules import visible_communities
from palabre.communities.rules.voice import calendar_says_titles
from palabre.kit.ids import ID_LENGTH, digest
from palabre.kit.sealing import BadSeal, hide, reveal
from palabre.languages.queries import load_halves
from palabre.meetings.choices import Audience
from palabre.meetings.models import JointMeeting, Meeting
from palabre.meetings.rules import invited_meetings, of_community
from palabre.people.models import Person

PURPOSE = "meetings.community_calendar"
KEPT = timedelta(days=90)
AT_MOST = 1000


@dataclass(frozen=True, slots=True)
class Feed:
    """The meetings of one address, by date, in the language of whoever it belongs to; `titles`: she wants them shown."""

    meetings: list[Meeting]
    language: str
    changed_at: datetime
    titles: bool = False


def feed_of_person(key: str) -> Feed | None:
    """All meetings to which a person is invited, cancelled ones too, from three months ago on. None: no such key."""
    person = Person.objects.open().filter(calendar_key=key).first()
    if person is None:
        return None
    joint = "community__joint_meetings__"
    places = Membership.objects.filter(person=person).aggregate(
        joined=Max("joined_at"), left=Max("left_at"),
        came=Max(f"{joint}accepted_at"), went=Max(f"{joint}ended_at"), over=Max(f"{joint}twin__ended_at"),
        grouped=Max("person__group_memberships__joined_at"), ungrouped=Max("person__group_memberships__left_at"),
    )  # fmt: skip
    return _feed(invited_meetings(person), person, person.created_at, *places.values())


def community_key(person: Person, community: Community) -> str:
    """The key of one person to the meetings of one community: it ends when she leaves, or renews her own key.

    Two of them, of two communities, do not tell whoever sees both that they are one person's (INV-02).
    """
    return hide(f"{person.public_id}{community.public_id}{_mark(person)}", PURPOSE)


def _mark(person: Person) -> str:
    """Tells her key of today from the one she renewed."""
    return digest(person.calendar_key)[:32]


def feed_of_community(key: str) -> Feed | None:
    """The meetings of a community that are for everybody in it, as long as the person of the key reads it."""
    try:
        said = reveal(key, PURPOSE)
    except BadSeal:
        return None
    person = Person.objects.open().filter(public_id=said[:ID_LENGTH]).first()
    if person is None or not constant_time_compare(said[2 * ID_LENGTH :], _mark(person)):
        return None
    community = visible_communities(person).filter(public_id=said[ID_LENGTH : 2 * ID_LENGTH]).first()
    if community is None:
        return None
    rows = Meeting.objects.filter(of_community(community), audience=Audience.EVERYONE)
    return _feed(rows, person, community.created_at, *_joint_moments(community))


def _joint_moments(community: Community) -> list[datetime | None]:
    """When meetings of twins last came and went: a calendar that asks for what is new must notice. One query."""
    rows = JointMeeting.objects.filter(community=community)
    found = rows.aggregate(came=Max("accepted_at"), went=Max("ended_at"), over=Max("twin__ended_at"))
    return list(found.values())


def _feed(rows: QuerySet[Meeting], person: Person, *moments: datetime | None) -> Feed:
    recent = rows.filter(ends_at__gte=timezone.now() - KEPT)
    meetings = list(recent.select_related("community").order_by("starts_at", "pk")[:AT_MOST])
    # a twin at risk that invites her is no community of hers: its titles stay out as well
    standard = all(meeting.community.risk == RiskProfile.STANDARD for meeting in meetings)
    titles = standard and calendar_says_titles(person)
    if titles:
        load_halves(meetings)
    known = [moment for moment in moments if moment is not None]
    return Feed(meetings, person.language, max([*known, *(meeting.changed_at for meeting in meetings)]), titles)
