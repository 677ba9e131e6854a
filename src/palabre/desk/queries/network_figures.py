"""Figures of many communities at once: each is one query, whatever their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from palabre.commitments.choices import CommitmentState
from palabre.commitments.models import Commitment
from palabre.communities.choices import PlaceState
from palabre.communities.models import Membership, OrganisationPlace
from palabre.meetings.choices import Precision, Unit
from palabre.meetings.models import HAPPENED, Attendance, CountedLine, JointMeeting, Meeting
from palabre.meetings.models.attendance import TOOK_PART

# Of several figures the sum is as sure as the least sure of them.
_SURE = (Precision.ABOUT, Precision.AT_LEAST, Precision.EXACT)


@dataclass(frozen=True, slots=True)
class Reach:
    """A sum of figures that were counted without names, with the precision of the least sure of them (INV-35)."""

    value: int = 0
    precision: str = Precision.EXACT

    def __add__(self, more: Reach) -> Reach:
        least = min((self.precision, more.precision), key=_SURE.index)
        return Reach(self.value + more.value, least)


@dataclass(slots=True)
class Figures:
    """What one community shares as totals; `meetings` by key, so that a joint one is never counted twice above.

    `people` and `organisations_counted` are counted lines of the two units: never added to each other.
    """

    members: int = 0
    organisations: int = 0
    meetings: set[int] = field(default_factory=set)
    named: int = 0
    people: Reach = field(default_factory=Reach)
    organisations_counted: Reach = field(default_factory=Reach)
    kept: int = 0
    due: int = 0


def figures_of(communities: Collection[int], year: int, today: date) -> dict[int, Figures]:
    """Figures of this year so far, by the key of the community. Seven queries."""
    found: dict[int, Figures] = {pk: Figures() for pk in communities}
    for pk, number in _members(communities):
        found[pk].members = number
    for pk, number in _organisations(communities):
        found[pk].organisations = number
    for pk, meeting in _meetings(communities, year):
        found[pk].meetings.add(meeting)
    for pk, number in _named(communities, year):
        found[pk].named += number
    for pk, unit, precision, number in _counted(communities, year):
        name = "people" if unit == Unit.PEOPLE else "organisations_counted"
        setattr(found[pk], name, getattr(found[pk], name) + Reach(number, precision))
    for pk, kept, due in _commitments(communities, year, today):
        found[pk].kept, found[pk].due = kept, due
    return found


def _members(communities: Collection[int]) -> QuerySet[Membership, Any]:
    rows = Membership.objects.active().filter(community_id__in=communities).order_by()
    return rows.values_list("community_id").annotate(number=Count("pk"))


def _organisations(communities: Collection[int]) -> list[tuple[int, int]]:
    """Those that have a place of their own, and those that members come from."""
    sent = Membership.objects.active().filter(community_id__in=communities).exclude(organisation=None)
    placed = OrganisationPlace.objects.filter(community_id__in=communities, state=PlaceState.ACTIVE)
    pairs = sent.order_by().values_list("community_id", "organisation_id")
    counts: dict[int, int] = defaultdict(int)
    for pk, _house in pairs.union(placed.order_by().values_list("community_id", "organisation_id")):
        counts[pk] += 1
    return list(counts.items())


def held(year: int) -> QuerySet[Meeting]:
    """The meetings of one year that took place."""
    return Meeting.objects.filter(state__in=HAPPENED, starts_at__year=year)


def _meetings(communities: Collection[int], year: int) -> list[tuple[int, int]]:
    """Those of the community itself, and those of its twins in which it took part: one query."""
    own = held(year).filter(community_id__in=communities).order_by().values_list("community_id", "pk")
    joint = JointMeeting.objects.standing().filter(community_id__in=communities, meeting__in=held(year))
    return list(own.union(joint.order_by().values_list("community_id", "meeting_id"), all=True))


def _named(communities: Collection[int], year: int) -> list[tuple[int, int]]:
    """Lines of the sheets: in a joint meeting, those of a twin's own members are the twin's, all others the host's."""
    lines = Attendance.objects.filter(presence__in=TOOK_PART, meeting__in=held(year)).order_by()
    ours = Membership.objects.filter(person=OuterRef("person"), community=OuterRef("meeting__community"))
    standing = JointMeeting.objects.standing().filter(meeting=OuterRef("meeting"))
    theirs = standing.filter(community__memberships__person=OuterRef("person"))
    host = lines.filter(meeting__community_id__in=communities).exclude(~Exists(ours) & Exists(theirs))
    rows = list(host.values_list("meeting__community_id").annotate(number=Count("pk")))
    visitors = Q(meeting__joint__in=JointMeeting.objects.standing().filter(community_id__in=communities))
    same = Q(person__memberships__community=F("meeting__joint__community"))
    twin = lines.filter(visitors, same).exclude(Exists(ours))
    return rows + list(twin.values_list("meeting__joint__community_id").annotate(number=Count("pk", distinct=True)))


def _counted(communities: Collection[int], year: int) -> QuerySet[CountedLine, Any]:
    """Counted lines are the host's."""
    rows = CountedLine.objects.filter(meeting__in=held(year), meeting__community_id__in=communities).order_by()
    return rows.values_list("meeting__community_id", "unit", "precision").annotate(number=Sum("value"))


def _commitments(communities: Collection[int], year: int, today: date) -> QuerySet[Commitment, Any]:
    """Of what was promised for a day of this year that has come: how many were kept."""
    rows = Commitment.objects.filter(community_id__in=communities, due__year=year).order_by()
    due = Q(due__lte=today) | Q(state=CommitmentState.DONE)
    kept = Count("pk", filter=Q(state=CommitmentState.DONE))
    return rows.values_list("community_id").annotate(kept=kept, due_now=Count("pk", filter=due))
