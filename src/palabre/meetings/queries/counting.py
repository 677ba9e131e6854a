"""Figures that come with the row of a meeting, so that its page asks once."""

from __future__ import annotations

from datetime import date

from django.db.models import Case, CharField, Count, Exists, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from palabre.commitments.models import Commitment
from palabre.communities.choices import MembershipState
from palabre.communities.models import Membership
from palabre.kit.prepared import Prepared
from palabre.meetings.choices import Answer, MinutesState, Presence
from palabre.meetings.models import Attendance, CountedLine, Meeting, MinutesLanguage, Reply, Segment, TakenCommitment
from palabre.meetings.rules import joined, seen_through, sides
from palabre.people.models import Person

Meetings = QuerySet[Meeting]
OUTDATED = "outdated"


def with_my_reply(rows: Meetings, person_id: int) -> Meetings:
    """`my_answer` and `my_needs`, empty when that person has not answered."""
    mine = Reply.objects.filter(meeting=OuterRef("pk"), person_id=person_id)
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
    """`minutes_fr` and `minutes_en`: the state of each language, empty when there are none.

    A language approved before the source last changed is `outdated`: no list may call it complete (INV-23).
    """
    later = Segment.objects.filter(minutes=OuterRef("minutes"), changed_at__gt=OuterRef("approved_at"))
    moved = When(Exists(later), state=MinutesState.APPROVED, then=Value(OUTDATED))
    states = MinutesLanguage.objects.filter(minutes__meeting=OuterRef("pk"))
    states = states.annotate(said=Case(moved, default=F("state"), output_field=CharField()))
    return rows.annotate(
        minutes_fr=Coalesce(Subquery(states.filter(language="fr").values("said")[:1]), Value("")),
        minutes_en=Coalesce(Subquery(states.filter(language="en").values("said")[:1]), Value("")),
    )


def with_commitments(rows: Meetings, today: date) -> Meetings:
    """`open_commitments` and `late_commitments` of the community today; `taken_number` at this meeting."""
    still = Commitment.objects.still_open().filter(community=OuterRef("community"))
    return rows.annotate(
        open_commitments=_number(still, "community"),
        late_commitments=_number(still.filter(due__lt=today), "community"),
        taken_number=_number(TakenCommitment.objects.filter(meeting=OuterRef("pk")), "meeting"),
    )


def with_attendance(rows: Meetings) -> Meetings:
    """`present`, `remote`, and of how many organisations of the community (`organisations` of `all_organisations`)."""
    came = Attendance.objects.filter(meeting=OuterRef("pk"))
    members = Membership.objects.inside().filter(community=OuterRef("community"))
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


FIGURES = (
    *("my_answer", "my_needs", "coming", "by_distance", "not_coming", "minutes_fr", "minutes_en"),
    *("open_commitments", "late_commitments", "taken_number"),
    *("present", "remote", "organisations", "all_organisations"),
)


def _figures(meeting: int, person: int, today: date) -> QuerySet[Meeting, tuple[int | str, ...]]:
    rows = with_replies(with_my_reply(Meeting.objects.filter(pk=meeting), person))
    return with_attendance(with_commitments(with_minutes(rows), today)).values_list(*FIGURES)


_FIGURES = Prepared(_figures, meeting=int, person=int, today=date)
ANSWERS = ("my_answer", "my_needs", "coming", "by_distance", "not_coming", "members")


def _answers(meeting: int, person: int) -> QuerySet[Meeting, tuple[int | str, ...]]:
    rows = with_replies(with_my_reply(Meeting.objects.filter(pk=meeting), person))
    members = Membership.objects.filter(community=OuterRef("community"), state=MembershipState.ACTIVE)
    return rows.annotate(members=_number(members, "community")).values_list(*ANSWERS)


_ANSWERS = Prepared(_answers, meeting=int, person=int)


def add_figures(actor: Person, meeting: Meeting) -> None:
    """Every figure of the page of one meeting, put on its row under the names above. One query."""
    [figures] = _FIGURES.ask(meeting=meeting.pk, person=actor.pk, today=timezone.localdate())
    vars(meeting).update(zip(FIGURES, figures, strict=True))
    if joined(meeting):
        vars(meeting).update(_of_all_sides(actor, meeting))


def add_answers(actor: Person, meeting: Meeting) -> None:
    """Only who answered what, and how many active `members` the community has. One query, for most meetings."""
    [figures] = _ANSWERS.ask(meeting=meeting.pk, person=actor.pk)
    vars(meeting).update(zip(ANSWERS, figures, strict=True))
    if joined(meeting):
        active = Membership.objects.filter(community_id__in=sides(meeting), state=MembershipState.ACTIVE)
        vars(meeting)["members"] = active.values("person_id").distinct().count()


def _of_all_sides(actor: Person, meeting: Meeting) -> dict[str, int]:
    """The organisations of host and twins; and of what the host still has to do, nothing for the twins."""
    members = Membership.objects.inside().filter(community_id__in=sides(meeting)).exclude(organisation=None)
    came = Attendance.objects.filter(meeting=meeting, presence__in=(Presence.PRESENT, Presence.REMOTE))
    counted = CountedLine.objects.filter(meeting=meeting)
    there = set(came.values_list("organisation_id", flat=True)) | set(counted.values_list("organisation_id", flat=True))
    everybody = set(members.order_by().values_list("organisation_id", flat=True).distinct())
    figures = {"organisations": len(there & everybody), "all_organisations": len(everybody)}
    if seen_through(actor, meeting) != meeting.community_id:
        figures |= {"open_commitments": 0, "late_commitments": 0}
    return figures
