"""Results and records that communities share: the meetings of a year, and approved minutes to read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from palabre.commitments.choices import CommitmentState
from palabre.communities.choices import Sharing
from palabre.communities.models import Community
from palabre.communities.rules.sharing import shared_below
from palabre.desk.queries.network_figures import held
from palabre.kit.masking import THRESHOLD, masked
from palabre.languages.choices import LANGUAGES
from palabre.meetings.choices import Audience, MinutesState, Unit
from palabre.meetings.models import Attendance, CountedLine, Meeting, TakenCommitment
from palabre.meetings.models.attendance import TOOK_PART
from palabre.meetings.queries.counting import with_minutes
from palabre.meetings.queries.minutes import Row, row_of
from palabre.meetings.rules import Whole, load_whole

Meetings = QuerySet[Meeting]


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """One meeting with its figures. `named` is None where fewer than five came; `languages`: those of its minutes."""

    meeting: Meeting
    named: int | None
    counted: tuple[CountedLine, ...]
    taken: int
    kept: int
    languages: tuple[str, ...]

    @property
    def lines(self) -> list[tuple[CountedLine, bool]]:
        """The counted lines, and whether each may be read: four people or fewer are not."""
        return [(line, line.unit != Unit.PEOPLE or not 0 < line.value < THRESHOLD) for line in self.counted]


def meetings_of(results: Collection[int], records: Collection[int], year: int) -> dict[int, list[MeetingRow]]:
    """Of each community that shares results, its own meetings of the year, the latest first. Three queries.

    What a working group or its leads hold stays inside (DOMAIN.md §4.1 level 2).
    """
    open_ = held(year).filter(community_id__in=results, audience__in=Audience.open())
    rows = with_minutes(_with_figures(open_)).select_related("community")
    meetings = list(rows.order_by("-starts_at", "-pk"))
    lines: dict[int, list[CountedLine]] = defaultdict(list)
    for line in CountedLine.objects.filter(meeting__in=[one.pk for one in meetings]).order_by("pk"):
        lines[line.meeting_id].append(line)
    found: dict[int, list[MeetingRow]] = defaultdict(list)
    named = _named(meetings)
    for one in meetings:
        languages = approved_in(one) if one.community_id in records else ()
        figures = (named[one.pk], tuple(lines[one.pk]), one.taken_number, one.kept_number)  # type: ignore[attr-defined]
        found[one.community_id].append(MeetingRow(one, *figures, languages))
    return found


def _named(meetings: list[Meeting]) -> dict[int, int | None]:
    """How many came by name to each, the small numbers of each community hidden."""
    cells: dict[int, dict[int, int]] = defaultdict(dict)
    for one in meetings:
        cells[one.community_id][one.pk] = one.named  # type: ignore[attr-defined]
    return {pk: value for group in cells.values() for pk, value in without_small(group).items()}


def without_small(cells: Mapping[int, int]) -> dict[int, int | None]:
    """Numbers of people below five hidden, and one beside them, so that no subtraction from their sum gives them back."""
    shown = masked(
        {str(pk): value for pk, value in cells.items()}, sum(cells.values()), [str(pk) for pk in sorted(cells)]
    )
    return {pk: shown.get(str(pk)) if value else 0 for pk, value in cells.items()}


def _with_figures(rows: Meetings) -> Meetings:
    came = Attendance.objects.filter(meeting=OuterRef("pk"), presence__in=TOOK_PART)
    taken = TakenCommitment.objects.filter(meeting=OuterRef("pk"))
    kept = taken.filter(commitment__state=CommitmentState.DONE)
    return rows.annotate(named=_number(came), taken_number=_number(taken), kept_number=_number(kept))


def _number(rows: Any) -> Coalesce:
    counted = rows.order_by().values("meeting").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def approved_in(meeting: Any) -> tuple[str, ...]:
    """The languages of minutes that may leave: approved, not outdated, and both where the community needs both."""
    states = {"fr": meeting.minutes_fr, "en": meeting.minutes_en}
    found = tuple(language for language in LANGUAGES if states[language] == MinutesState.APPROVED)
    both = meeting.community.needs_both_languages
    return found if len(found) == len(LANGUAGES) or (found and not both) else ()


@dataclass(frozen=True, slots=True)
class SharedMinutes:
    """Approved minutes as the network reads them: words only, no names."""

    community: Community
    meeting: Meeting
    whole: Whole
    rows: tuple[Row, ...]
    languages: tuple[str, ...]


def shared_minutes(parent: Community, meeting_id: str) -> SharedMinutes | None:
    """The minutes of a community below that shares its records with this network; None for all others."""
    records = [one.community_id for one in shared_below([parent.pk]) if one.level == Sharing.RECORDS]
    rows = with_minutes(
        Meeting.objects.filter(community_id__in=records, public_id=meeting_id, audience__in=Audience.open())
    )
    meeting = rows.filter(~Q(minutes=None)).select_related("community", "minutes").first()
    languages = approved_in(meeting) if meeting else ()
    if meeting is None or not languages:
        return None
    meeting.minutes.meeting = meeting
    whole = load_whole(meeting.minutes)
    return SharedMinutes(
        meeting.community, meeting, whole, tuple(row_of(whole, passage) for passage in whole.passages), languages
    )
