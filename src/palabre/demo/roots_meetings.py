"""Chapter three: twelve plenaries, thirty-six group meetings and six check-ins are planned for the year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from palabre.demo import roots_talks
from palabre.demo.networks import on
from palabre.demo.river import Both
from palabre.demo.roots_founding import Roots
from palabre.demo.roots_groups import fresh_person, groups_of, people_of
from palabre.demo.roots_people import ZONE
from palabre.demo.roots_talks import Talk
from palabre.demo.stage import Stage
from palabre.groups.models import WorkingGroup
from palabre.meetings.actions.planning import Frame, When, plan_meeting, plan_series
from palabre.meetings.actions.translation import approve_titles
from palabre.meetings.models import Meeting
from palabre.people.models import Person

LINK = "https://salle.example/racines"
PACE = (2, 4, 6)
# the fifth of twelve months is behind and the sixth ahead, whatever day it is today
BEHIND = timedelta(days=134)
CHECKED = (-75, -15, 45, 105, 165, 225)
WEEKDAYS = (3, 0, 1, 2)  # plenaries on Thursdays, each group on a day of its own
FRIDAY = 4


class Ends(NamedTuple):
    """How far the minutes of a meeting have come: languages approved, passages not translated yet."""

    approved: tuple[str, ...] = ("fr", "en")
    missing: int = 0


@dataclass(slots=True)
class Round:
    """A circle that meets again and again: who leads it, what it talks about, where its minutes are not complete."""

    stage: Stage
    kind: str
    title: Both
    talks: Sequence[Talk]
    present: int
    group: WorkingGroup | None = None
    ends: dict[int, Ends] = field(default_factory=dict)
    meetings: list[Meeting] = field(default_factory=list)

    def day(self, number: int) -> date:
        return self.meetings[number].starts_at.date()


def plan_meetings(stage: Roots, today: date) -> list[Round]:
    """As soon as the groups stand: one series for all, one for each group, and a check-in every two months."""
    rounds = [_plenaries(stage), *_of_groups(stage), _of_leads(stage)]
    with on(stage.begun + timedelta(days=142)):
        for one, weekday in zip(rounds[:-1], WEEKDAYS, strict=True):
            latest = today - BEHIND
            one.meetings = _series(one, latest - timedelta(days=(latest.weekday() - weekday) % 7))
        days = [today + timedelta(days=number) for number in CHECKED]
        rounds[-1].meetings = [
            _check_in(rounds[-1], day + timedelta(days=(FRIDAY - day.weekday()) % 7)) for day in days
        ]
        for one in rounds:
            for meeting in one.meetings:
                approve_titles(actor=fresh_person(one.stage.second), meeting=meeting)
    return rounds


def _plenaries(stage: Roots) -> Round:
    """The English of the last one is still short of a passage."""
    scene = _scene(stage, stage.who("roots-facilitator"))
    return Round(
        scene, "plenary", roots_talks.PLENARY, roots_talks.PLENARIES, present=14, ends={4: Ends(("fr",), missing=1)}
    )


def _of_groups(stage: Roots) -> list[Round]:
    """Each is led by whoever leads the group; the last minutes of the second one wait for everything."""
    rounds = []
    for number, group in enumerate(groups_of(stage)):
        scene = _scene(stage, people_of(group)[0])
        ends = {4: Ends((), missing=3)} if number == 1 else {}
        rounds.append(Round(scene, "group", roots_talks.GROUP, roots_talks.GROUPS[number], 5, group, ends))
    return rounds


def _of_leads(stage: Roots) -> Round:
    """The last one is approved in French alone."""
    scene = _scene(stage, stage.who("roots-mel"))
    ends = {1: Ends(("fr",), missing=3)}
    return Round(scene, "mel", roots_talks.CHECK_IN, roots_talks.CHECK_INS, present=5, ends=ends)


def _scene(stage: Roots, lead: Person) -> Stage:
    """The coordination reads and approves what somebody else leads and writes."""
    return Stage(stage.community, ZONE, lead, stage.cast["roots-coordinator"], {"lead": lead}, pace=PACE)


def _frame(one: Round, day: date) -> Frame:
    start = datetime.combine(day, time(15 if one.kind == "plenary" else 16), tzinfo=UTC)
    return Frame(
        kind=one.kind, title=one.title.fr, other_title=one.title.en, mode="online", link=LINK, place_hidden=True,
        when=When(starts_at=start, ends_at=start + timedelta(minutes=90), zone=ZONE), facilitators=[one.stage.lead],
        group=one.group,
    )  # fmt: skip


def _series(one: Round, first: date) -> list[Meeting]:
    return plan_series(
        actor=fresh_person(one.stage.lead), community=one.stage.community, frame=_frame(one, first),
        rhythm="monthly_day", until=first + timedelta(days=345),
    )  # fmt: skip


def _check_in(one: Round, day: date) -> Meeting:
    return plan_meeting(actor=fresh_person(one.stage.lead), community=one.stage.community, frame=_frame(one, day))
