"""Files of the meeting: hand-outs, slides."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from palabre.communities.rules import fresh
from palabre.files.actions import keep_upload
from palabre.files.checks import Upload
from palabre.files.choices import Kind
from palabre.kit.text import one_line
from palabre.kit.verdict import require
from palabre.meetings.actions.common import locked, tell
from palabre.meetings.actions.frame import refuse
from palabre.meetings.models import Document, Meeting
from palabre.meetings.rules import can_add_document
from palabre.people.models import Person

DOCUMENTS_AT_MOST = 30


def add_document(*, actor: Person, meeting: Meeting, upload: Upload, title: str = "", language: str = "") -> Document:
    """Keep a file for everybody who reads this meeting. Without a title it takes the name of the file."""
    with transaction.atomic():
        meeting = locked(meeting)
        require(can_add_document(fresh(actor), meeting))
        if meeting.documents.count() >= DOCUMENTS_AT_MOST:
            refuse(_("A meeting has %(number)s documents at most.") % {"number": DOCUMENTS_AT_MOST})
        kept = keep_upload(actor_id=actor.pk, upload=upload, kinds=tuple(Kind))
        document = Document.objects.create(
            meeting=meeting,
            file=kept,
            title=(one_line(title) or kept.display_name)[:160],
            language=language,
            added_by=actor,
        )
        tell("meetings.document_added", actor, meeting, document=document.pk)
    return document


def remove_document(*, actor: Person, document: Document) -> None:
    """Take a file off the meeting; the sweep of `files` forgets its bytes later."""
    with transaction.atomic():
        meeting = locked(document.meeting)
        require(can_add_document(fresh(actor), meeting))
        tell("meetings.document_removed", actor, meeting, document=document.pk)
        document.delete()
