"""Which meeting is that of a check-in: the MEL check-in planned for its day, by the clocks of the place."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from django.urls import reverse

from palabre.communities.models import Community
from palabre.groups.check_in_meetings import finds, shows
from palabre.meetings.choices import MeetingKind, MeetingState
from palabre.meetings.models import Meeting
from palabre.meetings.rules import visible_meetings
from palabre.people.models import Person


@finds
def on_that_day(community: Community, day: date) -> int | None:
    noon = datetime.combine(day, time(12), UTC)
    rows = Meeting.objects.filter(
        community=community, kind=MeetingKind.MEL, starts_at__range=(noon - timedelta(days=2), noon + timedelta(days=2))
    ).exclude(state=MeetingState.CANCELLED)
    return next((one.pk for one in rows.order_by("starts_at", "pk") if one.local_start.date() == day), None)


@shows
def its_address(reader: Person, meeting_id: int) -> str:
    found = visible_meetings(reader).filter(pk=meeting_id).values_list("public_id", flat=True).first()
    return reverse("meetings:meeting", args=[found]) if found else ""
