"""What a filled sheet would change: each line with whom it means, what is wrong, and what must be asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from palabre.communities.models import Organisation
from palabre.kit.folding import folded
from palabre.kit.sheets import SheetError, Table
from palabre.kit.verdict import Text
from palabre.meetings.choices import AgeBand, AttendeeKind, Gender, Presence
from palabre.meetings.models import Meeting
from palabre.meetings.queries.attendance import Row, sheet_rows
from palabre.meetings.queries.attendance_export import is_example
from palabre.meetings.queries.attendance_lines import Attendee
from palabre.meetings.queries.attendance_words import age_meant, gender_meant, presence_meant
from palabre.meetings.rules import known_organisations
from palabre.people.models import Draft, Person
from palabre.people.rules import visible_drafts

MOST_LINES = 2_000
SOMEBODY_ELSE = "name"
LONGEST = {"name": 120, "organisation": 160}
KEPT = ("name", "organisation", "presence", "gender", "age")


@dataclass(slots=True)
class Planned:
    """One line of the sheet. `target` is the key of a row of the attendance, or `name` for somebody not on it."""

    number: int
    said: Attendee
    house: str
    target: str = ""
    errors: list[Text] = field(default_factory=list)
    remark: Text = ""
    choices: list[tuple[str, Text]] = field(default_factory=list)

    @property
    def asks(self) -> bool:
        return not self.errors and not self.target

    @property
    def good(self) -> bool:
        return not self.errors and bool(self.target)

    @property
    def presence_label(self) -> str:
        return str(Presence(self.said.presence).label) if self.said.presence else ""


@dataclass(frozen=True, slots=True)
class Plan:
    lines: list[Planned]
    unread: list[SheetError]

    @property
    def good(self) -> list[Planned]:
        return [line for line in self.lines if line.good]

    @property
    def asked(self) -> list[Planned]:
        return [line for line in self.lines if line.choices]

    @property
    def wrong(self) -> int:
        """How many lines have an error, those that could not even be read included."""
        return sum(1 for line in self.lines if line.errors) + len({error.line for error in self.unread})

    @property
    def mistakes(self) -> list[tuple[int, str, list[Text]]]:
        """Line, what it is about, what to correct: in the order of the sheet."""
        unread = [(error.line or 0, error.column, [error.sentence]) for error in self.unread]
        read = [(line.number, line.said.name, line.errors) for line in self.lines if line.errors]
        return sorted([*unread, *read], key=lambda row: row[0])

    @property
    def open(self) -> int:
        return sum(1 for line in self.lines if line.asks)


def without_example(table: Table) -> Table:
    """The line that shows how the model is filled is nobody, in whichever language it was left there."""
    filled = [line for line in table.lines if not is_example(line.values["name"])]
    if table.lines and not filled and not table.errors:
        table.errors.append(SheetError(None, "", _("Only the example line is there. Fill in the sheet first.")))
    table.lines = filled
    return table


def kept_values(table: Table) -> dict[str, list[list[Any]]]:
    """What a draft keeps of a table that was read: short lists, and the errors of single lines."""
    lines: list[list[Any]] = [
        [line.number, *(line.values[key][: LONGEST.get(key, 40) + 1] for key in KEPT)] for line in table.lines
    ]
    errors: list[list[Any]] = [[error.line or 0, error.column, str(error.sentence)] for error in table.errors]
    return {"lines": lines, "errors": errors}


def draft_key(meeting: Meeting) -> str:
    return f"import-{meeting.public_id}"


def kept_import(actor: Person, meeting: Meeting) -> Draft | None:
    """The sheet that the actor has sent and not yet taken over."""
    return visible_drafts(actor).filter(form=draft_key(meeting)).first()


def plan_import(meeting: Meeting, draft: Draft, chosen: Mapping[int, str]) -> Plan:
    """Every line of the kept sheet against the list as it stands now. Five queries, however many lines."""
    houses = {folded(one.name): one for one in known_organisations(meeting)}
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in sheet_rows(meeting):
        if row.person_id or row.guest_id:
            rows[folded(row.name)].append(row)
    lines = [_planned(values, houses) for values in draft.values["lines"]]
    for line in lines:
        _find_target(line, rows[folded(line.said.name)], chosen.get(line.number, ""))
    _mark_doubles(lines)
    unread = [SheetError(number, column, sentence) for number, column, sentence in draft.values["errors"]]
    return Plan(lines, unread)


def _planned(values: list[str], houses: Mapping[str, Organisation]) -> Planned:
    number, name, house, presence, gender, age = values
    known = houses.get(folded(house)) if house else None
    said = Attendee(
        name=name,
        organisation=known,
        organisation_label="" if known else house,
        kind=AttendeeKind.WALK_IN,
        presence=presence_meant(presence) or "",
        gender=gender_meant(gender) or Gender.UNSAID,
        age_band=age_meant(age) or AgeBand.UNSAID,
    )
    line = Planned(number=int(number), said=said, house=house)
    line.errors = list(_errors(said, values))
    if house and not known and not line.errors:
        line.remark = _("This organisation is not known here: it will be kept as it is written.")
    return line


def _errors(said: Attendee, values: list[str]) -> Iterable[Text]:
    _number, name, house, presence, gender, age = values
    if not name:
        yield _("The name is missing.")
    for key, text in (("name", name), ("organisation", house)):
        if len(text) > LONGEST[key]:
            yield _("This text is too long: %(most)s characters at most.") % {"most": LONGEST[key]}
    if not said.presence:
        words = {"word": presence}
        told = _("“%(word)s” is not a presence. Write present, by distance, excused or absent.") % words
        yield told if presence else _("The presence is missing. Write present, by distance, excused or absent.")
    if gender_meant(gender) is None:
        yield _("“%(word)s” cannot be read as a gender. Leave it empty if it was not said.") % {"word": gender}
    if age_meant(age) is None:
        yield _("“%(word)s” cannot be read as an age. Leave it empty if it was not said.") % {"word": age}


def _find_target(line: Planned, same_name: list[Row], chosen: str) -> None:
    """One person of that name, and nothing against it: her. Otherwise it is asked, never guessed."""
    if line.errors:
        return
    if not same_name:
        line.target = SOMEBODY_ELSE
        return
    house = folded(line.house)
    fitting = [row for row in same_name if not house or not row.organisation or folded(row.organisation) == house]
    exact = [row for row in fitting if house and folded(row.organisation) == house]
    if len(exact) == 1 or len(fitting) == len(same_name) == 1:
        line.target = (exact or fitting)[0].key
        return
    line.choices = [(row.key, " · ".join(filter(None, (row.name, row.organisation)))) for row in same_name]
    line.choices.append((SOMEBODY_ELSE, _("somebody else of this name")))
    line.target = chosen if chosen in dict(line.choices) else ""


def _mark_doubles(lines: Iterable[Planned]) -> None:
    """The same person on two lines: the first one stays."""
    seen: dict[str, int] = {}
    for line in lines:
        if not line.good:
            continue
        key = line.said.name_key if line.target == SOMEBODY_ELSE else line.target
        if key in seen:
            line.errors.append(_("This person is already on line %(line)s.") % {"line": seen[key]})
        seen.setdefault(key, line.number)
