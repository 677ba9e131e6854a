"""Sheets that people send, and sheets that we give."""

from __future__ import annotations

import io
import re
import tracemalloc
import zipfile
from csv import reader
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
import xlsxwriter
from django.core.files.base import ContentFile
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from palabre.kit.sheets import Table, csv, is_formula, read_table, xlsx

COLUMNS = {
    "name": ("nom", "name", "prénom et nom", "full name"),
    "organisation": ("organisation", "structure", "organization"),
    "gender": ("genre", "gender"),
}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def read(content: bytes | str, name: str = "feuille.csv", max_lines: int = 2000, required: Any = ("name",)) -> Table:
    data = content.encode() if isinstance(content, str) else content
    return read_table(ContentFile(data, name), columns=COLUMNS, max_lines=max_lines, required=required)


def workbook(fill) -> bytes:
    """The bytes of an XLSX whose only sheet `fill(sheet, book)` has written."""
    output = io.BytesIO()
    with xlsxwriter.Workbook(output) as book:
        fill(book.add_worksheet("Présences"), book)
    return output.getvalue()


def sheet_of(rows: list[list[Any]]) -> bytes:
    def fill(sheet, book):
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)

    return workbook(fill)


def repacked(data: bytes, changes: dict[str, bytes]) -> bytes:
    """The same archive with some members replaced or added."""
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {**dict.fromkeys(old.namelist()), **changes}:
            new.writestr(name, changes[name] if name in changes else old.read(name))
    return output.getvalue()


def only_sentence(table: Table) -> str:
    assert table.lines == []
    assert len(table.errors) == 1
    return str(table.errors[0].sentence)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16"])
def test_csv_in_the_ways_of_the_world(separator: str, encoding: str) -> None:
    text = separator.join(["Prénom et nom", "Structure", "Âge"]) + "\r\n"
    text += separator.join(["Aïcha Koné", '"Réseau\r\n""Été"""', "34"]) + "\r\n\r\n"
    text += separator.join(["Zoé N’Diaye" if encoding != "latin-1" else "Zoé", "", ""]) + "\r\n"
    table = read(text.encode(encoding))
    assert table.errors == []
    assert table.headers == ["name", "organisation"]
    assert table.ignored == ["Âge"]
    assert table.lines[0].values == {"name": "Aïcha Koné", "organisation": 'Réseau\n"Été"', "gender": ""}
    assert [line.number for line in table.lines] == [2, 4]


def test_the_headers_may_stand_below_a_title_and_be_bilingual() -> None:
    table = read("Feuille de présence;;\nNiafara, le 26 novembre 2026;;\n;;\nN°;NOM / Name *;Organization\n1;Awa;CAP\n")
    assert table.errors == []
    assert [(line.number, line.values["name"], line.values["organisation"]) for line in table.lines] == [
        (5, "Awa", "CAP")
    ]


def test_excel_s_own_first_line_is_no_header() -> None:
    assert [line.number for line in read("sep=;\nnom;genre\nAwa;f\n").lines] == [3]


@pytest.mark.covers("SR-55")
def test_wrong_headers_are_named_with_those_expected() -> None:
    said = only_sentence(read("prénoms,ville\nAwa,Niafara\n"))
    assert "Expected: nom, organisation, genre." in said
    assert "Found: prénoms, ville." in said


def test_a_missing_column_is_named() -> None:
    table = read("organisation,genre\nCAP,f\n")
    assert "nom" in only_sentence(table)
    assert table.errors[0].line == 1


def test_two_columns_of_one_name_are_refused() -> None:
    assert "same name" in only_sentence(read("nom,name\na,b\n"))


FORMULAS = [
    "=1+1",
    '=HYPERLINK("http://x")',
    "@SUM(A1)",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    " =1",
    "\t=1",
    "＝1+1",
    "+A1",
]


@pytest.mark.covers("SR-55")
@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_in_csv_is_refused_with_its_line_and_column(formula: str) -> None:
    quoted = '"' + formula.replace('"', '""') + '"'
    table = read(f"Nom,organisation\nAwa,CAP\nBintou,{quoted}\nCoumba,\n")
    assert [(error.line, error.column) for error in table.errors] == [(3, "organisation")]
    assert "formula" in str(table.errors[0].sentence)
    assert [line.values["name"] for line in table.lines] == ["Awa", "Coumba"]


@pytest.mark.parametrize(
    "harmless", ["-", "+223 76 00 00 00", "-5", "- animatrice", "a=b", "awa@example.org", "+33 (0)1.02"]
)
def test_what_only_looks_like_a_formula_is_read(harmless: str) -> None:
    assert not is_formula(harmless)
    assert read(f"nom,organisation\nAwa,{harmless}\n").lines[0].values["organisation"] == harmless


def test_xlsx_of_the_first_visible_sheet() -> None:
    output = io.BytesIO()
    with xlsxwriter.Workbook(output) as book:
        hidden, shown = book.add_worksheet("Listes"), book.add_worksheet("Présences")
        hidden.hide()
        shown.activate()
        shown.set_first_sheet()
        shown.write_row(0, 0, ["Nom", "Genre"])
        shown.write_row(2, 0, ["Awa 👩🏾‍🌾", "f"])
        hidden.write_row(0, 0, ["Nom"])
        hidden.write_row(1, 0, ["Secret"])
    table = read(output.getvalue(), "f.xlsx")
    assert table.errors == []
    assert [(line.number, line.values["name"]) for line in table.lines] == [(3, "Awa 👩🏾‍🌾")]


def test_figures_and_days_of_xlsx_become_plain_words() -> None:
    def fill(sheet, book):
        sheet.write_row(0, 0, ["nom", "organisation", "genre"])
        sheet.write_number(1, 0, 12)
        sheet.write_number(1, 1, 1.5)
        sheet.write_boolean(1, 2, True)
        sheet.write_datetime(2, 0, datetime.fromisoformat("2026-11-26"), book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_datetime(
            2, 1, datetime.fromisoformat("2026-11-26 09:30"), book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        )
        sheet.write_datetime(2, 2, time(9, 30), book.add_format({"num_format": "hh:mm"}))

    lines = read(workbook(fill), "f.xlsx").lines
    assert list(lines[0].values.values()) == ["12", "1.5", "true"]
    assert list(lines[1].values.values()) == ["2026-11-26", "2026-11-26 09:30", "09:30"]


@pytest.mark.covers("SR-55")
def test_formulas_in_xlsx_are_refused_where_they_stand() -> None:
    def fill(sheet, book):
        sheet.write_row(0, 0, ["nom", "organisation", "N°"])
        sheet.write_row(1, 0, ["Awa", "CAP"])
        sheet.write_formula(1, 2, "=ROW()-1", value=1)  # in a column that is not read
        sheet.write_row(2, 0, ["Bintou"])
        sheet.write_formula(2, 1, '=HYPERLINK("http://evil.example","CAP")', value="CAP")
        sheet.write_array_formula("A4:A5", "{=A2:A3}", value="Awa")
        sheet.write(4, 0, "Bintou")

    table = read(workbook(fill), "f.xlsx")
    assert [(error.line, error.column) for error in table.errors] == [(3, "organisation"), (4, "nom"), (5, "nom")]
    assert [line.values["name"] for line in table.lines] == ["Awa"]


def test_a_formula_without_a_result_is_found_too() -> None:
    data = sheet_of([["nom", "genre"], ["Awa"]])
    part = (
        b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    )
    part += b'<row r="1"><c r="A1" t="inlineStr"><is><t>nom</t></is></c></row><row r="9"><c r="A9"><f>1+1</f></c></row>'
    table = read(repacked(data, {"xl/worksheets/sheet1.xml": part + b"</sheetData></worksheet>"}), "f.xlsx")
    assert [(error.line, error.column) for error in table.errors] == [(9, "nom")]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_ten_thousand_lines_are_refused_with_the_limit(kind: str) -> None:
    rows = [["nom", "organisation"], *([f"Personne {number}", "CAP"] for number in range(10_000))]
    data = sheet_of(rows) if kind == "xlsx" else "\n".join(map(",".join, rows)).encode()
    said = only_sentence(read(data, "f." + kind, max_lines=2000))
    assert said == "This sheet has more than 2000 lines. Send it in several parts."
    assert len(read(data, "f." + kind, max_lines=10_000).lines) == 10_000


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_last_line_allowed_is_read(kind: str) -> None:
    rows = [["nom"], *([f"P{number}"] for number in range(11))]
    data = sheet_of(rows) if kind == "xlsx" else "\n".join(map(",".join, rows)).encode()
    assert len(read(data, "f." + kind, max_lines=11).lines) == 11
    assert "more than 10" in only_sentence(read(data, "f." + kind, max_lines=10))


def peak_of(act) -> int:
    tracemalloc.start()
    act()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


@pytest.mark.covers("SR-49")
def test_a_zip_bomb_renamed_xlsx_is_not_unpacked() -> None:
    zeros = b"0" * (200 * 1024 * 1024)
    bomb = repacked(sheet_of([["nom"]]), {"xl/worksheets/sheet1.xml": zeros})
    del zeros
    assert len(bomb) < 300_000
    said: list[str] = []
    assert peak_of(lambda: said.append(only_sentence(read(bomb, "f.xlsx")))) < 5_000_000
    assert "far too large" in said[0]


@pytest.mark.covers("SR-49")
def test_a_bomb_of_many_members_is_not_opened() -> None:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for number in range(3_000):
            archive.writestr(f"xl/{number}", b"")
    assert "far too large" in only_sentence(read(output.getvalue(), "f.xlsx"))


@pytest.mark.covers("SR-49")
def test_a_member_that_lies_about_its_size_is_damaged() -> None:
    data = repacked(sheet_of([["nom"]]), {"xl/worksheets/sheet1.xml": b"0" * 30_000_000})
    entry = data.rindex(b"xl/worksheets/sheet1.xml") - 46
    lied = data[: entry + 24] + (1000).to_bytes(4, "little") + data[entry + 28 :]
    assert "damaged" in only_sentence(read(lied, "f.xlsx"))


@pytest.mark.covers("SR-49")
def test_one_value_in_the_last_corner_lays_out_no_empty_cells() -> None:
    part = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    part += (
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>nom</t></is></c>%s</row><row r="%d"><c r="%s"><v>1</v></c></row>'
    )
    part += b"</sheetData></worksheet>"
    for far in ((b"", 1_048_576, b"A1048576"), (b'<c r="XFD1"><v>1</v></c>', 2, b"A2")):
        data = repacked(sheet_of([["nom"]]), {"xl/worksheets/sheet1.xml": part % far})
        assert only_sentence(read(data, "f.xlsx"))


def test_an_empty_cell_far_below_does_not_count() -> None:
    def fill(sheet, book):
        sheet.write_row(0, 0, ["nom"])
        sheet.write_row(1, 0, ["Awa"])
        sheet.write_blank(50_000, 3, None, book.add_format({"bold": True}))

    assert [line.values["name"] for line in read(workbook(fill), "f.xlsx").lines] == ["Awa"]


@pytest.mark.covers("SR-49")
def test_entities_are_never_expanded() -> None:
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet>&a;</worksheet>'
    for part in ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
        assert only_sentence(read(repacked(sheet_of([["nom"]]), {part: evil}), "f.xlsx"))


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "f.csv", "empty"),
        (b"  \n", "f.csv", "empty"),
        (b"nom\nAwa\n", "f.xlsx", "ends in .xlsx"),
        (sheet_of([["nom"]]), "f.csv", "ends in .csv"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "f.xls", "old Excel file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "f.xlsx", "password"),
        (b"nom\nAwa\n", "f.ods", ".xlsx or .csv"),
        (b"nom\nAwa\n", "feuille", ".xlsx or .csv"),
        (b"%PDF-1.7 nom", "f.csv", "no sheet"),
        (b"<html><table><tr><td>nom", "f.csv", "no sheet"),
        (b"nom\0Awa", "f.csv", "no sheet"),
        (b"PK\x03\x04 nothing more", "f.xlsx", "damaged"),
        (b'nom\n"' + b"x" * 200_000, "f.csv", "quotation mark"),
        (b"\xff\xfen", "f.csv", "no sheet"),
    ],
)
def test_what_is_no_sheet_gets_a_sentence(data: bytes, name: str, said: str) -> None:
    assert said in only_sentence(read(data, name))


def test_a_zip_of_another_kind_is_no_sheet() -> None:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert "no Excel sheet" in only_sentence(read(output.getvalue(), "f.xlsx"))


def test_a_cell_that_is_too_long_is_named() -> None:
    table = read(f"nom\n{'x' * 3000}\nAwa\n")
    assert [(error.line, error.column) for error in table.errors] == [(2, "nom")]
    assert len(table.lines) == 1


def test_a_file_over_the_limit_is_not_read() -> None:
    table = read_table(ContentFile(b"nom\n" * 400_000, "f.csv"), columns=COLUMNS, max_lines=10, max_bytes=1024 * 1024)
    assert only_sentence(table) == "The file is larger than 1 MB. Nothing was read."


def test_values_are_cleaned() -> None:
    assert read("nom\n  Awa\u202e\x07 \n").lines[0].values["name"] == "Awa"


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["f.csv", "f.xlsx"]))
def test_any_bytes_are_a_table_or_an_error(data: bytes, name: str) -> None:
    table = read(data, name)
    assert table.lines or table.errors or table.headers


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 5000), st.binary(min_size=1, max_size=20))
def test_a_spoiled_xlsx_is_a_table_or_an_error(place: int, noise: bytes) -> None:
    data = sheet_of([["nom", "genre"], ["Awa", "f"]])
    place %= len(data)
    read(data[:place] + noise + data[place + len(noise) :], "f.xlsx")


CELLS = st.text(st.characters(codec="utf-8"), max_size=20)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=4), st.sampled_from(["csv", "xlsx"]))
def test_what_we_write_is_read_back_or_refused_as_a_formula(rows: list[tuple[str, ...]], kind: str) -> None:
    written = (csv if kind == "csv" else xlsx)(["nom", "organisation", "genre"], [("x" + a, b, c) for a, b, c in rows])
    table = read(written, "f." + kind)
    assert len(table.lines) + len({error.line for error in table.errors}) == len(rows)
    assert all("formula" in str(error.sentence) for error in table.errors)


@pytest.mark.covers("SR-55")
def test_no_cell_of_our_csv_begins_like_a_formula() -> None:
    written = csv(["=a", "b"], [["=1+1", "+223 76"], ["@x", -5], ["\t=1", Decimal("-1.5")], ["＝1", None]])
    assert written.decode("utf-8-sig").split("\r\n") == ["'=a,b", "'=1+1,'+223 76", "'@x,-5", "'=1,-1.5", "'＝1,", ""]
    assert written.startswith(b"\xef\xbb\xbf")
    french = csv(["a"], [[Decimal("-1250.50"), 1.5, 3, "1.5"]], separator=";").decode("utf-8-sig")
    assert french.splitlines()[1] == "-1250,50;1,5;3;1.5", "words stay as they were written"
    assert read(csv(["nom"], [["+223 76"]])).lines[0].values["name"] == "+223 76"


@pytest.mark.covers("SR-55")
@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("Taxi,=1+1", "Taxi,'=1+1"),
        ("Taxi;=1+1", "Taxi;'=1+1"),
        ("Taxi\t@SUM(A1)", "Taxi\t'@SUM(A1)"),
        ("Taxi, \"+1+cmd|' /C calc'!A0", "Taxi, \"'+1+cmd|' /C calc'!A0"),
        ("Taxi\n=1+1", "Taxi\n'=1+1"),
        ("a\n- un point\n- deux", "a\n- un point\n- deux"),
        ("Awa, +223 76 00, +223 77 00", "Awa, +223 76 00, +223 77 00"),
        ("=1,=2", "'=1,'=2"),
        ("12,50; -3,25", "12,50; -3,25"),
        ("a=b, c", "a=b, c"),
        ("a, - HYPERLINK(1)", "a, '- HYPERLINK(1)"),
    ],
)
@pytest.mark.parametrize("separator", [",", ";"])
def test_no_cell_of_our_csv_begins_a_formula_where_another_program_splits_it(
    separator: str, cell: str, written: str
) -> None:
    text = csv(["x"], [["a", cell, Decimal("-1250.50")]], separator=separator).decode("utf-8-sig")
    row = next(iter(list(reader(io.StringIO(text, newline=""), delimiter=separator))[1:]))
    assert row == ["a", written, "-1250,50" if separator == ";" else "-1250.50"]
    for other in ",;\t":
        for cells in reader(io.StringIO(text, newline=""), delimiter=other):
            assert not [one for one in cells if re.match(r'[\s"]*([=@]|[+-].*[(|!=])', one)]


@pytest.mark.covers("SR-55", "SR-50")
def test_no_cell_of_our_xlsx_computes_and_no_author_is_named() -> None:
    written = xlsx(
        ["Nom", "Jour"], [["=1+1", date(2026, 11, 26)], ["https://x.example", 3], ["@a", None], [True, time(9)]]
    )
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in sheet
        assert b"hyperlink" not in sheet
        assert b'quotePrefix="1"' in archive.read("xl/styles.xml")
        core = archive.read("docProps/core.xml")
        assert b"<dc:creator></dc:creator>" in core
        assert b"2000-01-01" in core
