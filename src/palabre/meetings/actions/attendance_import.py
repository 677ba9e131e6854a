"""A filled sheet becomes attendance: kept first, looked at, then taken over as a whole or line by line."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from palabre.communities.rules import fresh
from palabre.kit.sheets import Table
from palabre.kit.verdict import Refused, no, require
from palabre.meetings.actions.common import locked, tell
from palabre.meetings.choices import AgeBand, Gender, Source
from palabre.meetings.models import Attendance, Meeting
from palabre.meetings.queries.attendance import Row, sheet_rows
from palabre.meetings.queries.attendance_import import (
    SOMEBODY_ELSE,
    Plan,
    Planned,
    draft_key,
    kept_import,
    kept_values,
    plan_import,
)
from palabre.meetings.rules import can_record_attendance
from palabre.people.models import Draft, Person

NOTHING_KEPT = _("There is no sheet waiting here any more. Send the file again.")


def keep_import(*, actor: Person, meeting: Meeting, table: Table) -> Draft:
    """Keep the lines of a sheet for the actor alone, until she has looked at them. Raises Refused."""
    with transaction.atomic():
        require(can_record_attendance(fresh(actor), locked(meeting)))
        kept = {"values": kept_values(table), "saved_at": timezone.now()}
        draft, _new = Draft.objects.update_or_create(person=actor, form=draft_key(meeting), defaults=kept)
    return draft


def forget_import(*, actor: Person, meeting: Meeting) -> None:
    """The sheet was the wrong one."""
    with transaction.atomic():
        Draft.objects.filter(person=fresh(actor), form=draft_key(meeting)).delete()


def take_import(*, actor: Person, meeting: Meeting, chosen: Mapping[int, str], only_good: bool) -> int:
    """Write the lines; gives their number. The same sheet again writes the same lines, not new ones.

    Unless `only_good`, one wrong line or one open question holds everything back. Raises Refused.
    """
    with transaction.atomic():
        meeting = locked(meeting)
        require(can_record_attendance(fresh(actor), meeting))
        draft = kept_import(actor, meeting)
        if draft is None:
            raise Refused(no(NOTHING_KEPT))
        plan = plan_import(meeting, draft, chosen)
        if not only_good:
            _require_whole(plan)
        _write(actor, meeting, plan.good)
        draft.delete()
        left = len(plan.lines) - len(plan.good) + len(plan.unread)
        tell("meetings.attendance_imported", actor, meeting, lines=len(plan.good), left=left)
    return len(plan.good)


def _require_whole(plan: Plan) -> None:
    if plan.wrong:
        require(no(_("Some lines cannot be read. Correct the sheet and send it again, or keep only the good lines.")))
    if plan.open:
        require(no(_("Say first who is meant where a name fits several people.")))


def _write(actor: Person, meeting: Meeting, lines: list[Planned]) -> None:
    rows = {row.key: row for row in sheet_rows(meeting)}
    named = {line.name_key: line for line in meeting.attendances.exclude(name_key="")}
    new: list[Attendance] = []
    known: list[Attendance] = []
    for line in lines:
        row = rows.get(line.target)
        there = row.noted if row else named.get(line.said.name_key)
        attendance = there or _new_line(meeting, line, row)
        _say(attendance, line, actor)
        (known if there else new).append(attendance)
    Attendance.objects.bulk_create(new, batch_size=200)
    fields = ["presence", "source", "gender", "age_band", "entered_by"]
    Attendance.objects.bulk_update(known, fields, batch_size=200)


def _new_line(meeting: Meeting, line: Planned, row: Row | None) -> Attendance:
    said = line.said
    if line.target == SOMEBODY_ELSE or row is None:
        return Attendance(
            meeting=meeting,
            name=said.name,
            name_key=said.name_key,
            organisation=said.organisation,
            organisation_label=said.organisation_label,
            kind=said.kind,
        )
    return Attendance(
        meeting=meeting,
        person_id=row.person_id,
        guest_id=row.guest_id,
        name="" if row.person_id else row.name,
        organisation_id=row.organisation_id or (said.organisation.pk if said.organisation else None),
        organisation_label="" if row.organisation_id else said.organisation_label,
        kind=row.kind,
    )


def _say(attendance: Attendance, line: Planned, actor: Person) -> None:
    """What the sheet leaves empty takes nothing away from what was said before."""
    attendance.presence, attendance.source, attendance.entered_by = line.said.presence, Source.SPREADSHEET, actor
    if line.said.gender != Gender.UNSAID:
        attendance.gender = line.said.gender
    if line.said.age_band != AgeBand.UNSAID:
        attendance.age_band = line.said.age_band
