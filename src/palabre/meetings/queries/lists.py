"""Lists of meetings: of one community, and what comes next for one person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from palabre.communities.models import Community
from palabre.groups.models import WorkingGroup
from palabre.groups.rules.circles import visible_groups
from palabre.kit.dates import long_date
from palabre.kit.paging import Slice, page_of
from palabre.kit.verdict import Verdict
from palabre.languages.models import Translatable
from palabre.languages.queries import load_halves
from palabre.meetings.choices import Audience, MeetingKind, MeetingState
from palabre.meetings.models import Meeting
from palabre.meetings.queries.clocks import Clocks, clocks
from palabre.meetings.queries.counting import add_answers, with_minutes, with_my_reply
from palabre.meetings.queries.meeting import minutes_state, my_reply
from palabre.meetings.rules import can_reply, can_see_place, invited_meetings, of_community, visible_meetings
from palabre.people.models import Person

A_MONTH = timedelta(days=45)


@dataclass(frozen=True, slots=True)
class Line:
    """One meeting of a list; `answer` is the reader's own, `minutes` as `minutes_state` says; `host` if a twin is."""

    meeting: Meeting
    clocks: Clocks
    answer: str
    minutes: str
    host: Community | None = None


@dataclass(frozen=True, slots=True)
class MeetingList:
    lines: list[Line]
    slice: Slice[Meeting]
    past: bool
    group: WorkingGroup | None


def meetings_list(actor: Person, community: Community, asked: Mapping[str, Any]) -> MeetingList:
    """The meetings to come, soonest first; with `?when=past` those that are over, latest first. Three queries.

    `?group=`: of one group, with one query more.
    """
    past, group = asked.get("when") == "past", _group(actor, community, str(asked.get("group", "")))
    now = timezone.now()
    rows = visible_meetings(actor).filter(of_community(community)).select_related("community", "group")
    rows = rows.filter(group=group) if group else rows
    rows = rows.filter(ends_at__lt=now) if past else rows.filter(ends_at__gte=now)
    found = page_of(with_minutes(with_my_reply(rows, actor.pk)), asked, by="-starts_at" if past else "starts_at")
    hosts = [one.community for one in found.items if one.community_id != community.pk]
    groups = [group, *(one.group for one in found.items)]
    load_halves([*found.items, *hosts, *(one for one in groups if one is not None)])
    lines = [
        Line(
            one,
            clocks(one, actor.zone),
            _answer(one),
            minutes_state(one),
            one.community if one.community in hosts else None,
        )
        for one in found.items
    ]
    return MeetingList(lines, found, past, group)


def _group(actor: Person, community: Community, public_id: str) -> WorkingGroup | None:
    return visible_groups(actor).filter(community=community, public_id=public_id).first() if public_id else None


@dataclass(frozen=True, slots=True)
class NextMeeting:
    """What a person's day or a community's home says first. `place` is the verdict on showing place and link."""

    meeting: Meeting
    clocks: Clocks
    answer: str
    place: Verdict
    reply: Verdict
    replies: int
    invited: int


def next_meeting(
    actor: Person, *, community: Community | None = None, beside: Iterable[Translatable] = ()
) -> NextMeeting | None:
    """The soonest meeting to which the actor is invited, here or everywhere. Three queries.

    `beside`: other things of the page, whose halves are read by the way.
    """
    rows = invited_meetings(actor).ahead()  # type: ignore[attr-defined]
    if community is not None:
        rows = rows.filter(of_community(community))
    found = next(iter(rows.select_related("community").order_by("starts_at", "pk")[:1]), None)
    load_halves([*beside, *([found, found.community] if found else [])])
    return _next(actor, found) if found else None


def _next(actor: Person, meeting: Any) -> NextMeeting:
    add_answers(actor, meeting)
    return NextMeeting(
        meeting=meeting,
        clocks=clocks(meeting, actor.zone),
        answer=_answer(meeting),
        place=can_see_place(actor, meeting, my_reply(meeting)),
        reply=can_reply(actor, meeting),
        replies=meeting.coming + meeting.by_distance + meeting.not_coming,
        invited=meeting.members if meeting.audience == Audience.EVERYONE else 0,
    )


def _answer(meeting: Any) -> str:
    return str(meeting.my_answer)


def rhythm_warning(community: Community, meeting: Meeting) -> str:
    """A sentence when a group meeting or plenary leaves the monthly rhythm (INV-21), otherwise nothing."""
    if meeting.kind not in (MeetingKind.GROUP, MeetingKind.PLENARY):
        return ""
    others = _same_kind(community, meeting)
    start = meeting.local_start
    month = others.filter(starts_at__gte=meeting.starts_at - A_MONTH, starts_at__lte=meeting.starts_at + A_MONTH)
    days = [one.local_start.date() for one in month]
    same = [day for day in days if (day.year, day.month) == (start.year, start.month)]
    if same:
        return _("There is already such a meeting that month, on %(day)s. The rhythm is one a month.") % {
            "day": long_date(same[0])
        }
    before = others.filter(starts_at__lt=meeting.starts_at).order_by("-starts_at").first()
    if before is not None and meeting.starts_at - before.starts_at > A_MONTH:
        return _("The one before is on %(day)s, more than a month earlier. The rhythm is one a month.") % {
            "day": long_date(before.local_start.date())
        }
    return ""


def _same_kind(community: Community, meeting: Meeting) -> QuerySet[Meeting]:
    rows = Meeting.objects.filter(community=community, kind=meeting.kind, group_id=meeting.group_id)
    rows = rows.exclude(state=MeetingState.CANCELLED)
    return rows.exclude(pk=meeting.pk).order_by("starts_at")
