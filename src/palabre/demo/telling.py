"""What a held meeting leaves: who was there, the minutes in two languages, what was decided and promised."""

from __future__ import annotations

from datetime import date, timedelta

from palabre.commitments.actions.progress import begin_commitment, keep_commitment
from palabre.commitments.models import Commitment
from palabre.demo.river import Both, Gathering
from palabre.demo.river_forums import Forum, Promise
from palabre.demo.stage import Stage
from palabre.meetings.actions.attendance import note_attendance
from palabre.meetings.actions.figures import Count, add_figure
from palabre.meetings.actions.minutes import start_minutes, write_segment
from palabre.meetings.actions.minutes_flow import record_decision, take_commitment
from palabre.meetings.actions.minutes_states import approve_minutes, close_meeting, propose_minutes
from palabre.meetings.actions.minutes_translation import translate_segment
from palabre.meetings.actions.replies import reply
from palabre.meetings.models import Meeting, Minutes, Segment
from palabre.meetings.queries.attendance import sheet_rows
from palabre.people.models import Person

ANSWERS = ("yes", "yes", "remote", "yes", "no", "yes", "remote")


def answer(stage: Stage, meeting: Meeting, day: date, people: list[Person]) -> None:
    """Each answers in turn, as people do: most come, some by distance, some cannot."""
    online = meeting.mode == "online"
    with stage.on(day, 12):
        for number, person in enumerate(people):
            said = ANSWERS[number % len(ANSWERS)]
            reply(actor=person, meeting=meeting, answer="remote" if said == "yes" and online else said)


def note_present(stage: Stage, meeting: Meeting, number: int) -> None:
    """So many of the people expected were there; two sent word."""
    with stage.on(meeting.starts_at.date(), 17):
        rows = [row for row in sheet_rows(meeting) if row.person_id]
        there = "remote" if meeting.mode == "online" else "present"
        marks = {row.key: there for row in rows[:number]} | {row.key: "excused" for row in rows[number : number + 2]}
        note_attendance(actor=stage.lead, meeting=meeting, marks=marks)


def count_forum(stage: Stage, meeting: Meeting, forum: Forum) -> None:
    """The figure keeps its precision word; women are counted on the sheet, where it could be read."""
    with stage.on(meeting.starts_at.date(), 17):
        add_figure(
            actor=stage.lead,
            meeting=meeting,
            count=Count(
                label=forum.label.fr, value=forum.value, precision=forum.precision, note=forum.note,
                by_gender={"woman": forum.women, "man": forum.value - forum.women} if forum.women else {},
            ),
        )  # fmt: skip


def write_minutes(stage: Stage, meeting: Meeting, gathering: Gathering) -> Minutes:
    """The lead writes, some days later; breaks have no passage."""
    with stage.on(gathering.day + timedelta(days=stage.pace[0])):
        minutes = start_minutes(actor=stage.lead, meeting=meeting)
        said = {point.title.fr: point.said for point in gathering.points}
        for segment in passages(minutes):
            words = said.get(segment.title) or FOLLOWED
            write_segment(
                actor=stage.lead, segment=segment, title=segment.title, body=words.fr, base_version=segment.version
            )
    return minutes


FOLLOWED = Both(
    "Les engagements ouverts sont relus un par un ; chaque personne dit où elle en est.",
    "The open commitments are read one by one; each person says how far she is.",
)


def passages(minutes: Minutes) -> list[Segment]:
    return list(minutes.segments.order_by("position"))


def translate(stage: Stage, minutes: Minutes, gathering: Gathering, translator: Person, leave_out: int = 0) -> None:
    """The other half, passage by passage; the last ones may be left for later."""
    said = {point.title.fr: point for point in gathering.points}
    with stage.on(gathering.day + timedelta(days=stage.pace[1])):
        for segment in passages(minutes)[: len(passages(minutes)) - leave_out]:
            point = said.get(segment.title)
            title = point.title.en if point else "Follow-up of commitments"
            body = (point.said.en if point else FOLLOWED.en) or "To be completed with those who spoke."
            translate_segment(actor=translator, segment=segment, title=title, body=body)


def approve(stage: Stage, minutes: Minutes, gathering: Gathering, languages: tuple[str, ...] = ("fr", "en")) -> None:
    """Proposed by the lead, approved by the second; closed when both languages are."""
    with stage.on(gathering.day + timedelta(days=stage.pace[2])):
        for language in languages:
            row = propose_minutes(actor=stage.lead, minutes=minutes, language=language)
            approve_minutes(actor=stage.second, minutes=minutes, language=language, seen=row.version)
        if len(languages) == 2:
            close_meeting(actor=stage.second, meeting=minutes.meeting)


def decide(stage: Stage, minutes: Minutes, gathering: Gathering, text: Both, position: int) -> None:
    with stage.on(gathering.day + timedelta(days=stage.pace[0]), 9):
        record_decision(actor=stage.lead, segment=passages(minutes)[position], text=text.fr, other_text=text.en)


def promise(
    stage: Stage, minutes: Minutes, gathering: Gathering, promises: tuple[Promise, ...], today: date
) -> list[Commitment]:
    """Taken in the last passage, each with an owner and a day counted from today."""
    last = passages(minutes)[-1]
    taken = []
    with stage.on(gathering.day + timedelta(days=stage.pace[0]), 10):
        for row in promises:
            row_taken = take_commitment(
                actor=stage.lead, segment=last, text=row.text.fr, other_text=row.text.en, due=today + timedelta(days=row.due),
                person=stage.people.get(row.owner), organisation=stage.houses.get(row.owner),
            )  # fmt: skip
            taken.append(row_taken.commitment)
    return taken


def live_on(stage: Stage, taken: list[Commitment], promises: tuple[Promise, ...], today: date) -> None:
    """What became of the promises: begun, or kept a little before their day."""
    for commitment, row in zip(taken, promises, strict=True):
        day = min(commitment.due, today) - timedelta(days=2)
        with stage.on(day, 14):
            if row.end == "in_progress":
                begin_commitment(actor=stage.lead, commitment=commitment)
            elif row.end == "done":
                keep_commitment(actor=stage.lead, commitment=commitment, evidence=row.evidence)


def amend(stage: Stage, minutes: Minutes, day: date) -> None:
    """A word of an approved passage is mended: its English becomes outdated, the rest stays."""
    segment = passages(minutes)[1]
    with stage.on(day):
        mended = segment.body.replace("une clé tenue par trois personnes", "une clé tenue par trois femmes")
        write_segment(actor=stage.lead, segment=segment, title=segment.title, body=mended, base_version=segment.version)
