"""The ledger: by month on a page, whole as a statement, a sheet, a PDF. All of them add up to the same cent."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from palabre.communities.requests import CommunityRequest
from palabre.kit import documents, sheets
from palabre.kit.pages import refused, render_page
from palabre.kit.reader import page_language
from palabre.kit.verdict import Refused
from palabre.languages.queries import best_words
from palabre.money.actions.exporting import export_ledger
from palabre.money.queries.ledger import ledger_of
from palabre.money.queries.ledger_rows import Ledger
from palabre.money.queries.ledger_sheet import ledger_paper, ledger_sheet
from palabre.money.queries.ledger_view import ledger_view
from palabre.money.rules.ledger import can_read_ledger, can_see_money
from palabre.people.proving import proved_recently

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
}


@require_safe
def ledger(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/ledger/`: sums, and one month in order; `?of=`, `?currency=`, `?month=2026-11`."""
    _may_read(request)
    view = ledger_view(request.user, request.community, page_language(), request.GET, **_asked(request.GET))
    manages = can_see_money(request.user, request.community)
    words = {"ledger": view.ledger, "view": view, "manages": manages}
    return render_page(request, "money/ledger.html", words)


@require_safe
def statement(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/ledger/statement/`: everything, to print on A4."""
    found = _ledger(request)
    words = {"ledger": found, "today": timezone.localdate(), "title": _title(found)}
    return render_page(request, "money/statement.html", words)


def _may_read(request: CommunityRequest) -> None:
    if not can_read_ledger(request.user, request.community):
        raise Http404


def _ledger(request: CommunityRequest) -> Ledger:
    _may_read(request)
    return ledger_of(request.user, request.community, page_language(), **_asked(request.GET))


def _asked(said: Any) -> dict[str, str]:
    return {"budget": said.get("of", "")[:32], "currency": said.get("currency", "")[:3]}


def _title(found: Ledger) -> str:
    return (
        next((title for budget, title in found.budgets if found.budget == budget), "")
        or best_words(found.community, "name", page_language()).text
    )


@require_POST
@proved_recently
def export(request: CommunityRequest, community_id: str, extension: str) -> HttpResponse:
    """`/c/<x>/ledger/ledger.xlsx` and so on: a POST, for the journal keeps who took it, after a proof (SR-09)."""
    if not can_read_ledger(request.user, request.community):
        raise Http404
    asked, language = _asked(request.POST), page_language()
    try:
        found = export_ledger(
            actor=request.user, community=request.community, language=language, extension=extension, **asked
        )
        content = _content(found, extension, language, timezone.localdate())
    except Refused as error:
        return refused(request, error)
    name = _("ledger")
    headers = {"Content-Disposition": f'attachment; filename="{name}.{extension}"'}
    return HttpResponse(content, content_type=TYPES[extension], headers=headers)


def _content(found: Ledger, extension: str, language: str, today: date) -> bytes:
    if extension == "pdf":
        return documents.pdf(ledger_paper(found, _title(found), language, today))
    sheet = ledger_sheet(found)
    if extension == "xlsx":
        return sheets.xlsx(sheet.headers, sheet.rows)
    return sheets.csv(sheet.headers, sheet.rows, separator=";" if language == "fr" else ",")
