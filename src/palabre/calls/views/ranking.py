"""What the reviews come to, as a list and as a sheet to print."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from palabre.calls.models import Call
from palabre.calls.queries.ranking import PRINTED, ranking_page
from palabre.calls.rules.reviewing import led_calls, ranked_calls
from palabre.calls.views.inside import stand_in
from palabre.kit.pages import render_page
from palabre.kit.paging import SIZE
from palabre.languages.queries import load_halves
from palabre.people.requests import PersonRequest

ORDERS = (("mean", _("Mean")), ("spread", _("Spread")), ("reviews", _("Fewest reviews")), ("code", _("Code")))


@require_safe
def ranking(request: PersonRequest, call_id: str) -> HttpResponse:
    """`/calls/<x>/ranking/`: twenty at a time, in the order that is asked for."""
    return render_page(request, "calls/review_ranking.html", _words(request, call_id, SIZE))


@require_safe
def sheet(request: PersonRequest, call_id: str) -> HttpResponse:
    """`/calls/<x>/ranking/sheet/`: the same to print, a hundred on one page."""
    return render_page(request, "calls/review_ranking_sheet.html", _words(request, call_id, PRINTED))


def _words(request: PersonRequest, call_id: str, size: int) -> dict[str, Any]:
    rows = ranked_calls(request.user).select_related("community")
    call: Call = get_object_or_404(rows, public_id=call_id)
    stand_in(request, call.community)
    load_halves([call])
    page = ranking_page(request.user, call, request.GET, size=size)
    leads = led_calls(request.user).filter(pk=call.pk).exists()
    return {"page": page, "call": call, "orders": ORDERS, "leads": leads}
