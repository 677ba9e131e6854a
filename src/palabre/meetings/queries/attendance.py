"""The attendance sheet, the figures without names, and what the meeting page says of both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, OuterRef, Q, QuerySet, Subquery, When
from django.utils.translation import gettext

from palabre.communities.choices import Level
from palabre.communities.models import Membership, RoleGrant
from palabre.communities.queries import called, local_id
from palabre.kit.folding import folded
from palabre.meetings.choices import Answer, AttendeeKind, Audience, Presence
from palabre.meetings.models import Attendance, CountedLine, Guest, Meeting, Reply
from palabre.meetings.models.attendance import TOOK_PART
from palabre.meetings.queries.joint import name_both_sides
from palabre.meetings.rules import LEADS, can_see_names, joined, sides, visible_counted_lines
from palabre.meetings.rules.circles import called_people
from palabre.people.models import Person

JUMPED_FROM = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the sheet: somebody expected, or noted, or both. `key` names it in the form."""

    key: str
    name: str
    kind: str
    organisation: str = ""
    organisation_id: int | None = None
    reply: str = ""
    person_id: int | None = None
    guest_id: int | None = None
    noted: Attendance | None = None

    @property
    def presence(self) -> str:
        return self.noted.presence if self.noted else ""

    @property
    def said(self) -> str:
        """What was answered to the invitation, as its label."""
        return str(Answer(self.reply).label) if self.reply else ""


def sheet_rows(meeting: Meeting) -> list[Row]:
    """Everybody invited with her reply, and everybody noted besides, by name. Four queries."""
    noted = list(meeting.attendances.select_related("person", "organisation"))
    of_person = {line.person_id: line for line in noted if line.person_id}
    of_guest = {line.guest_id: line for line in noted if line.guest_id}
    rows = [_member_row(meeting, person, of_person.pop(person.pk, None)) for person in expected_people(meeting)]
    rows += [_guest_row(guest, of_guest.pop(guest.pk, None)) for guest in _guests(meeting)]
    alone = [line for line in noted if not line.person_id and not line.guest_id]
    rows += [_noted_row(meeting, line) for line in (*of_person.values(), *of_guest.values(), *alone)]
    return sorted(rows, key=lambda row: (folded(row.name), row.key))


def letters_of(rows: Sequence[Row]) -> list[tuple[str, str]]:
    """The first letters of a long list, each with the key of its first line: to jump there on a phone."""
    first: dict[str, str] = {}
    for row in rows if len(rows) > JUMPED_FROM else ():
        first.setdefault(folded(row.name)[:1].upper(), row.key)
    return list(first.items())


def invited_people(meeting: Meeting) -> QuerySet[Person]:
    """The audience of the meeting, on each side of it, with `organisation_id`, `organisation_name` and her `reply`."""
    expected = audience_on(meeting, sides(meeting))
    members = Membership.objects.inside().filter(community_id__in=sides(meeting))
    host_first = Case(When(community_id=meeting.community_id, then=0), default=1)
    here = members.filter(person=OuterRef("pk")).order_by(host_first, "pk")
    return Person.objects.filter(is_active=True, pk__in=expected).annotate(
        organisation_id=Subquery(here.values("organisation_id")[:1]),
        organisation_name=Subquery(here.values("organisation__name")[:1]),
        reply=Subquery(Reply.objects.filter(meeting=meeting, person=OuterRef("pk")).values("answer")[:1]),
    )


def expected_people(meeting: Meeting) -> QuerySet[Person]:
    """Whom those who prepare read by name: the host's audience; of a twin, only who has answered.

    What a twin's members are called, and that they are members, is not the host's business before that.
    """
    everybody = invited_people(meeting)
    if not joined(meeting):
        return everybody
    name_both_sides(meeting)
    hers = Q(pk__in=audience_on(meeting, [meeting.community_id]))
    return everybody.filter(hers | Q(pk__in=Reply.objects.filter(meeting=meeting).values("person_id")))


def audience_on(meeting: Meeting, communities: Sequence[int]) -> QuerySet[Any, Any]:
    """The keys of those invited on these sides of the meeting."""
    if meeting.is_apart:
        return called_people(meeting)
    members = Membership.objects.inside().filter(community_id__in=communities)
    roles = RoleGrant.objects.held().filter(community_id__in=communities, role__in=LEADS)
    audience = members.filter(level=Level.CORE) if meeting.audience == Audience.CORE else members
    return audience.values("person_id").union(roles.values("person_id"))


def _guests(meeting: Meeting) -> QuerySet[Guest]:
    answer = Reply.objects.filter(meeting=meeting, guest=OuterRef("pk")).values("answer")[:1]
    return meeting.guests.annotate(reply=Subquery(answer))


def _member_row(meeting: Meeting, person: Person, noted: Attendance | None) -> Row:
    return Row(
        key=f"m-{local_id(person, meeting.community)}",
        name=called(person, meeting.community),
        kind=AttendeeKind.MEMBER,
        organisation=(organisation_of(noted) if noted else "") or person.organisation_name or "",  # type: ignore[attr-defined]
        organisation_id=person.organisation_id,  # type: ignore[attr-defined]
        reply=person.reply or "",  # type: ignore[attr-defined]
        person_id=person.pk,
        noted=noted,
    )


def _guest_row(guest: Guest, noted: Attendance | None) -> Row:
    return Row(
        key=f"g-{guest.public_id}",
        name=guest.name,
        kind=AttendeeKind.GUEST,
        organisation=organisation_of(noted) if noted else "",
        reply=guest.reply or "",  # type: ignore[attr-defined]
        guest_id=guest.pk,
        noted=noted,
    )


def _noted_row(meeting: Meeting, line: Attendance) -> Row:
    house = organisation_of(line)
    return Row(key=f"a-{line.public_id}", name=name_of(line, meeting), kind=line.kind, organisation=house, noted=line)


def name_of(line: Attendance, meeting: Meeting) -> str:
    """The name as it is today, in the community of the meeting; of an account that was erased nothing is left."""
    if line.person_id and line.person is not None:
        name_both_sides(meeting)
        return called(line.person, meeting.community)
    return line.name or gettext("former member")


def organisation_of(line: Attendance) -> str:
    return line.organisation.name if line.organisation_id and line.organisation else line.organisation_label


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of each presence, and who has no mark yet."""

    present: int = 0
    remote: int = 0
    excused: int = 0
    absent: int = 0
    unmarked: int = 0


def tally(rows: Iterable[Row]) -> Tally:
    counts = dict.fromkeys([*Presence.values, ""], 0)
    for row in rows:
        counts[row.presence] += 1
    unmarked = counts.pop("")
    return Tally(unmarked=unmarked, **counts)


@dataclass(frozen=True, slots=True)
class Summary:
    """Who was there, in figures. People, organisations and counted lines stand beside each other, never added."""

    counted: list[CountedLine]
    present: int
    remote: int
    organisations: int
    all_organisations: int
    sees_names: bool

    @property
    def empty(self) -> bool:
        return not (self.counted or self.present or self.remote)


def attendance_summary(actor: Person, meeting: Meeting) -> Summary:
    """For `meetings/parts/attendance_summary.html`, with `meeting` beside it. Three queries."""
    counted = list(visible_counted_lines(actor).filter(meeting=meeting).order_by("pk"))
    came = meeting.attendances.filter(presence__in=TOOK_PART).order_by()
    rows = list(came.values_list("presence", "organisation_id").annotate(Count("pk")))
    by_presence = _by_presence(rows)
    there = {organisation for _presence, organisation, _n in rows} | {line.organisation_id for line in counted}
    members = Membership.objects.inside().filter(community_id__in=sides(meeting))
    everybody = set(members.exclude(organisation=None).order_by().values_list("organisation_id", flat=True).distinct())
    return Summary(
        counted=counted,
        present=by_presence[Presence.PRESENT],
        remote=by_presence[Presence.REMOTE],
        organisations=len(there & everybody),
        all_organisations=len(everybody),
        sees_names=bool(can_see_names(actor, meeting)),
    )


def _by_presence(rows: Iterable[tuple[str, int | None, int]]) -> Mapping[str, int]:
    counts: dict[str, int] = dict.fromkeys(TOOK_PART, 0)
    for presence, _organisation, number in rows:
        counts[presence] += number
    return counts
