"""Counted lines with their parts, masked for whoever does not lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from palabre.kit.masking import SENSITIVE, THRESHOLD, masked
from palabre.kit.verdict import Text
from palabre.meetings.choices import AgeBand, Gender, Precision
from palabre.meetings.models import CountedLine, Meeting
from palabre.meetings.rules import can_see_parts, visible_counted_lines
from palabre.people.models import Person

Parts = list[tuple[Text, int | None]]


@dataclass(frozen=True, slots=True)
class Figure:
    """One counted line; a part of `None` is not shown, and an empty split stays hidden as a whole."""

    line: CountedLine
    by_gender: Parts
    by_age: Parts


def figures(actor: Person, meeting: Meeting, *, whole: bool | None = None) -> list[Figure]:
    """The counted lines in the order they were written. Two queries.

    `whole=False` masks the parts even for those who lead: a report goes to others.
    """
    lines = visible_counted_lines(actor).filter(meeting=meeting).select_related("organisation")
    lines = lines.prefetch_related("splits").order_by("pk")
    clear = bool(can_see_parts(actor, meeting)) if whole is None else whole
    return [figure_of(line, clear) for line in lines]


def figure_of(line: CountedLine, clear: bool) -> Figure:
    return Figure(
        line=line,
        by_gender=_parts(line, "gender", list(Gender), clear),
        by_age=_parts(line, "age_band", list(AgeBand), clear),
    )


def _parts(line: CountedLine, by: str, order: Sequence[Gender] | Sequence[AgeBand], clear: bool) -> Parts:
    cells = {getattr(split, by): split.value for split in line.splits.all() if getattr(split, by)}
    keys = [choice.value for choice in order]
    # what is missing to "about 41" is no number; what is missing to 41 can be worked out
    total = line.value if line.precision == Precision.EXACT else sum(cells.values())
    threshold = SENSITIVE if cells.get(Gender.OTHER) else THRESHOLD
    known = {key: cells[key] for key in keys if cells.get(key)}
    shown = known if clear else masked(cells, total, keys, threshold=threshold)
    labels = {choice.value: choice.label for choice in order}
    return [(labels[key], value) for key, value in shown.items()]
