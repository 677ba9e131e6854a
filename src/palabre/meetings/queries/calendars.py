"""What the private calendar addresses give: whoever holds the key reads, and reads nothing but hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, QuerySet
from django.utils import timezone

from palabre.communities.models import Community, Membership
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


def feed_of_community(key: str) -> Feed | None:
    """The meetings of a community that are for everybody in it."""
    community = Community.objects.filter(calendar_key=key).first()
    if community is None:
        return None
    rows = Meeting.objects.filter(community=community, audience=Audience.EVERYONE)
    return _feed(rows, community.source_language, community.created_at)


def _feed(rows: QuerySet[Meeting], language: str, *moments: datetime | None) -> Feed:
    recent = rows.filter(ends_at__gte=timezone.now() - KEPT)
    meetings = list(recent.order_by("starts_at", "pk")[:AT_MOST])
    known = [moment for moment in moments if moment is not None]
    return Feed(meetings, language, max([*known, *(meeting.changed_at for meeting in meetings)]))
