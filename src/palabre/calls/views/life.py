"""The life of a call: announced, taken back, lengthened, led on step by step, given up."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from palabre.calls.actions.life import announce_call, cancel_call, lengthen_call, take_back_call, take_step
from palabre.calls.forms.calls import CancelForm, LengthenForm
from palabre.calls.queries.moments import moments
from palabre.calls.rules.calls import can_cancel_call, can_lengthen_call
from palabre.calls.views.call_common import call_of, done, page_of_call, status_of
from palabre.communities.requests import CommunityRequest
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused


@require_POST
def announcement(request: CommunityRequest, community_id: str, call_id: str) -> HttpResponse:
    """`/c/<x>/calls/<y>/announcement/`: from draft to ready."""
    row = call_of(request, call_id)
    said = _("The call is announced. It opens by itself at its hour.")
    return done(request, lambda: announce_call(actor=request.user, call=row), page_of_call(row), said)


@require_POST
def draft(request: CommunityRequest, community_id: str, call_id: str) -> HttpResponse:
    """`/c/<x>/calls/<y>/draft/`: from ready back to draft."""
    row = call_of(request, call_id)
    said = _("The call is a draft again. Nobody outside reads it.")
    return done(request, lambda: take_back_call(actor=request.user, call=row), page_of_call(row), said)


@require_POST
def step(request: CommunityRequest, community_id: str, call_id: str) -> HttpResponse:
    """`/c/<x>/calls/<y>/step/`: the next one, and no other."""
    row, to = call_of(request, call_id), request.POST.get("to", "")
    return done(request, lambda: take_step(actor=request.user, call=row, to=to), page_of_call(row), _("Done."))


@require_http_methods(["GET", "HEAD", "POST"])
def deadline(request: CommunityRequest, community_id: str, call_id: str) -> HttpResponse:
    """`/c/<x>/calls/<y>/deadline/`: later, while the call is open."""
    row = call_of(request, call_id)
    verdict = can_lengthen_call(request.user, row)
    if not verdict:
        return refused(request, Refused(verdict))
    now = moments(row)
    start = {"closes_on": now.closes_at.date(), "closes_hour": now.closes_at.time()}
    form = LengthenForm(request.POST or None, initial=start, zone=row.zone)
    if form.is_valid():
        try:
            lengthen_call(actor=request.user, call=row, closes_at=form.cleaned_data["closes_at"])
            say(request, _("The last day has moved. Whoever has begun an application is told."))
            return see(request, page_of_call(row))
        except Refused as error:
            form.refuse(error)
    words = {"form": form, "call": row, "moments": now}
    return render_page(request, "calls/deadline.html", words, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
def cancellation(request: CommunityRequest, community_id: str, call_id: str) -> HttpResponse:
    """`/c/<x>/calls/<y>/cancellation/`: given up, with the reason."""
    row = call_of(request, call_id)
    verdict = can_cancel_call(request.user, row)
    if not verdict:
        return refused(request, Refused(verdict))
    form = CancelForm(request.POST or None)
    if form.is_valid():
        try:
            cancel_call(actor=request.user, call=row, reason=form.cleaned_data["reason"])
            say(request, _("The call is given up."), "warn")
            return see(request, page_of_call(row))
        except Refused as error:
            form.refuse(error)
    return render_page(request, "calls/cancellation.html", {"form": form, "call": row}, status=status_of(form))
