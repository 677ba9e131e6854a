"""The scan of the sheet that people signed: kept, served to those who lead, taken away when it was the wrong one."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext

from palabre.communities.rules import fresh
from palabre.files.actions import discard_file, keep_upload
from palabre.files.checks import Upload
from palabre.files.choices import Kind
from palabre.kit.verdict import require
from palabre.meetings.actions.common import locked, tell
from palabre.meetings.models import Meeting, SignedSheet
from palabre.meetings.rules import can_add_signed_sheet
from palabre.people.models import Person

SCANS = (Kind.IMAGE, Kind.PDF)


def add_signed_sheet(*, actor: Person, meeting: Meeting, upload: Upload, note: str = "") -> SignedSheet:
    """A picture or a PDF. Raises Refused, also for a file that is neither or too large."""
    with transaction.atomic():
        meeting = locked(meeting)
        require(can_add_signed_sheet(fresh(actor), meeting))
        file = keep_upload(actor_id=actor.pk, upload=upload, kinds=SCANS, scan=True, name=gettext("signed sheet"))
        sheet = SignedSheet.objects.create(meeting=meeting, file=file, note=note, added_by=actor)
        tell("meetings.signed_sheet_added", actor, meeting, sheet=sheet.pk)
    return sheet


def remove_signed_sheet(*, actor: Person, sheet: SignedSheet) -> None:
    """The file itself goes with the line."""
    with transaction.atomic():
        meeting = locked(sheet.meeting)
        require(can_add_signed_sheet(fresh(actor), meeting))
        tell("meetings.signed_sheet_removed", actor, meeting, sheet=sheet.pk)
        SignedSheet.objects.filter(pk=sheet.pk).delete()
        discard_file(actor_id=actor.pk, stored_file=sheet.file)
