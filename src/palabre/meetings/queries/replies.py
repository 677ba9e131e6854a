"""Who has answered what; who has not; who needs what. For those who prepare."""

from __future__ import annotations

from dataclasses import dataclass

from palabre.communities.queries import called
from palabre.kit.folding import folded
from palabre.meetings.choices import Answer
from palabre.meetings.models import Guest, Meeting, Reply
from palabre.meetings.queries.attendance import expected_people
from palabre.people.models import Person


@dataclass(frozen=True, slots=True)
class Answered:
    """One person or guest; `answer` is empty while she has said nothing."""

    name: str
    guest: bool
    answer: str
    needs: str

    @property
    def said(self) -> str:
        return str(Answer(self.answer).label) if self.answer else ""


@dataclass(frozen=True, slots=True)
class Replies:
    """Everybody invited, those who answered first, by name, and the needs to prepare for."""

    rows: list[Answered]

    def number(self, answer: str) -> int:
        return sum(1 for row in self.rows if row.answer == answer)

    @property
    def figures(self) -> list[tuple[str, int]]:
        """How many gave each answer, then how many gave none."""
        return [(answer.value, self.number(answer)) for answer in Answer] + [("", self.number(""))]

    @property
    def needs(self) -> list[str]:
        """What was asked for by those who come, without names: this can be passed on to whoever cooks or drives."""
        return [row.needs for row in self.rows if row.needs and row.answer != Answer.NO]


def replies_of(meeting: Meeting) -> Replies:
    """Four queries, whatever the number of people."""
    replies = list(Reply.objects.filter(meeting=meeting))
    of_person = {reply.person_id: reply for reply in replies if reply.person_id}
    of_guest = {reply.guest_id: reply for reply in replies if reply.guest_id}
    people = [
        _row(called(person, meeting.community), False, of_person.get(person.pk)) for person in expected_people(meeting)
    ]
    guests = [_row(guest.name, True, of_guest.get(guest.pk)) for guest in meeting.guests.all()]
    rows = [*people, *guests]
    return Replies(sorted(rows, key=lambda row: (not row.answer, folded(row.name))))


def guests_of(meeting: Meeting) -> list[tuple[Guest, str]]:
    """The guests and their answers, by name. Two queries."""
    answers = dict(Reply.objects.filter(meeting=meeting, guest__isnull=False).values_list("guest_id", "answer"))
    said = {value: str(label) for value, label in Answer.choices}
    guests = sorted(meeting.guests.all(), key=lambda guest: folded(guest.name))
    return [(guest, said.get(answers.get(guest.pk, ""), "")) for guest in guests]


def _row(name: str, guest: bool, reply: Reply | None) -> Answered:
    return Answered(name, guest, reply.answer if reply else "", reply.needs if reply else "")


def answer_of(meeting: Meeting, *, person: Person | None, guest: Guest | None) -> str | None:
    """What one person or guest has said, if anything."""
    rows = Reply.objects.filter(meeting=meeting, person=person, guest=guest)
    return rows.values_list("answer", flat=True).first()
