"""The treasury pays a month, reverses a payment, opens how somebody is paid. Each asks once more who is there (SR-09)."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from palabre.communities.queries.naming import called
from palabre.communities.requests import CommunityRequest
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused
from palabre.money.actions.honoraria import open_payee, pay_honoraria, reverse_honorarium
from palabre.money.forms.honoraria import PayForm, ReversalForm
from palabre.money.queries.honoraria import paid_keys, payable_lines
from palabre.money.rules.honoraria import can_reverse_honorarium
from palabre.money.views.honoraria import find_line, month_asked, month_url, seen_by
from palabre.people.proving import proved_recently, when_sent


@require_http_methods(["GET", "HEAD", "POST"])
@proved_recently(when=when_sent)
def payment(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/honoraria/payment/?month=…`: a reference beside each payment that was made; all are noted, or none."""
    seen_by(request.user, request.community)
    asked = month_asked(request)
    lines = payable_lines(request.user, request.community, asked)
    paid = paid_keys(request.user, request.community, asked) if request.method == "POST" else ()
    form = PayForm(request.POST if request.method == "POST" else None, lines=lines, paid=paid)
    if form.is_valid():
        try:
            number = pay_honoraria(actor=request.user, payments=form.payments())
            say(request, ngettext("%(n)s payment is noted.", "%(n)s payments are noted.", number) % {"n": number})
            return see(request, month_url(community_id, asked))
        except Refused as error:
            form.refuse(error)
    named = [(*row, name) for row, (_line, name) in zip(form.rows(), lines, strict=True)]
    words = {"form": form, "rows": named, "month": asked}
    return render_page(request, "money/payment.html", words, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@proved_recently(when=when_sent)
def reversal(request: CommunityRequest, community_id: str, honorarium_id: str) -> HttpResponse:
    """`/c/<x>/honoraria/<h>/reversal/`: a payment that failed or was wrong."""
    line = find_line(request, honorarium_id)
    form = ReversalForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            said = form.cleaned_data
            reverse_honorarium(actor=request.user, line=line, note=said["note"], again=said["again"])
            say(request, _("The payment is reversed. Both lines stay in the ledger."))
            return see(request, month_url(community_id, line.month))
        except Refused as error:
            form.refuse(error)
    words = {
        "form": form, "line": line, "verdict": can_reverse_honorarium(request.user, line),
        "name": called(line.agreement.person, request.community),
    }  # fmt: skip
    return render_page(request, "money/reversal.html", words, status=422 if form.is_bound else 200)


@require_POST
@proved_recently
def details(request: CommunityRequest, community_id: str, honorarium_id: str) -> HttpResponse:
    """`/c/<x>/honoraria/<h>/details/`: how to pay her, while her payment waits; she is told that they were opened."""
    line = find_line(request, honorarium_id)
    try:
        known = open_payee(actor=request.user, line=line)
    except Refused as error:
        return refused(request, error)
    words = {"details": known, "line": line, "name": called(line.agreement.person, request.community)}
    return render_page(request, "money/details.html", words)
