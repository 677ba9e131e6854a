"""Figures that come with the row of a meeting, so that its page asks once."""

from __future__ import annotations

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from palabre.commitments.models import Commitment
from palabre.communities.choices import MembershipState
from palabre.communities.models import Membership
from palabre.meetings.choices import Answer, Presence
from palabre.meetings.models import Attendance, CountedLine, Meeting, MinutesLanguage, Reply, TakenCommitment
from palabre.people.models import Person

Meetings = QuerySet[Meeting]


def with_my_reply(rows: Meetings, actor: Person) -> Meetings:
    """`my_answer` and `my_needs`, empty when the actor has not answered."""
    mine = Reply.objects.filter(meeting=OuterRef("pk"), person=actor)
    return rows.annotate(
        my_answer=Coalesce(Subquery(mine.values("answer")[:1]), Value("")),
        my_needs=Coalesce(Subquery(mine.values("needs")[:1]), Value("")),
    )


def with_replies(rows: Meetings) -> Meetings:
    """`coming`, `by_distance`, `not_coming`: how many gave each answer."""
    return rows.annotate(
        coming=_number(Reply.objects.filter(meeting=OuterRef("pk"), answer=Answer.YES), "meeting"),
        by_distance=_number(Reply.objects.filter(meeting=OuterRef("pk"), answer=Answer.REMOTE), "meeting"),
        not_coming=_number(Reply.objects.filter(meeting=OuterRef("pk"), answer=Answer.NO), "meeting"),
    )


def with_minutes(rows: Meetings) -> Meetings:
    """`minutes_fr` and `minutes_en`: the state of each language of the minutes, empty when there are none."""
    states = MinutesLanguage.objects.filter(minutes__meeting=OuterRef("pk"))
    return rows.annotate(
        minutes_fr=Coalesce(Subquery(states.filter(language="fr").values("state")[:1]), Value("")),
        minutes_en=Coalesce(Subquery(states.filter(language="en").values("state")[:1]), Value("")),
    )


def with_commitments(rows: Meetings) -> Meetings:
    """`open_commitments` and `late_commitments` of the community today; `taken_number` at this meeting."""
    still = Commitment.objects.still_open().filter(community=OuterRef("community"))
    return rows.annotate(
        open_commitments=_number(still, "community"),
        late_commitments=_number(still.filter(due__lt=timezone.localdate()), "community"),
        taken_number=_number(TakenCommitment.objects.filter(meeting=OuterRef("pk")), "meeting"),
    )


def with_attendance(rows: Meetings) -> Meetings:
    """`present`, `remote`, and of how many organisations of the community (`organisations` of `all_organisations`)."""
    came = Attendance.objects.filter(meeting=OuterRef("pk"))
    members = Membership.objects.filter(community=OuterRef("community")).exclude(state=MembershipState.LEFT)
    here = OuterRef(OuterRef("pk"))
    taking_part = (Presence.PRESENT, Presence.REMOTE)
    there = Attendance.objects.filter(meeting=here, organisation=OuterRef("organisation"), presence__in=taking_part)
    counted = CountedLine.objects.filter(meeting=here, organisation=OuterRef("organisation"))
    return rows.annotate(
        present=_number(came.filter(presence=Presence.PRESENT), "meeting"),
        remote=_number(came.filter(presence=Presence.REMOTE), "meeting"),
        organisations=_number(members.filter(Exists(there) | Exists(counted)), "community", "organisation"),
        all_organisations=_number(members, "community", "organisation"),
    )


def _number(rows: QuerySet, by: str, of: str = "pk") -> Coalesce:  # type: ignore[type-arg]
    counted = rows.order_by().values(by).annotate(number=Count(of, distinct=of != "pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
