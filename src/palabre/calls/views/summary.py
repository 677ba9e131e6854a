"""The figures of a selection, for whoever has the address of the call: masked, without a person."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from palabre.calls.queries.counts import summary_of
from palabre.calls.queries.public import announced_call
from palabre.kit.access import open_to_all
from palabre.kit.pages import render_page
from palabre.kit.reader import chosen_language
from palabre.kit.visitors import for_everyone


@open_to_all
@require_safe
@for_everyone
def summary(request: HttpRequest, call_id: str) -> HttpResponse:
    """`/calls/<y>/summary/`: once the selection is published."""
    call = announced_call(call_id)
    page = summary_of(call) if call is not None else None
    if page is None:
        raise Http404
    chosen = chosen_language(request)
    words = {"page": page, "call": page.call, "for_all": True, "tail": f"?lang={chosen}" if chosen else ""}
    return render_page(request, "calls/selection_summary.html", words)
