"""What is outdated, missing, in draft or to review, over the communities where the reader translates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import chain

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.commitments.models import Commitment
from palabre.commitments.rules import visible_commitments
from palabre.communities.choices import Role
from palabre.communities.models import Community
from palabre.communities.rules import standing, visible_communities
from palabre.desk.queries.gaps import URGENCY, Gap
from palabre.desk.queries.translations_calls import drafted_in, gaps_in_calls
from palabre.desk.queries.translations_groups import gaps_in_decisions, gaps_in_groups, written_in
from palabre.languages.models import Translatable
from palabre.languages.queries import ORDER, State, load_halves, pair, weakest
from palabre.meetings.choices import MeetingState
from palabre.meetings.models import AgendaItem, Meeting, RecordedDecision, Segment
from palabre.meetings.rules import LEADS, visible_meetings
from palabre.people.models import Person

LOOKED_BACK = timedelta(days=365)
MOST_MEETINGS, MOST_COMMITMENTS, SHOWN = 60, 100, 25


@dataclass(frozen=True, slots=True)
class Group:
    """The gaps of one state: the first ones, and how many in all."""

    state: State
    gaps: list[Gap]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.gaps)


@dataclass(frozen=True, slots=True)
class Desk:
    """`translates`: the reader may translate somewhere."""

    translates: bool
    groups: list[Group] = field(default_factory=list)


def translation_desk(reader: Person, only: Community | None = None) -> Desk:
    """Everything to translate or review, in one community or all, the outdated first; in a fixed number of queries."""
    communities = _translated_communities(reader, only)
    if not communities:
        return Desk(translates=False)
    meetings = _meetings(reader, communities)
    items, said = _agendas(meetings), _said(meetings)
    rows = visible_commitments(reader).still_open()  # type: ignore[attr-defined]
    commitments = list(rows.filter(community__in=communities).order_by("due", "pk")[:MOST_COMMITMENTS])
    parts = chain.from_iterable((*items.values(), *said.values()))
    written, drafted = written_in(reader, communities), drafted_in(reader, communities)
    load_halves([*communities.values(), *meetings, *parts, *commitments, *written.things(), *drafted.things()])
    gaps = chain(
        _of_communities(communities.values()),
        _of_meetings(meetings, communities, items, said),
        _of_commitments(commitments, communities),
        gaps_in_groups(reader, written, communities),
        gaps_in_decisions(written, communities),
        gaps_in_calls(drafted, communities),
    )
    return Desk(translates=True, groups=_grouped(gaps))


def _translated_communities(reader: Person, only: Community | None) -> dict[int, Community]:
    """Those where the reader may write the other half, and which want both languages."""
    rows = visible_communities(reader).filter(pk__in=translated_ids(reader), needs_both_languages=True)
    found: dict[int, Community] = (rows.filter(pk=only.pk) if only else rows).in_bulk()
    return found


def translated_ids(reader: Person) -> list[int]:
    """The keys of the communities where the reader may write the other half; asks nothing more than her standing."""
    known = standing(reader)
    return [pk for pk in known.community_ids() if known.roles(pk) & {Role.TRANSLATOR, *LEADS}]


def _meetings(reader: Person, communities: Iterable[int]) -> list[Meeting]:
    """The latest ones of the year, and those ahead."""
    rows = visible_meetings(reader).filter(community__in=list(communities))
    recent = rows.filter(starts_at__gte=timezone.now() - LOOKED_BACK).exclude(state=MeetingState.CANCELLED)
    return list(recent.order_by("-starts_at", "-pk")[:MOST_MEETINGS])


def _agendas(meetings: list[Meeting]) -> dict[int, list[Translatable]]:
    """The points of each meeting."""
    found: dict[int, list[Translatable]] = defaultdict(list)
    for item in AgendaItem.objects.filter(meeting__in=meetings):
        found[item.meeting_id].append(item)
    return found


def _said(meetings: list[Meeting]) -> dict[int, list[Translatable]]:
    """The passages and decisions of the minutes of each meeting."""
    found: dict[int, list[Translatable]] = defaultdict(list)
    for segment in Segment.objects.filter(minutes__meeting__in=meetings).select_related("minutes"):
        found[segment.minutes.meeting_id].append(segment)
    decisions = RecordedDecision.objects.filter(segment__minutes__meeting__in=meetings)
    for decision in decisions.select_related("segment__minutes"):
        found[decision.segment.minutes.meeting_id].append(decision)
    return found


def _of_communities(communities: Iterable[Community]) -> Iterator[Gap]:
    for one in communities:
        url = reverse("communities:about", args=[one.public_id])
        yield Gap(_("Presentation of the community"), one, "name", one, url, pair(one))


def _of_meetings(
    meetings: Iterable[Meeting],
    communities: dict[int, Community],
    items: dict[int, list[Translatable]],
    said: dict[int, list[Translatable]],
) -> Iterator[Gap]:
    for one in meetings:
        where, page = communities[one.community_id], [one.public_id]
        agenda = weakest(pair(thing) for thing in (one, *items.get(one.pk, [])))
        yield Gap(_("Agenda"), one, "title", where, reverse("meetings:translation", args=page), agenda, one.starts_at)
        if one.pk in said:
            minutes = weakest(pair(thing) for thing in said[one.pk])
            yield Gap(_("Minutes"), one, "title", where, reverse("meetings:minutes", args=page), minutes, one.starts_at)


def _of_commitments(commitments: Iterable[Commitment], communities: dict[int, Community]) -> Iterator[Gap]:
    for one in commitments:
        url = reverse("commitments:translation", args=[one.public_id])
        yield Gap(_("Commitment"), one, "text", communities[one.community_id], url, pair(one))


def _grouped(gaps: Iterable[Gap]) -> list[Group]:
    by_state: dict[State, list[Gap]] = {state: [] for state in ORDER}
    for gap in gaps:
        by_state[gap.state].append(gap)
    return [Group(state, by_state[state][:SHOWN], len(by_state[state])) for state in URGENCY if by_state[state]]
