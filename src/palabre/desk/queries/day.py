"""My day: the next meeting, what I promised, what is new."""

from __future__ import annotations

from dataclasses import dataclass

from palabre.calls.queries.assigned import files_waiting
from palabre.commitments.models import Commitment
from palabre.commitments.queries import promised_by
from palabre.communities.queries import mine_at_the_door
from palabre.communities.rules import is_keeper, standing
from palabre.decisions.models import Proposal
from palabre.decisions.queries.lists import to_speak_on
from palabre.desk.queries.translations import translated_ids
from palabre.kit.verdict import Text
from palabre.meetings.queries.lists import NextMeeting, next_meeting
from palabre.meetings.queries.meeting import answer_choices
from palabre.notices.queries import News, news_for
from palabre.people.models import Person

PROMISES_SHOWN, DECISIONS_SHOWN = 5, 5


@dataclass(frozen=True, slots=True)
class Day:
    """What my day shows.

    `to_speak`: where a circle waits for her word; `to_read`: how many applications a committee gave her to read.
    `more`: promises stand behind those shown; `belongs`: to some community; `keeps`: this site, and belongs nowhere;
    `asks`: to join, and belongs nowhere yet; `sign`: before she may answer; `translates`: somewhere; `choices`: the
    answers that can be given in one tap.
    """

    next: NextMeeting | None
    to_speak: list[Proposal]
    to_read: int
    promises: list[Commitment]
    more: bool
    news: list[News]
    belongs: bool
    keeps: bool
    asks: bool
    sign: bool
    translates: bool
    choices: list[tuple[str, Text, str]]


def read_day(reader: Person) -> Day:
    """Everything of my day, in the same number of queries whatever there is."""
    commitments = promised_by(reader, PROMISES_SHOWN + 1)
    ahead, belongs = next_meeting(reader), bool(standing(reader).community_ids())
    return Day(
        next=ahead,
        to_speak=to_speak_on(reader)[:DECISIONS_SHOWN],
        to_read=files_waiting(reader),
        promises=commitments[:PROMISES_SHOWN],
        more=len(commitments) > PROMISES_SHOWN,
        news=news_for(reader),
        belongs=belongs,
        keeps=not belongs and is_keeper(reader),
        asks=not belongs and bool(mine_at_the_door(reader).requests),
        sign=ahead is not None and ahead.meeting.community_id in standing(reader).unsigned,
        translates=bool(translated_ids(reader)),
        choices=answer_choices(ahead.meeting, ahead.answer) if ahead else [],
    )
