"""The sheet that people sign by hand."""

from __future__ import annotations

from dataclasses import dataclass

from palabre.kit.dates import span
from palabre.kit.folding import folded
from palabre.languages.queries import best_words, load_halves
from palabre.meetings.models import Meeting
from palabre.meetings.queries.attendance import sheet_rows


@dataclass(frozen=True, slots=True)
class Wishes:
    """`lines` is how many empty lines follow the names."""

    names: bool
    discreet: bool
    lines: int
    language: str


@dataclass(frozen=True, slots=True)
class SigningSheet:
    """`rows` are (number, name, organisation), by organisation; empty ones to write on."""

    community: str
    title: str
    when: str
    place: str
    rows: list[tuple[int, str, str]]


def signing_sheet(meeting: Meeting, wishes: Wishes) -> SigningSheet:
    """A sheet lies open on a table: a hidden place never stands on it, a discreet one says only the day."""
    named = sheet_rows(meeting) if wishes.names else []
    people = sorted(((row.organisation, row.name) for row in named), key=lambda two: (not two[0], *map(folded, two)))
    people += [("", "")] * wishes.lines
    shown = not wishes.discreet
    if shown:
        load_halves([meeting, meeting.community])
    return SigningSheet(
        community=best_words(meeting.community, "name", wishes.language).text if shown else "",
        title=best_words(meeting, "title", wishes.language).text if shown else "",
        when=span(meeting.starts_at, meeting.ends_at, wishes.language, meeting.zone),
        place="" if wishes.discreet or meeting.place_hidden else meeting.place,
        rows=[(number, name, house) for number, (house, name) in enumerate(people, start=1)],
    )
