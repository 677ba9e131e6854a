"""Letters: everybody gets an answer, in her language, when the coordination says so."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palabre.calls.actions.letters import edit_letter, prepare_letters, send_letter, send_letters, write_letter_text
from palabre.calls.forms.deciding import LetterForm, LetterTextForm
from palabre.calls.models import Letter
from palabre.calls.queries.letters import letters_page, text_rows, texts_of
from palabre.calls.rules.accepting import can_edit_letter, can_send_letter
from palabre.calls.rules.committee import stands_apart
from palabre.calls.rules.deciding import visible_letters
from palabre.calls.views.call_common import rebased
from palabre.calls.views.selecting import led, status_of
from palabre.communities.requests import CommunityRequest
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused


@require_safe
def letters(request: CommunityRequest, call_id: str) -> HttpResponse:
    """`/calls/<y>/letters/`: who has no answer yet; `?all` shows everybody."""
    call = led(request, call_id)
    page = letters_page(request.user, call, request.GET)
    return render_page(request, "calls/letter_list.html", {"call": call, "page": page, "all": "all" in request.GET})


@require_POST
def preparation(request: CommunityRequest, call_id: str) -> HttpResponse:
    """`/calls/<y>/letters/preparation/`: a letter for everybody who is owed one; none is sent."""
    call = led(request, call_id)
    try:
        number = prepare_letters(actor=request.user, call=call)
    except Refused as error:
        return refused(request, error)
    said = ngettext("One letter is prepared.", "%(number)s letters are prepared.", number) % {"number": number}
    say(request, said + " " + _("Nobody has received anything yet: read them over first."))
    return see(request, reverse("calls:letters", args=[call_id]))


@require_POST
def sending(request: CommunityRequest, call_id: str) -> HttpResponse:
    """`/calls/<y>/letters/sending/`: all that are prepared."""
    call = led(request, call_id)
    try:
        number = send_letters(actor=request.user, call=call)
    except Refused as error:
        return refused(request, error)
    say(request, ngettext("One letter is sent.", "%(number)s letters are sent.", number) % {"number": number})
    return see(request, reverse("calls:letters", args=[call_id]))


@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: CommunityRequest, call_id: str, letter_id: str) -> HttpResponse:
    """`/calls/<y>/letters/<l>/`: read over, and changed until it is sent."""
    row = _letter(request, call_id, letter_id)
    verdict = can_edit_letter(request.user, row)
    form = LetterForm(request.POST or None, initial={"body": row.body, "seen": row.version})
    if request.method == "POST" and not verdict:
        return refused(request, Refused(verdict))
    if form.is_valid():
        try:
            edit_letter(actor=request.user, letter=row, **form.cleaned_data)
            say(request, _("The letter is kept. It is not sent yet."))
            return see(request, request.path)
        except Refused as error:
            form.refuse(error)
    theirs = form.clash.theirs if form.clash else None
    words = {"call": row.application.call, "letter": row, "verdict": verdict, "theirs": theirs}
    words |= {"form": rebased(form, theirs.version if theirs else ""), "send": can_send_letter(request.user, row)}
    return render_page(request, "calls/letter_page.html", words, status=status_of(form))


@require_POST
def letter_sending(request: CommunityRequest, call_id: str, letter_id: str) -> HttpResponse:
    """`/calls/<y>/letters/<l>/sending/`: this one alone."""
    row = _letter(request, call_id, letter_id)
    try:
        send_letter(actor=request.user, letter=row)
    except Refused as error:
        return refused(request, error)
    say(request, _("The letter is sent."))
    return see(request, reverse("calls:letters", args=[call_id]))


@require_http_methods(["GET", "HEAD", "POST"])
def wording(request: CommunityRequest, call_id: str) -> HttpResponse:
    """`/calls/<y>/letters/wording/`: what everybody with one outcome reads, in both languages."""
    call = led(request, call_id)
    rows = text_rows(texts_of(call))
    asked = request.POST.get("outcome") or request.GET.get("outcome", "")
    row = next((one for one in rows if one.outcome == asked), rows[0])
    start = {"outcome": row.outcome, "text_fr": row.french, "text_en": row.english}
    form = LetterTextForm(request.POST or None, initial=start)
    if form.is_valid():
        try:
            write_letter_text(actor=request.user, call=call, outcome=row.outcome, texts=form.texts())
            say(request, _("Kept. Letters that are prepared already keep their words."))
            return see(request, f"{request.path}?outcome={row.outcome}")
        except Refused as error:
            form.refuse(error)
    words = {"call": call, "rows": rows, "row": row, "form": form}
    return render_page(request, "calls/letter_wording.html", words, status=status_of(form))


def _letter(request: CommunityRequest, call_id: str, letter_id: str) -> Letter:
    call = led(request, call_id)
    rows = visible_letters(request.user).filter(application__call=call).select_related("application__person")
    row: Letter = get_object_or_404(rows, public_id=letter_id)
    row.application.call = call
    if not stands_apart(request.user, row.application):
        raise Http404
    return row
