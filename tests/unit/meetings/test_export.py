"""The list leaves the house: as text only, without addresses, with a trace, for those who lead."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from palabre.journal.models import Entry
from palabre.meetings.models import Attendance
from tests.personas import Cast
from tests.unit.meetings.attending import LEADS, READERS, held, url, was_there

FORMULAS = ["=1+1", '+HYPERLINK("http://x")', "-2+3", "@SUM(A1)", "\t=1", "＝1"]


@pytest.mark.covers("SR-55")
@pytest.mark.parametrize("formula", FORMULAS)
def test_no_name_computes_in_a_spreadsheet(cast: Cast, as_person, formula: str) -> None:
    meeting, client = held(cast), as_person(cast.facilitator)
    Attendance.objects.create(meeting=meeting, name=formula, organisation_label=formula)
    csv = client.post(url("attendance_csv", meeting)).content.decode("utf-8-sig")
    cells = [cell.strip('"') for row in csv.splitlines()[1:] for cell in row.split(";")]
    assert cells
    assert not [cell for cell in cells if cell[:1] in "=+-@\t\r＝" and cell]
    xlsx = client.post(url("attendance_xlsx", meeting)).content
    assert b"<f>" not in b"".join(parts(xlsx))


def parts(xlsx: bytes) -> list[bytes]:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(xlsx)) as archive:
        return [archive.read(name) for name in archive.namelist()]


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_names_without_addresses_and_a_trace_in_the_journal(cast: Cast, as_person, extension: str) -> None:
    meeting, client = held(cast), as_person(cast.coordinator)
    was_there(meeting, cast.member)
    answer = client.post(url(f"attendance_{extension}", meeting))
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    whole = b"".join(parts(answer.content)) if extension == "xlsx" else answer.content
    assert b"Member" in whole
    assert b"@example.org" not in whole
    entry = Entry.objects.get(kind="meetings.attendance_exported")
    assert (entry.actor_id, entry.subject_id) == (cast.coordinator.pk, meeting.pk)
    assert entry.facts == {"lines": 1, "format": extension}


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_only_those_who_lead_and_only_by_post(cast: Cast, as_person, extension: str) -> None:
    meeting = held(cast)
    for persona, person in cast.everyone().items():
        expected = 200 if persona in LEADS else 403 if persona in READERS else 404
        assert as_person(person).post(url(f"attendance_{extension}", meeting)).status_code == expected, persona
    assert as_person(cast.facilitator).get(url(f"attendance_{extension}", meeting)).status_code == 405
    assert Entry.objects.filter(kind="meetings.attendance_exported").count() == len(LEADS)


def test_what_was_exported_can_be_imported_into_another_meeting(cast: Cast, as_person) -> None:
    first, second, client = held(cast), held(cast), as_person(cast.facilitator)
    was_there(first, cast.member)
    Attendance.objects.create(meeting=first, name="Awa", presence="remote", gender="woman", age_band="18_34")
    xlsx = client.post(url("attendance_xlsx", first)).content
    client.post(url("attendance_import", second), {"file": SimpleUploadedFile("f.xlsx", xlsx)})
    assert client.post(url("attendance_import_lines", second), {"all": "1"}).status_code == 303
    assert second.attendances.get(name="Awa").age_band == "18_34"
    assert second.attendances.get(person=cast.member).presence == "present"


def test_the_columns_are_in_the_language_of_the_reader(cast: Cast, as_person) -> None:
    cast.facilitator.language = "en"
    cast.facilitator.save()
    content = as_person(cast.facilitator).post(url("attendance_xlsx", held(cast))).content
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    assert sheet.to_python()[0] == ["Name", "Organisation", "Presence", "Gender", "Age", "Came as"]
