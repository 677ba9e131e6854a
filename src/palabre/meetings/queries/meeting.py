"""The page of one meeting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, F, IntegerField, Prefetch, Value, When
from django.utils import timezone

from palabre.commitments.models import STILL_OPEN, Commitment
from palabre.commitments.queries import owned_in
from palabre.communities.models import Community
from palabre.communities.queries import known_as
from palabre.groups.models import CheckIn
from palabre.groups.queries.checkins import check_in_of_meeting
from palabre.kit.verdict import Verdict
from palabre.languages.queries import load_halves
from palabre.meetings.choices import Answer, MeetingKind, MeetingState, MinutesState
from palabre.meetings.models import AgendaItem, CountedLine, Document, Meeting, Reply, TakenCommitment
from palabre.meetings.queries.agenda import Agenda, agenda_of, read_items
from palabre.meetings.queries.attendance import Summary
from palabre.meetings.queries.clocks import Clocks, clocks
from palabre.meetings.queries.counting import add_figures
from palabre.meetings.queries.joint import name_both_sides, together
from palabre.meetings.rules import (
    can_add_document,
    can_cancel_meeting,
    can_change_agenda,
    can_edit_meeting,
    can_hold_meeting,
    can_invite_guest,
    can_move_meeting,
    can_open_joint,
    can_publish_agenda,
    can_record_attendance,
    can_reply,
    can_see_names,
    can_see_place,
    can_see_replies,
    can_start_minutes,
    can_translate,
    possible_answers,
    visible_meetings,
)
from palabre.people.models import Person

SHOWN_COMMITMENTS = 5
VERBS = {
    "edit": can_edit_meeting,
    "agenda": can_change_agenda,
    "move": can_move_meeting,
    "cancel": can_cancel_meeting,
    "publish": can_publish_agenda,
    "hold": can_hold_meeting,
    "reply": can_reply,
    "replies": can_see_replies,
    "invite": can_invite_guest,
    "documents": can_add_document,
    "translate": can_translate,
    "attendance": can_record_attendance,
    "open": can_open_joint,
    "minutes": can_start_minutes,
}


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as the page lists it; `size` in bytes."""

    public_id: str
    title: str
    language: str
    kind: str
    size: int


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """Everything the page shows to this reader."""

    meeting: Meeting
    clocks: Clocks
    facilitators: list[str]
    place: Verdict
    agenda: Agenda
    papers: list[Paper]
    summary: Summary | None
    taken: list[Commitment]
    together: list[Community]
    check_in: CheckIn | None
    can: dict[str, Verdict]

    @property
    def agenda_shown(self) -> bool:
        """Before it is published, the agenda is for those who prepare it."""
        return self.meeting.state != MeetingState.PLANNED or bool(self.can["agenda"] or self.can["translate"])

    @property
    def leads(self) -> bool:
        return bool(self.can["replies"])

    @property
    def begun(self) -> bool:
        return self.meeting.has_happened or self.meeting.starts_at <= timezone.now()

    @property
    def asks(self) -> bool:
        """Whether it is still time to say that one comes."""
        return self.meeting.is_ahead and self.meeting.ends_at > timezone.now()


def meetings_with_agenda(actor: Person) -> Any:
    """The meetings that the actor sees, with their points in order."""
    items = AgendaItem.objects.select_related("owner").order_by("position", "pk")
    return visible_meetings(actor).select_related("community", "group").prefetch_related(Prefetch("items", items))


def meeting_page(actor: Person, meeting: Meeting) -> MeetingPage:
    """Prepare the page of a meeting that `meetings_with_agenda` found. At most four more queries."""
    add_figures(actor, meeting)
    items = read_items(meeting)
    taken = _taken(meeting)
    groups = [meeting.group] if meeting.group is not None else []
    load_halves([meeting, meeting.community, *groups, *items, *taken])
    seen = clocks(meeting, actor.zone)
    facilitators, papers, counted = _beside(meeting)
    return MeetingPage(
        meeting=meeting,
        clocks=seen,
        facilitators=facilitators,
        place=can_see_place(actor, meeting, my_reply(meeting)),
        agenda=agenda_of(meeting, items, seen.zone),
        papers=papers,
        summary=_summary(actor, meeting, counted) if meeting.has_happened or counted else None,
        taken=taken,
        together=together(meeting),
        check_in=check_in_of_meeting(actor, meeting.pk) if meeting.kind == MeetingKind.MEL else None,
        can={name: rule(actor, meeting) for name, rule in VERBS.items()},
    )


def my_reply(meeting: Any) -> Reply | None:
    """The actor's own answer, from the row."""
    return Reply(meeting=meeting, answer=meeting.my_answer, needs=meeting.my_needs) if meeting.my_answer else None


def minutes_state(meeting: Any) -> str:
    """`""` none yet, `draft`, `proposed` (somebody is asked to approve) or `complete` (both languages approved)."""
    states = {meeting.minutes_fr, meeting.minutes_en}
    if states == {MinutesState.APPROVED}:
        return "complete"
    if MinutesState.PROPOSED in states:
        return "proposed"
    return "draft" if states - {""} else ""


def _taken(meeting: Any) -> list[Commitment]:
    """What was promised there: still open first, so that late ones lead."""
    if not meeting.taken_number:
        return []
    rows = TakenCommitment.objects.filter(meeting=meeting).select_related(
        "commitment__person", "commitment__organisation"
    )
    closed = Case(When(commitment__state__in=STILL_OPEN, then=0), default=1)
    name_both_sides(meeting)
    found = [row.commitment for row in rows.order_by(closed, "commitment__due", "pk")[:SHOWN_COMMITMENTS]]
    return owned_in(meeting.community, found)


def _summary(actor: Person, meeting: Any, counted: list[CountedLine]) -> Summary:
    return Summary(
        counted=counted,
        present=meeting.present,
        remote=meeting.remote,
        organisations=meeting.organisations,
        all_organisations=meeting.all_organisations,
        sees_names=bool(can_see_names(actor, meeting)),
    )


def _beside(meeting: Meeting) -> tuple[list[str], list[Paper], list[CountedLine]]:
    """What stands beside the agenda, in one query: three short lists brought to the same columns."""
    text, whole = Value("", CharField()), Value(0, IntegerField())
    columns = ("what", "pk", "a", "b", "c", "d", "n")
    people = meeting.facilitators.annotate(
        what=Value("f"), a=known_as("pk", meeting.community_id), b=text, c=text, d=text, n=whole
    ).values_list(*columns)
    papers = Document.objects.filter(meeting=meeting).annotate(
        what=Value("p"), a=F("public_id"), b=F("title"), c=F("language"), d=F("file__kind"), n=F("file__size")
    )
    lines = CountedLine.objects.filter(meeting=meeting).annotate(
        what=Value("l"), a=F("label"), b=F("unit"), c=F("precision"), d=F("note"), n=F("value")
    )
    found = sorted(people.union(papers.values_list(*columns), lines.values_list(*columns), all=True))
    return (
        [a for what, _pk, a, *_ in found if what == "f"],
        [Paper(a, b, c, d, n) for what, _pk, a, b, c, d, n in found if what == "p"],
        [
            CountedLine(pk=pk, meeting=meeting, label=a, unit=b, precision=c, note=d, value=n)
            for what, pk, a, b, c, d, n in found
            if what == "l"
        ],
    )


def answer_choices(meeting: Meeting, said: str | None = None) -> list[tuple[str, Any, str]]:
    """The answers that fit this meeting, as buttons: value, label, drawing. `said` is the one already given."""
    drawings = {Answer.YES: "check", Answer.REMOTE: "phone", Answer.NO: "cross"}
    return [(answer.value, answer.label, drawings[answer]) for answer in possible_answers(meeting, said or "")]
