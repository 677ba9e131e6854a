"""One's own honorarium: the months, a month given up, a break, and how one is paid."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused
from palabre.money.actions.agreements import begin_break, end_break, waive_month
from palabre.money.actions.payees import forget_payee, set_payee
from palabre.money.forms.honoraria import BreakForm, PayeeForm
from palabre.money.models import HonorariumAgreement
from palabre.money.queries.own import own_agreement, own_details, own_pages
from palabre.money.views.honoraria import month_asked
from palabre.people.proving import proved_recently
from palabre.people.requests import PersonRequest


@require_safe
def honoraria(request: PersonRequest) -> HttpResponse:
    """`/me/honoraria/`: each month with its state."""
    words = {"pages": own_pages(request.user), "details": own_details(request.user)}
    return render_page(request, "money/mine.html", words)


@require_POST
def waiver(request: PersonRequest, agreement_id: str) -> HttpResponse:
    """`/me/honoraria/<a>/waiver/`: a month is given up, or taken back."""
    month, waived = month_asked(request), request.POST.get("waived") == "yes"
    said = _("Noted: nothing is due for this month.") if waived else _("Noted: this month is thanked as the others.")
    agreement = _own(request, agreement_id)
    return _done(
        request, lambda: waive_month(actor=request.user, agreement=agreement, month=month, waived=waived), said
    )


@require_http_methods(["GET", "HEAD", "POST"])
def pause(request: PersonRequest, agreement_id: str) -> HttpResponse:
    """`/me/honoraria/<a>/break/`: from which month on."""
    agreement = _own(request, agreement_id)
    form = BreakForm(request.POST or None, today=timezone.localdate())
    if form.is_valid():
        try:
            said = form.cleaned_data
            begin_break(actor=request.user, agreement=agreement, first=said["first"], last=said["last"])
            say(request, _("Take good care. Your place stays, and nobody asks why."))
            return see(request, reverse("money:my_honoraria"))
        except Refused as error:
            form.refuse(error)
    return render_page(request, "money/break.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
def back(request: PersonRequest, agreement_id: str) -> HttpResponse:
    """`/me/honoraria/<a>/return/`: the break ends with this month."""
    agreement = _own(request, agreement_id)
    said = _("Welcome back. From next month on you are thanked as before.")
    return _done(request, lambda: end_break(actor=request.user, agreement=agreement), said)


@require_http_methods(["GET", "HEAD", "POST"])
@proved_recently
def details(request: PersonRequest) -> HttpResponse:
    """`/me/honoraria/details/`: how she wants to be paid."""
    known = own_details(request.user)
    start = (
        {name: getattr(known, name) for name in ("means", "name", "account", "institution", "note")} if known else {}
    )
    form = PayeeForm(request.POST or None, initial=start)
    if form.is_valid():
        try:
            set_payee(actor=request.user, **form.cleaned_data)
            say(request, _("Kept under a key of its own. Only the treasury opens it, when it pays you."))
            return see(request, reverse("money:my_honoraria"))
        except Refused as error:
            form.refuse(error)
    return render_page(
        request, "money/my_details.html", {"form": form, "known": known}, status=422 if form.is_bound else 200
    )


@require_POST
def removal(request: PersonRequest) -> HttpResponse:
    """`/me/honoraria/details/removal/`."""
    return _done(request, lambda: forget_payee(actor=request.user), _("Your details are forgotten."))


def _own(request: PersonRequest, public_id: str) -> HonorariumAgreement:
    agreement: HonorariumAgreement = get_object_or_404(own_agreement(request.user, public_id))
    return agreement


def _done(request: PersonRequest, act: Callable[[], object], said: str) -> HttpResponse:
    try:
        act()
    except Refused as error:
        return refused(request, error)
    say(request, said)
    return see(request, reverse("money:my_honoraria"))
