"""Documents of one meeting: listed, added, read, removed."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palabre.files.views import serve
from palabre.kit.pages import refused, say, see
from palabre.kit.verdict import YES, Refused
from palabre.meetings.actions.documents import add_document, remove_document
from palabre.meetings.forms.answers import DocumentForm
from palabre.meetings.models import Document, Meeting
from palabre.meetings.rules import can_add_document, visible_documents
from palabre.meetings.views.common import find_meeting, form_page_of
from palabre.people.requests import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
def documents(request: PersonRequest, meeting_id: str) -> HttpResponse:
    """All of them; those who lead may add one."""
    meeting = find_meeting(request, meeting_id)
    form = DocumentForm(request.POST or None, request.FILES or None)
    rows = visible_documents(request.user).filter(meeting=meeting).select_related("file").order_by("pk")
    can_add = can_add_document(request.user, meeting)
    # everybody reads the list; the action itself asks who may add to it
    return form_page_of(
        request, "documents", meeting, form, YES, lambda: _kept(request, meeting, form), documents=rows, can_add=can_add
    )


def _kept(request: PersonRequest, meeting: Meeting, form: DocumentForm) -> HttpResponse:
    said = form.cleaned_data
    add_document(
        actor=request.user, meeting=meeting, upload=said["file"], title=said["title"], language=said["language"]
    )
    say(request, _("The document is kept."))
    return _to(request, meeting)


@require_safe
def document(request: PersonRequest, meeting_id: str, document_id: str) -> HttpResponseBase:
    """The file itself, as an attachment."""
    found = _document(request, meeting_id, document_id)
    return serve(found.file, name=found.title)


@require_POST
def document_removal(request: PersonRequest, meeting_id: str, document_id: str) -> HttpResponse:
    """Taken off the meeting."""
    found = _document(request, meeting_id, document_id)
    try:
        remove_document(actor=request.user, document=found)
    except Refused as error:
        return refused(request, error)
    say(request, _("The document is removed."))
    return _to(request, found.meeting)


def _document(request: PersonRequest, meeting_id: str, document_id: str) -> Document:
    rows = visible_documents(request.user).select_related("file", "meeting")
    found: Document = get_object_or_404(rows, public_id=document_id, meeting__public_id=meeting_id)
    return found


def _to(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    return see(request, reverse("meetings:documents", args=[meeting.public_id]))
