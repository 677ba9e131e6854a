"""The lines of an exported sheet: names, never addresses; and the empty sheet to fill."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext, gettext_noop, override

from palabre.languages.choices import LANGUAGES
from palabre.meetings.choices import AttendeeKind, Presence
from palabre.meetings.models import Attendance, Meeting
from palabre.meetings.queries.attendance import organisation_of, sheet_rows

EXAMPLE = gettext_noop("(example: replace this line)")


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
        return Sheet(_headers(), [[gettext(EXAMPLE), "", str(Presence.PRESENT.label), "", ""]])


def is_example(name: str) -> bool:
    """Whether this is what stands in place of a name on that line, in either language."""
    return name.split() in _example_words()


@cache
def _example_words() -> list[list[str]]:
    found = []
    for language in LANGUAGES:
        with override(language):
            found.append(gettext(EXAMPLE).split())
    return found
