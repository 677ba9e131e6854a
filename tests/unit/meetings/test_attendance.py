"""Taking attendance: one tap each, two phones at once, paper sheets, corrections, and who may."""

from __future__ import annotations

import pytest

from palabre.journal.models import Entry
from palabre.meetings.actions.attendance import note_attendance
from palabre.meetings.models import Attendance, Guest, Reply
from tests.factories import make_meeting
from tests.personas import Cast
from tests.races import at_once
from tests.unit.meetings.attending import LEADS, READERS, held, member_key, tap, url, was_there


def test_the_sheet_shows_who_is_invited_with_each_answer(cast: Cast, as_person) -> None:
    meeting = held(cast)
    Reply.objects.create(meeting=meeting, person=cast.member, answer="remote")
    Guest.objects.create(meeting=meeting, name="Oumou, avocate")
    page = as_person(cast.facilitator).get(url("attendance", meeting), {"lang": "en"}).content.decode()
    for expected in ("Member", "Maison des Droits", "Answered: By distance", "Oumou, avocate", "Core"):
        assert expected in page
    assert "Outsider" not in page
    assert "Steward" not in page


def test_a_core_group_meeting_expects_the_core_group_and_those_who_lead(cast: Cast, as_person) -> None:
    page = as_person(cast.facilitator).get(url("attendance", held(cast, audience="core"))).content.decode()
    assert member_key(cast.core) in page
    assert member_key(cast.coordinator) in page
    assert member_key(cast.member) not in page


def test_the_whole_list_is_saved_in_one_post_without_javascript(cast: Cast, as_person) -> None:
    meeting, client = held(cast), as_person(cast.facilitator)
    sent = tap(cast.member, "present") | tap(cast.core, "remote") | tap(cast.second_member, "excused")
    answer = client.post(url("attendance", meeting), sent | {"paper": "on"})
    assert answer.status_code == 303
    found = {line.person: (line.presence, line.source) for line in meeting.attendances.select_related("person")}
    assert found == {
        cast.member: ("present", "paper"),
        cast.core: ("remote", "paper"),
        cast.second_member: ("excused", "paper"),
    }
    assert meeting.attendances.get(person=cast.member).organisation.name == "Maison des Droits"
    entry = Entry.objects.get(kind="meetings.attendance_noted")
    assert entry.facts == {"source": "paper", "lines": 3, "present": 1, "remote": 1, "excused": 1}


def test_a_tap_is_answered_by_the_tally_alone(cast: Cast, as_person) -> None:
    meeting, client = held(cast), as_person(cast.facilitator)
    key = member_key(cast.member)
    headers = {"HX-Request": "true", "HX-Target": "tally"}
    answer = client.post(url("attendance", meeting), {f"p-{key}": "present"}, headers=headers)
    body = answer.content.decode()
    assert answer.status_code == 200
    assert body.lstrip().startswith('<p id="tally"')
    assert "<html" not in body
    assert f'id="was-{key}" name="was-{key}" value="present"' in body
    assert meeting.attendances.get().presence == "present"


def test_a_list_sent_late_leaves_what_another_phone_noted_meanwhile(cast: Cast, as_person) -> None:
    """Both opened the sheet when the member was absent; only the first phone touched her line."""
    meeting = held(cast)
    was_there(meeting, cast.member, "absent")
    as_person(cast.facilitator).post(url("attendance", meeting), tap(cast.member, "present", was="absent"))
    late = tap(cast.member, "absent", was="absent") | tap(cast.core, "remote")
    as_person(cast.coordinator).post(url("attendance", meeting), late)
    found = dict(meeting.attendances.values_list("person__display_name", "presence"))
    assert found == {"Member": "present", "Core": "remote"}


def test_the_last_tap_for_a_person_counts(cast: Cast, as_person) -> None:
    meeting = held(cast)
    as_person(cast.facilitator).post(url("attendance", meeting), tap(cast.member, "present"))
    as_person(cast.coordinator).post(url("attendance", meeting), tap(cast.member, "remote", was=""))
    line = meeting.attendances.get()
    assert (line.presence, line.entered_by) == ("remote", cast.coordinator)


@pytest.mark.django_db(transaction=True)
def test_twenty_taps_at_once_make_one_line_each(cast: Cast) -> None:
    meeting = held(cast)
    people = [cast.member, cast.core]
    presences = ["present", "remote", "excused", "absent", "present"]
    tasks = [(person, presence) for person in people for presence in presences * 2]

    def note(person, presence):
        return lambda: note_attendance(
            actor=type(person).objects.get(pk=cast.facilitator.pk),
            meeting=meeting,
            marks={member_key(person): presence},
        )

    results = at_once([note(person, presence) for person, presence in tasks])
    assert [one for one in results if isinstance(one, Exception)] == []
    assert sorted(meeting.attendances.values_list("person_id", flat=True)) == sorted(person.pk for person in people)
    assert meeting.attendances.count() == 2


def test_the_same_post_sent_twice_writes_once(cast: Cast, as_person) -> None:
    meeting, client = held(cast), as_person(cast.facilitator)
    sent = {"name": "Awa", "kind": "walk_in", "presence": "present", "gender": "unsaid", "age_band": "unsaid"}
    for _turn in range(2):
        assert client.post(url("attendees", meeting), sent | {"once": "key-1"}).status_code == 303
    assert meeting.attendances.count() == 1


def test_somebody_of_the_sister_community_cannot_be_noted_here(cast: Cast, as_person) -> None:
    meeting = held(cast)
    as_person(cast.facilitator).post(url("attendance", meeting), tap(cast.outsider, "present"))
    assert not Attendance.objects.exists()


def test_an_unknown_presence_is_refused_on_the_page(cast: Cast, as_person) -> None:
    meeting = held(cast)
    answer = as_person(cast.facilitator).post(url("attendance", meeting), tap(cast.member, "dancing"))
    assert answer.status_code == 422
    assert not Attendance.objects.exists()


@pytest.mark.parametrize("name", ["attendance", "attendees", "attendance_sheet", "attendance_import", "signed_sheets"])
def test_names_are_for_those_who_lead(cast: Cast, as_person, name: str) -> None:
    meeting = held(cast)
    for persona, person in cast.everyone().items():
        expected = 200 if persona in LEADS else 403 if persona in READERS else 404
        assert as_person(person).get(url(name, meeting)).status_code == expected, persona


def test_nobody_else_writes(cast: Cast, as_person) -> None:
    meeting = held(cast)
    for persona, person in cast.everyone().items():
        if persona in LEADS:
            continue
        answer = as_person(person).post(url("attendance", meeting), tap(cast.member, "present"))
        assert answer.status_code == (403 if persona in READERS else 404), persona
    assert not Attendance.objects.exists()


def test_no_attendance_of_a_cancelled_meeting(cast: Cast, as_person) -> None:
    meeting = make_meeting(cast.here, state="cancelled")
    answer = as_person(cast.facilitator).post(f"{url('attendance', meeting)}?lang=en", tap(cast.member, "present"))
    assert answer.status_code == 403
    assert not Attendance.objects.exists()
