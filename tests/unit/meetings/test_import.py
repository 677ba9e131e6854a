"""A filled spreadsheet becomes attendance: looked at first, asked where a name is not clear, never twice."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from palabre.journal.models import Entry
from palabre.kit import sheets
from palabre.meetings.models import Attendance, Guest, Meeting
from palabre.people.models import Draft, Person
from tests.factories import join, make_organisation, make_person
from tests.personas import Cast
from tests.unit.meetings.attending import LEADS, READERS, held, member_key, upload, url, was_there, writes
from tests.unit.meetings.plans import EVIL, SCRIPTS

GOOD = "Nom;Organisation;Présence\nMember;;présente\nCoré;;À distance\nAwa D.;Radio Delta;excusée\n"


def take(client: Client, meeting: Meeting, **sent: str):
    return client.post(url("attendance_import_lines", meeting), sent or {"all": "1"})


def noted(meeting: Meeting) -> set[tuple[str, str, str]]:
    lines = meeting.attendances.select_related("person")
    return {
        (one.person.display_name if one.person else one.name, one.organisation_label, one.presence) for one in lines
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_a_french_csv_is_looked_at_then_taken_over(cast: Cast, as_person, encoding: str) -> None:
    meeting, client = held(cast), as_person(cast.facilitator)
    answer = upload(client, meeting, GOOD.encode(encoding))
    assert answer.status_code == 303
    page = client.get(answer["Location"]).content.decode()
    for name in ("Member", "Coré", "Awa D.", "Radio Delta"):
        assert name in page
    assert not Attendance.objects.exists()
    assert take(client, meeting).status_code == 303
    assert noted(meeting) == {("Member", "", "present"), ("Core", "", "remote"), ("Awa D.", "Radio Delta", "excused")}
    assert set(meeting.attendances.values_list("source", flat=True)) == {"spreadsheet"}
    assert not Draft.objects.exists()
    assert Entry.objects.get(kind="meetings.attendance_imported").facts == {"lines": 3, "left": 0}


def test_an_english_xlsx_with_a_guest_and_a_known_organisation(cast: Cast, as_person) -> None:
    meeting, client = held(cast), as_person(cast.facilitator)
    guest = Guest.objects.create(meeting=meeting, name="Oumou, avocate")
    rows = [["Oumou avocate", "", "present", "woman", "41"], ["Ali", "maison des droits", "by distance", "", ""]]
    content = sheets.xlsx(["Name", "Organisation", "Presence", "Gender", "Age"], rows)
    assert upload(client, meeting, content, "sheet.xlsx").status_code == 303
    take(client, meeting)
    line = meeting.attendances.get(guest=guest)
    assert (line.kind, line.gender, line.age_band) == ("guest", "woman", "35_59")
    assert meeting.attendances.get(name="Ali").organisation.name == "Maison des Droits"


def test_the_same_file_again_makes_no_second_line(cast: Cast, as_person) -> None:
    meeting, client = held(cast), as_person(cast.facilitator)
    for _turn in range(3):
        upload(client, meeting, GOOD)
        take(client, meeting)
    assert meeting.attendances.count() == 3


def test_an_import_keeps_what_was_said_before_and_what_it_does_not_name(cast: Cast, as_person) -> None:
    meeting, client = held(cast), as_person(cast.facilitator)
    line = was_there(meeting, cast.member, "absent")
    Attendance.objects.filter(pk=line.pk).update(gender="woman")
    was_there(meeting, cast.second_member)
    upload(client, meeting, GOOD)
    take(client, meeting)
    line.refresh_from_db()
    assert (line.presence, line.gender) == ("present", "woman")
    assert meeting.attendances.filter(person=cast.second_member, presence="present").exists()


WRONG = (
    "Nom;Organisation;Présence;Genre\n"
    "Member;;présente;\n;Radio;présent;\nAwa;;dansante;\nMEMBER;;absent;\nBintou;;présent;licorne\nKadi;;;\n"
)


def test_every_wrong_line_is_told_and_nothing_changes(cast: Cast, as_person) -> None:
    meeting, client = held(cast), as_person(cast.facilitator)
    answer = upload(client, meeting, WRONG)
    page = answer.content.decode()
    assert answer.status_code == 422
    for told in (
        "Line 3",
        "The name is missing.",
        "“dansante” is not a presence",
        "already on line 2",
        "“licorne”",
        "Line 7",
    ):
        assert told in page
    assert take(client, meeting).status_code == 422
    assert not Attendance.objects.exists()


def test_only_the_good_lines_on_request_without_sending_the_file_again(cast: Cast, as_person) -> None:
    meeting, client = held(cast), as_person(cast.facilitator)
    upload(client, meeting, WRONG)
    assert take(client, meeting, good="1").status_code == 303
    assert noted(meeting) == {("Member", "", "present")}
    assert Entry.objects.get(kind="meetings.attendance_imported").facts == {"lines": 1, "left": 5}


def namesake(cast: Cast, house: str) -> Person:
    person = make_person("Mémber")
    join(person, cast.here, organisation=make_organisation(house))
    return person


def test_a_name_of_two_people_is_asked_not_guessed(cast: Cast, as_person) -> None:
    meeting, client = held(cast), as_person(cast.facilitator)
    other = namesake(cast, "Radio Delta")
    assert upload(client, meeting, "Nom;Présence\nmember;présente\n").status_code == 303
    page = client.get(url("attendance_import_lines", meeting)).content.decode()
    assert "Mémber · Radio Delta" in page
    assert "Member · Maison des Droits" in page
    assert take(client, meeting).status_code == 422
    assert not Attendance.objects.exists()
    assert take(client, meeting, all="1", **{"who-2": member_key(other)}).status_code == 303
    assert meeting.attendances.get().person == other


def test_the_organisation_tells_namesakes_apart(cast: Cast, as_person) -> None:
    meeting, client = held(cast), as_person(cast.facilitator)
    other = namesake(cast, "Radio Delta")
    upload(client, meeting, "Nom;Structure;Présence\nMEMBER;radio delta;présente\n")
    take(client, meeting)
    assert meeting.attendances.get().person == other


def test_a_known_name_with_another_organisation_is_asked(cast: Cast, as_person) -> None:
    meeting, client = held(cast), as_person(cast.facilitator)
    upload(client, meeting, "Nom;Organisation;Présence\nMember;Radio Delta;présente\n")
    assert take(client, meeting).status_code == 422
    assert take(client, meeting, all="1", **{"who-2": "name"}).status_code == 303
    line = meeting.attendances.get()
    assert (line.person, line.name, line.organisation_label) == (None, "Member", "Radio Delta")


def test_an_answer_that_was_not_offered_is_no_answer(cast: Cast, as_person) -> None:
    meeting, client = held(cast), as_person(cast.facilitator)
    namesake(cast, "Radio Delta")
    upload(client, meeting, "Nom;Présence\nmember;présente\n")
    assert take(client, meeting, all="1", **{"who-2": member_key(cast.outsider)}).status_code == 422
    assert not Attendance.objects.exists()


@pytest.mark.parametrize("name", [SCRIPTS, EVIL.replace("'", "").replace('"', "")])
def test_any_name_is_taken_as_text(cast: Cast, as_person, name: str) -> None:
    meeting, client = held(cast), as_person(cast.facilitator)
    upload(client, meeting, f"Nom\tPrésence\n{name[:120]}\tprésente\n")
    assert "<script>alert" not in client.get(url("attendance_import_lines", meeting)).content.decode()
    assert take(client, meeting).status_code == 303
    assert meeting.attendances.count() == 1


def test_a_name_that_is_too_long_is_told_with_its_line(cast: Cast, as_person) -> None:
    answer = upload(as_person(cast.facilitator), held(cast), f"Nom;Présence\n{'a' * 121};présent\n")
    assert answer.status_code == 422
    assert "120" in answer.content.decode()


def test_the_sheet_put_aside_changes_nothing(cast: Cast, as_person) -> None:
    meeting, client = held(cast), as_person(cast.facilitator)
    upload(client, meeting, GOOD)
    assert client.post(url("attendance_import_removal", meeting)).status_code == 303
    assert take(client, meeting).status_code == 303
    assert not Attendance.objects.exists()


def test_a_waiting_sheet_is_its_sender_s_alone(cast: Cast, as_person) -> None:
    meeting = held(cast)
    upload(as_person(cast.facilitator), meeting, GOOD)
    assert take(as_person(cast.coordinator), meeting).status_code == 303
    assert not Attendance.objects.exists()


def test_nobody_else_imports(cast: Cast, as_person) -> None:
    meeting = held(cast)
    for persona, person in cast.everyone().items():
        if persona in LEADS:
            continue
        refused = 403 if persona in READERS else 404
        client = as_person(person)
        assert upload(client, meeting, GOOD).status_code == refused, persona
        assert take(client, meeting).status_code == refused, persona
    assert not Draft.objects.exists()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("extension", ["xlsx", "csv"])
def test_the_model_is_readable_by_the_import(cast: Cast, as_person, language: str, extension: str) -> None:
    meeting, client = held(cast), as_person(cast.facilitator)
    model = client.get(url(f"attendance_model_{extension}", meeting), {"language": language})
    assert model["Content-Disposition"].startswith("attachment")
    left_empty = upload(client, meeting, model.content, f"model.{extension}")
    assert left_empty.status_code == 422
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "example",
    ["(exemple : remplacez cette ligne)", "(exemple\u00a0: remplacez cette ligne)", "(example: replace this line)"],
)
def test_the_example_of_the_model_is_nobody(cast: Cast, as_person, example: str) -> None:
    meeting, client = held(cast), as_person(cast.facilitator)
    sheet = f"Nom;Organisation;Présence\n{example};;présente\nMember;;présente\n(exemple);;présente\n"
    assert upload(client, meeting, sheet).status_code == 303
    assert take(client, meeting).status_code == 303
    assert noted(meeting) == {("Member", "", "present"), ("(exemple)", "", "present")}


def test_looking_at_five_hundred_lines_asks_no_more_than_at_one(cast: Cast, as_person) -> None:
    meeting, client = held(cast), as_person(cast.facilitator)

    def looked(lines: int):
        upload(client, meeting, "Nom;Présence\n" + "".join(f"Awa {number};présente\n" for number in range(lines)))
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url("attendance_import_lines", meeting)).status_code == 200
        return caught.captured_queries

    looked(1)
    few, many = looked(1), looked(500)
    assert len(few) == len(many) <= 12
    assert writes(many) == []
