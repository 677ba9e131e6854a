"""The home of a community."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from palabre.commitments.models import Commitment
from palabre.commitments.queries import open_for
from palabre.communities.choices import RiskProfile
from palabre.communities.models import Community, Membership
from palabre.communities.queries.news import Piece, latest_news
from palabre.communities.rules import visible_communities
from palabre.kit.verdict import Verdict
from palabre.languages.queries import State
from palabre.meetings.choices import MinutesState
from palabre.meetings.models import Meeting
from palabre.meetings.queries.counting import OUTDATED, with_minutes
from palabre.meetings.queries.lists import NextMeeting, next_meeting
from palabre.meetings.rules import can_plan_meeting, of_community, visible_meetings
from palabre.notices.queries import mail_is_late
from palabre.notices.rules import can_see_mail
from palabre.people.models import Person

MINUTES_SHOWN, COMMITMENTS_SHOWN, ORGANISATIONS_SHOWN = 3, 5, 6


@dataclass(frozen=True, slots=True)
class Presence:
    """How many people each organisation sends; `alone` are there in their own name."""

    rows: list[tuple[str, int]]
    alone: int

    @property
    def first(self) -> list[tuple[str, int]]:
        return self.rows[:ORGANISATIONS_SHOWN]

    @property
    def rest(self) -> list[tuple[str, int]]:
        return self.rows[ORGANISATIONS_SHOWN:]


@dataclass(frozen=True, slots=True)
class HeldMeeting:
    """A meeting that took place and where its minutes stand in both languages."""

    meeting: Meeting
    pair: list[tuple[str, State]]


@dataclass(frozen=True, slots=True)
class Home:
    """What the home of a community shows to one reader."""

    next: NextMeeting | None
    shows_people: bool
    minutes: list[HeldMeeting]
    commitments: list[Commitment]
    presence: Presence | None
    above: Community | None
    below: list[Community]
    mail_is_late: bool
    can_plan: Verdict
    news: list[Piece]


def community_home(reader: Person, community: Community) -> Home:
    """Everything of the home, in a fixed number of queries. In elevated or high risk, nothing about people."""
    around = list(_around(reader, community))
    held, commitments = latest_minutes(reader, community), open_for(reader, community, COMMITMENTS_SHOWN)
    news = latest_news(reader, community)
    told = [one for piece in news for one in (piece.news, piece.news.community)]
    open_about_people = community.risk == RiskProfile.STANDARD
    return Home(
        next=next_meeting(reader, community=community, beside=[community, *around, *held, *commitments, *told]),
        shows_people=open_about_people,
        minutes=[HeldMeeting(meeting, _pair(meeting)) for meeting in held],
        commitments=commitments,
        presence=presence(community) if open_about_people else None,
        above=next((one for one in around if one.pk == community.parent_id), None),
        below=[one for one in around if one.pk != community.parent_id],
        mail_is_late=bool(can_see_mail(reader, community)) and mail_is_late(community),
        can_plan=can_plan_meeting(reader, community),
        news=news,
    )


def _around(reader: Person, community: Community) -> list[Community]:
    """The community above and those below, as far as the reader sees them."""
    seen = visible_communities(reader)
    near = seen.filter(parent=community) | seen.filter(pk=community.parent_id or 0)
    return list(near.order_by("name", "pk"))


def latest_minutes(reader: Person, community: Community) -> list[Meeting]:
    """The last meetings whose minutes have begun, each with `minutes_fr` and `minutes_en`."""
    held = visible_meetings(reader).filter(of_community(community), minutes__isnull=False)
    return list(with_minutes(held).order_by("-starts_at", "-pk")[:MINUTES_SHOWN])


def _pair(meeting: Any) -> list[tuple[str, State]]:
    return [("fr", _state(meeting.minutes_fr)), ("en", _state(meeting.minutes_en))]


def _state(state: str) -> State:
    """The state of minutes in the words of the pair."""
    if state == MinutesState.APPROVED:
        return "approved"
    if state == OUTDATED:
        return "outdated"
    if state in (MinutesState.PROPOSED, MinutesState.AMENDED):
        return "in_review"
    return "draft" if state else "missing"


def presence(community: Community) -> Presence:
    """Active members counted by organisation. One query."""
    members = Membership.objects.active().filter(community=community)
    rows = list(
        members.values_list("organisation__name").annotate(number=Count("pk")).order_by("-number", "organisation__name")
    )
    return Presence(
        rows=[(name, number) for name, number in rows if name],
        alone=sum(number for name, number in rows if not name),
    )
