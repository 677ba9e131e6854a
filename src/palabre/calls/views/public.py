"""Calls for visitors: the same page for everyone, without a cookie, kept no longer than it is true."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from palabre.calls.models import Call
from palabre.calls.queries import public
from palabre.kit.access import open_to_all
from palabre.kit.pages import render_page
from palabre.kit.reader import chosen_language, page_language
from palabre.kit.visitors import for_everyone
from palabre.languages.queries import best_words


@open_to_all
@require_safe
@for_everyone
def public_list(request: HttpRequest) -> HttpResponse:
    """`/calls/`: open, soon, closed lately; only calls that want to be listed."""
    page = public.public_list(request.GET)
    return _kept(render_page(request, "calls/public/list.html", _words(request, page=page)), page.fresh)


@open_to_all
@require_safe
@for_everyone
def public_call(request: HttpRequest, call_id: str) -> HttpResponse:
    """`/calls/<y>/`: everything that somebody who thinks of applying wants to know."""
    page = public.public_call(_call(call_id), page_language())
    words = _words(request, page=page, call=page.call)
    return _kept(render_page(request, "calls/public/call.html", words), page.fresh)


@open_to_all
@require_safe
@for_everyone
def ready(request: HttpRequest, call_id: str) -> HttpResponse:
    """`/calls/<y>/ready/`: questions to oneself. There is no form, and nothing is sent."""
    call = _call(call_id)
    found = best_words(call, "capacity", page_language())
    questions = [line.strip() for line in found.text.splitlines() if line.strip()]
    words = _words(request, call=call, questions=questions, written_in=found.language)
    return render_page(request, "calls/public/ready.html", words)


def _call(call_id: str) -> Call:
    call = public.announced_call(call_id)
    if call is None:
        raise Http404
    return call


def _words(request: HttpRequest, **words: object) -> dict[str, object]:
    """The frame does not ask who reads; `tail` takes the chosen language along, without a cookie."""
    chosen = chosen_language(request)
    return {**words, "for_all": True, "tail": f"?lang={chosen}" if chosen else ""}


def _kept(response: HttpResponse, seconds: int) -> HttpResponse:
    response["Cache-Control"] = f"public, max-age={seconds}"
    return response
