"""The minutes taken along: a sheet to print, a text file, a PDF, a Word file."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from palabre.communities.requests import CommunityRequest
from palabre.kit import documents
from palabre.kit.pages import refused
from palabre.kit.verdict import Refused
from palabre.languages.choices import LANGUAGES
from palabre.meetings.queries.minutes import MinutesPage, minutes_page
from palabre.meetings.queries.minutes_paper import minutes_markdown, minutes_paper
from palabre.meetings.views.common import meeting_page_of

KINDS = {
    "md": "text/markdown; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@require_safe
def minutes_print(request: CommunityRequest, meeting_id: str) -> HttpResponse:
    """A4, in one language or in both; `?words=fr`, `en` or `both`."""
    page = _page(request, meeting_id)
    chosen = _languages(request, page)
    return meeting_page_of(request, "minutes_print", page.meeting, {"page": page, "chosen": chosen})


@require_safe
def minutes_md(request: CommunityRequest, meeting_id: str) -> HttpResponse:
    page = _page(request, meeting_id)
    return _file(minutes_markdown(page, _languages(request, page)).encode(), "md")


@require_safe
def minutes_docx(request: CommunityRequest, meeting_id: str) -> HttpResponse:
    return _document(request, meeting_id, "docx", documents.docx)


@require_safe
def minutes_pdf(request: CommunityRequest, meeting_id: str) -> HttpResponse:
    return _document(request, meeting_id, "pdf", documents.pdf)


def _page(request: CommunityRequest, meeting_id: str) -> MinutesPage:
    page = minutes_page(request.user, meeting_id)
    if page.minutes is None:
        raise Http404
    return page


def _languages(request: CommunityRequest, page: MinutesPage) -> tuple[str, ...]:
    """The language that is asked for; both, when the community needs both; otherwise the source."""
    asked = request.GET.get("words", "")
    if asked in LANGUAGES:
        return (asked,)
    if page.whole is not None and (asked == "both" or len(page.whole.required) > 1):
        return LANGUAGES
    return (page.minutes.source_language,) if page.minutes else LANGUAGES


def _document(
    request: CommunityRequest, meeting_id: str, kind: str, make: Callable[[documents.Paper], bytes]
) -> HttpResponse:
    page = _page(request, meeting_id)
    try:
        return _file(make(minutes_paper(page, _languages(request, page))), kind)
    except Refused as error:
        return refused(request, error)


def _file(content: bytes, kind: str) -> HttpResponse:
    """Named by its function only."""
    headers = {"Content-Disposition": f'attachment; filename="minutes.{kind}"'}
    return HttpResponse(content, content_type=KINDS[kind], headers=headers)
