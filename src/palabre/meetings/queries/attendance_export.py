"""The lines of an exported sheet: names, never addresses; and the empty sheet to fill."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext, override

from palabre.meetings.choices import AttendeeKind, Presence
from palabre.meetings.models import Attendance, Meeting
from palabre.meetings.queries.attendance import organisation_of, sheet_rows


@dataclass(frozen=True, slots=True)
class Sheet:
    headers: list[str]
    rows: list[list[str]]


def attendance_sheet(meeting: Meeting) -> Sheet:
    """Everybody noted, in the order of the names, readable by our own import. Three queries."""
    lines = [(row.name, row.noted) for row in sheet_rows(meeting) if row.noted]
    return Sheet(_headers(whole=True), [_cells(name, line) for name, line in lines])


def _cells(name: str, line: Attendance) -> list[str]:
    said = [line.get_gender_display(), line.get_age_band_display()]
    return [name, organisation_of(line), str(Presence(line.presence).label), *said, str(AttendeeKind(line.kind).label)]


def _headers(*, whole: bool = False) -> list[str]:
    names = [gettext("Name"), gettext("Organisation"), gettext("Presence"), gettext("Gender"), gettext("Age")]
    return [*names, gettext("Came as")] if whole else names


def empty_sheet(language: str) -> Sheet:
    """The model to fill: its column names and one line that shows how."""
    with override(language):
        example = [gettext("(example: replace this line)"), "", str(Presence.PRESENT.label), "", ""]
        return Sheet(_headers(), [example])
