"""Noting who was there. The meeting is locked first, so two people with two phones note one after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from palabre.communities.queries import called
from palabre.communities.rules import fresh
from palabre.kit.folding import folded
from palabre.kit.verdict import YES, Verdict, no, require
from palabre.meetings.actions.common import locked, tell
from palabre.meetings.choices import Presence, Source
from palabre.meetings.models import Attendance, Meeting
from palabre.meetings.queries.attendance import Row, expected_people, sheet_rows
from palabre.meetings.queries.attendance_lines import Attendee
from palabre.meetings.rules import can_correct_attendance, can_name_organisation, can_record_attendance
from palabre.people.models import Person

OFF_THE_LIST = _("Somebody on this sheet is no longer on the list. Here is the list as it stands now.")
TWICE = _("This person is already on the list. If it is somebody else, add a word to the name.")
A_MEMBER = _("A person of this name is on the list already: note them there. If it is somebody else, add a word.")


def note_attendance(*, actor: Person, meeting: Meeting, marks: Mapping[str, str], source: str = Source.WEB) -> int:
    """Write one presence for each key of the sheet; the last tap for a person counts. Gives how many changed."""
    with transaction.atomic():
        meeting = locked(meeting)
        require(can_record_attendance(fresh(actor), meeting))
        rows = {row.key: row for row in sheet_rows(meeting)}
        require(_all_known(marks, rows))
        changed = {key: said for key, said in marks.items() if rows[key].presence != said}
        for presence in set(changed.values()):
            same = [rows[key] for key, said in changed.items() if said == presence]
            _write_marks(actor, meeting, same, presence, source)
        if changed:
            counts = Counter(changed.values())
            tell("meetings.attendance_noted", actor, meeting, source=source, lines=len(changed), **counts)
    return len(changed)


def _all_known(marks: Mapping[str, str], rows: Mapping[str, Row]) -> Verdict:
    return YES if marks.keys() <= rows.keys() and set(marks.values()) <= set(Presence.values) else no(OFF_THE_LIST)


def _write_marks(actor: Person, meeting: Meeting, rows: list[Row], presence: str, source: str) -> None:
    noted = [row.noted.pk for row in rows if row.noted]
    Attendance.objects.filter(pk__in=noted).update(presence=presence, source=source, entered_by=actor)
    Attendance.objects.bulk_create(
        Attendance(
            meeting=meeting,
            person_id=row.person_id,
            guest_id=row.guest_id,
            name="" if row.person_id else row.name,
            organisation_id=row.organisation_id,
            kind=row.kind,
            presence=presence,
            source=source,
            entered_by=actor,
        )
        for row in rows
        if row.noted is None
    )


def add_attendee(*, actor: Person, meeting: Meeting, attendee: Attendee, source: str = Source.WEB) -> Attendance:
    """Somebody who was not expected: a guest, or who came without invitation. Raises Refused."""
    with transaction.atomic():
        meeting = locked(meeting)
        require(can_record_attendance(fresh(actor), meeting))
        require(can_name_organisation(meeting, attendee.organisation), "organisation")
        require(_is_new(meeting, attendee), "name")
        line = Attendance.objects.create(
            meeting=meeting,
            name=attendee.name,
            name_key=attendee.name_key,
            organisation=attendee.organisation,
            organisation_label=attendee.organisation_label,
            kind=attendee.kind,
            presence=attendee.presence,
            gender=attendee.gender,
            age_band=attendee.age_band,
            source=source,
            entered_by=actor,
        )
        tell("meetings.attendee_added", actor, meeting, source=source, line=line.pk)
    return line


def _is_new(meeting: Meeting, attendee: Attendee) -> Verdict:
    if meeting.attendances.filter(name_key=attendee.name_key).exists():
        return no(TWICE)
    expected = [called(person, meeting.community) for person in expected_people(meeting)]
    expected += meeting.guests.values_list("name", flat=True)
    return no(A_MEMBER) if folded(attendee.name) in map(folded, expected) else YES


def correct_attendance(*, actor: Person, attendance: Attendance, said: Attendee, source: str) -> Attendance:
    """Mend one line. The name of a member is hers to change: only her presence and what she said is written."""
    with transaction.atomic():
        meeting = locked(attendance.meeting)
        attendance = Attendance.objects.get(pk=attendance.pk)
        require(can_correct_attendance(fresh(actor), attendance))
        require(can_name_organisation(meeting, said.organisation), "organisation")
        if attendance.person_id is None and attendance.guest_id is None:
            others = meeting.attendances.filter(name_key=said.name_key).exclude(pk=attendance.pk)
            require(no(TWICE) if others.exists() else YES, "name")
            attendance.name, attendance.name_key, attendance.kind = said.name, said.name_key, said.kind
        attendance.organisation, attendance.organisation_label = said.organisation, said.organisation_label
        attendance.presence, attendance.source, attendance.entered_by = said.presence, source, actor
        attendance.gender, attendance.age_band = said.gender, said.age_band
        attendance.save()
        tell("meetings.attendance_corrected", actor, meeting, about_id=attendance.person_id, line=attendance.pk)
    return attendance


def remove_attendance(*, actor: Person, attendance: Attendance) -> None:
    """Take away a line that was noted by mistake."""
    with transaction.atomic():
        meeting = locked(attendance.meeting)
        require(can_correct_attendance(fresh(actor), attendance))
        Attendance.objects.filter(pk=attendance.pk).delete()
        tell("meetings.attendance_removed", actor, meeting, about_id=attendance.person_id, line=attendance.pk)
