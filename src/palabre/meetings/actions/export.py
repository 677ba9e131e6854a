"""Names leave the house: the lines, and the trace of who took them."""

from __future__ import annotations

from django.db import transaction

from palabre.communities.rules import fresh
from palabre.kit.verdict import require
from palabre.meetings.actions.common import locked, tell
from palabre.meetings.models import Meeting
from palabre.meetings.queries.attendance_export import Sheet, attendance_sheet
from palabre.meetings.rules import can_export_attendance
from palabre.people.models import Person


def export_attendance(*, actor: Person, meeting: Meeting, extension: str) -> Sheet:
    """The headers and lines of the sheet, in the reader's language. Raises Refused."""
    with transaction.atomic():
        meeting = locked(meeting)
        require(can_export_attendance(fresh(actor), meeting))
        sheet = attendance_sheet(meeting)
        tell("meetings.attendance_exported", actor, meeting, lines=len(sheet.rows), format=extension)
    return sheet
