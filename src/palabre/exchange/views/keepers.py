"""Who keeps the instance: named by one keeper, confirmed by another."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from palabre.communities.actions.keeping import confirm_keeper, end_keeping, name_keeper
from palabre.communities.keeping import for_keepers
from palabre.exchange.forms import NameKeeperForm
from palabre.exchange.queries.keepers import keeper_rows
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused
from palabre.people.proving import proved_recently, when_sent
from palabre.people.requests import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers
@proved_recently(when=when_sent)
def keepers(request: PersonRequest) -> HttpResponse:
    """`/instance/keepers/`: who does, who is named; name another one."""
    form = NameKeeperForm(request.POST or None)
    if form.is_valid():
        try:
            name_keeper(actor=request.user, account=form.cleaned_data["account"])
            say(request, _("Named. Another keeper confirms it, or whoever runs the server."))
            return see(request, request.path)
        except Refused as error:
            form.refuse(error)
    words = {"form": form, "rows": keeper_rows(request.user)}
    return render_page(request, "exchange/keeping/keepers.html", words, status=422 if form.is_bound else 200)


@require_POST
@for_keepers
@proved_recently
def confirmation(request: PersonRequest) -> HttpResponse:
    """The second pair of eyes."""
    try:
        confirm_keeper(actor=request.user, account=_account(request))
    except Refused as error:
        return refused(request, error)
    say(request, _("Confirmed, for a year."))
    return see(request, reverse("exchange:keepers"))


@require_POST
@for_keepers
@proved_recently
def departure(request: PersonRequest) -> HttpResponse:
    """A naming taken back, or one's own task laid down."""
    try:
        end_keeping(actor=request.user, account=_account(request))
    except Refused as error:
        return refused(request, error)
    say(request, _("It is ended."))
    mine = _account(request) == request.user.public_id
    return see(request, reverse("communities:list") if mine else reverse("exchange:keepers"))


def _account(request: PersonRequest) -> str:
    """The letters that a button of the page sends."""
    form = NameKeeperForm(request.POST)
    return str(form.cleaned_data["account"]) if form.is_valid() else ""
