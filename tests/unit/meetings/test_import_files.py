"""Files that are no such sheet: each gets a sentence, nothing changes."""

from __future__ import annotations

import io
import zipfile

import pytest
import xlsxwriter

from palabre.meetings.models import Attendance
from tests.personas import Cast
from tests.unit.meetings.attending import held, upload, url


def xlsx_with(*rows: list[str], formula: str = "") -> bytes:
    output = io.BytesIO()
    with xlsxwriter.Workbook(output) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        if formula:
            sheet.write_formula(len(rows), 0, formula, value="Awa")
            sheet.write_string(len(rows), 1, "present")
    return output.getvalue()


def bomb() -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 80_000_000)
    return output.getvalue()


@pytest.mark.covers("SR-55")
@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        ("Prénom;Ville\nAwa;Ségou\n", "f.csv", "column"),
        ("Nom;Organisation\nAwa;Radio\n", "f.csv", "Presence"),
        ("Nom;Présence\n=1+1;présent\n", "f.csv", "formula"),
        (xlsx_with(["Nom", "Présence"], formula='=HYPERLINK("http://x")'), "f.xlsx", "formula"),
        ("Nom;Présence\n" + "Awa;présente\n" * 10_000, "f.csv", "2000 lines"),
        (bomb(), "f.xlsx", "far too large"),
        (b"%PDF-1.7 nothing", "f.csv", "no sheet"),
        (b"\x89PNG\r\n\x1a\n", "f.png", ".xlsx or .csv"),
        (b"", "f.csv", "empty"),
    ],
)
def test_a_file_that_is_no_such_sheet_gets_a_sentence(cast: Cast, as_person, content, name: str, told: str) -> None:
    meeting, client = held(cast), as_person(cast.facilitator)
    answer = upload(client, meeting, content, name)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Attendance.objects.exists()


def test_no_file_at_all(cast: Cast, as_person) -> None:
    answer = as_person(cast.facilitator).post(url("attendance_import", held(cast)), {})
    assert answer.status_code == 422
