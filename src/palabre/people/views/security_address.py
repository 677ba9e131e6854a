"""Another address: asked for here, confirmed from the new mailbox, undone from the old one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from palabre.kit.access import open_to_all
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.sealing import BadSeal, unsign
from palabre.kit.verdict import Refused
from palabre.people.actions import ask_address, confirm_address, undo_address
from palabre.people.addressing import CONFIRM, UNDO, life_of
from palabre.people.forms.factors import AddressForm
from palabre.people.models import AddressChange
from palabre.people.proving import proved_recently
from palabre.people.queries import address_change
from palabre.people.requests import PersonRequest
from palabre.people.rules import can_confirm_address, can_undo_address


@proved_recently
@require_http_methods(["GET", "HEAD", "POST"])
def address(request: PersonRequest) -> HttpResponse:
    """`/me/email/`: the answer is the same whether the address is free or not."""
    form = AddressForm(request.POST or None)
    if form.is_valid():
        try:
            ask_address(actor=request.user, address=form.cleaned_data["address"])
            say(request, _("A link is on its way to the new address. Nothing changes before you open it."))
            return see(request, reverse("people:security"))
        except Refused as error:
            form.refuse(error)
    return render_page(request, "people/security/address.html", {"form": form}, status=422 if form.is_bound else 200)


def _found(token: str, purpose: str) -> AddressChange | None:
    try:
        return address_change(unsign(token, purpose, life_of(purpose)))
    except BadSeal:
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def confirmation(request: PersonRequest, token: str) -> HttpResponse:
    """`/me/email/<token>/`: reading it changes nothing; the button does, for the person who asked alone."""
    change = _found(token, CONFIRM)
    if change is None or not can_confirm_address(request.user, change):
        return render_page(request, "people/security/address_over.html", status=410)
    if request.method == "POST":
        try:
            confirm_address(actor=request.user, change=change)
        except Refused as error:
            return refused(request, error)
        say(request, _("Your new address counts from now on. The old one was told."))
        return see(request, reverse("people:security"))
    return render_page(request, "people/security/address_confirm.html", {"change": change})


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def undoing(request: HttpRequest, token: str) -> HttpResponse:
    """`/address/<token>/`: from the old mailbox, for a week; the button puts the old address back."""
    change = _found(token, UNDO)
    if change is None or not can_undo_address(change):
        return render_page(request, "people/security/address_over.html", status=410)
    if request.method == "POST":
        try:
            undo_address(change=change)
        except Refused as error:
            return refused(request, error)
        return render_page(request, "people/security/address_undone.html")
    return render_page(request, "people/security/address_undo.html")
