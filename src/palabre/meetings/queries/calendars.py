"""What the private calendar addresses give: whoever holds the key reads, and reads nothing but hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import urlsafe_base64_encode

from palabre.communities.models import Community, Membership
from palabre.communities.rules import visible_communities
from palabre.kit.ids import ID_LENGTH
from palabre.meetings.choices import Audience
from palabre.meetings.models import Meeting
from palabre.meetings.rules import invited_meetings
from palabre.people.models import Person

KEPT = timedelta(days=90)
AT_MOST = 1000


@dataclass(frozen=True, slots=True)
class Feed:
    """The meetings of one address, by date, in the language of whoever it belongs to."""

    meetings: list[Meeting]
    language: str
    changed_at: datetime


def feed_of_person(key: str) -> Feed | None:
    """All meetings to which a person is invited, cancelled ones too, from three months ago on. None: no such key."""
    person = Person.objects.open().filter(calendar_key=key).first()
    if person is None:
        return None
    places = Membership.objects.filter(person=person).aggregate(joined=Max("joined_at"), left=Max("left_at"))
    return _feed(invited_meetings(person), person.language, person.created_at, places["joined"], places["left"])


def community_key(person: Person, community: Community) -> str:
    """The key of one person to the meetings of one community: it ends when she leaves, or renews her own key."""
    said = f"{person.calendar_key} {community.public_id}"
    seal = salted_hmac("palabre.meetings.community_calendar", said, algorithm="sha256").digest()
    return f"{person.public_id}{community.public_id}{urlsafe_base64_encode(seal[:24])}"


def feed_of_community(key: str) -> Feed | None:
    """The meetings of a community that are for everybody in it, as long as the person of the key reads it."""
    person = Person.objects.open().filter(public_id=key[:ID_LENGTH]).first()
    if person is None:
        return None
    community = visible_communities(person).filter(public_id=key[ID_LENGTH : 2 * ID_LENGTH]).first()
    if community is None or not constant_time_compare(key, community_key(person, community)):
        return None
    rows = Meeting.objects.filter(community=community, audience=Audience.EVERYONE)
    return _feed(rows, person.language, community.created_at)


def _feed(rows: QuerySet[Meeting], language: str, *moments: datetime | None) -> Feed:
    recent = rows.filter(ends_at__gte=timezone.now() - KEPT)
    meetings = list(recent.order_by("starts_at", "pk")[:AT_MOST])
    known = [moment for moment in moments if moment is not None]
    return Feed(meetings, language, max([*known, *(meeting.changed_at for meeting in meetings)]))
