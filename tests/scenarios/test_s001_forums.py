"""Scenario 001, step 1: a half-yearly meeting and three concertation forums, one sheet partly illegible."""

from __future__ import annotations

import pytest
from time_machine import TimeMachineFixture

from palabre.meetings.models import Attendance
from tests.factories import join, make_organisation, make_person
from tests.personas import Cast
from tests.scenarios.hands import add_point, at_the_desk_of, plan, read, send

FORUMS = (
    ("Mariage d’enfants", "Child marriage", "41", "about"),
    ("Participation des femmes", "Participation of women", "35", "exact"),
    ("Application de la loi 052", "Applying Law 052", "38", "exact"),
)


@pytest.mark.covers("S001-1", "INV-35")
def test_reach_keeps_its_precision_word_in_every_report(cast: Cast, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to("2027-03-16T10:00:00Z", tick=False)
    houses = [make_organisation(name) for name in ("Femmes du Quai", "Jeunes de Dougouma")]
    guests = [make_person(f"Représentante {number}") for number in range(4)]
    for number, person in enumerate(guests):
        join(person, cast.here, organisation=houses[number % 2])
    lead = at_the_desk_of(cast.facilitator)
    half_yearly = plan(lead, cast.here.public_id, title_fr="Rencontre semestrielle", title_en="Half-yearly meeting")
    add_point(
        lead, half_yearly, "Trois cadres de concertation", "Three concertation forums", 120, owner_label="le noyau"
    )
    send(lead, "meetings:publication", half_yearly.public_id)

    meetings = []
    for french, english, _value, _precision in FORUMS:
        forum = plan(
            lead,
            cast.here.public_id,
            kind="concertation",
            title_fr=french,
            title_en=english,
            day="2027-03-17",
            end="12 h 00",
        )
        add_point(lead, forum, "Question du jour", "Question of the day", 60, owner_label="le noyau")
        send(lead, "meetings:publication", forum.public_id)
        meetings.append(forum)

    time_machine.move_to("2027-03-17T16:00:00Z", tick=False)
    lead = at_the_desk_of(cast.facilitator)
    for forum, (french, _, value, precision) in zip(meetings, FORUMS, strict=True):
        send(lead, "meetings:holding", forum.public_id)
        send(
            lead, "meetings:figures", forum.public_id, label=french, value=value, precision=precision, unit="people",
            note="Une feuille est en partie illisible." if precision == "about" else "",
        )  # fmt: skip

    # by organisation: the people noted by name count for the organisation that they represent
    _note_everybody(cast, lead, meetings[0].public_id)
    noted = Attendance.objects.filter(meeting=meetings[0], presence="present")
    assert set(noted.values_list("organisation__name", flat=True)) >= {"Femmes du Quai", "Jeunes de Dougouma"}

    member = at_the_desk_of(cast.member)
    for forum, (_, _, value, precision) in zip(meetings, FORUMS, strict=True):
        for reader in (lead, member):
            for name in ("meetings:meeting", "meetings:figures", "meetings:report"):
                french, english = (
                    read(reader, name, forum.public_id, lang="fr"),
                    read(reader, name, forum.public_id, lang="en"),
                )
                if name == "meetings:report":
                    french = read(reader, name, forum.public_id, language="fr")
                    english = read(reader, name, forum.public_id, language="en")
                assert ("environ" in _around(french, value)) == (precision == "about"), (name, value)
                assert ("about" in _around(english, value)) == (precision == "about"), (name, value)


def _note_everybody(cast: Cast, lead: object, meeting_id: str) -> None:
    from palabre.meetings.models import Meeting
    from palabre.meetings.queries.attendance import sheet_rows

    rows = sheet_rows(Meeting.objects.get(public_id=meeting_id))
    from palabre.meetings.actions.attendance import note_attendance

    marks = {row.key: "present" for row in rows if row.person_id}
    note_attendance(actor=cast.facilitator, meeting=Meeting.objects.get(public_id=meeting_id), marks=marks)


def _around(page: str, value: str) -> str:
    """The words just before the figure."""
    import re

    words = re.sub(r"<[^>]+>", " ", page)
    found = re.search(rf"(\w+)?[\s\u00a0\u202f]+{value}\b", words)
    assert found, f"{value} does not stand on the page"
    return found[0]
