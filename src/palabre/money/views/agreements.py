"""Agreements of thanks: who receives how much a month."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from palabre.communities.requests import CommunityRequest
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused
from palabre.money.actions.agreements import end_agreement, make_agreement
from palabre.money.forms.honoraria import AgreementForm
from palabre.money.queries.agreements import agreements_page, without_agreement
from palabre.money.rules.honoraria import can_make_agreement, visible_agreements
from palabre.money.views.honoraria import seen_by


@require_http_methods(["GET", "HEAD", "POST"])
def agreements(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/honoraria/agreements/`: all of them, and a new one."""
    actor, community = request.user, request.community
    seen_by(actor, community)
    makes = can_make_agreement(actor, community)
    members = without_agreement(actor, community) if makes else []
    form = AgreementForm(request.POST or None, members=members, today=timezone.localdate())
    if form.is_valid():
        said = form.cleaned_data
        try:
            make_agreement(
                actor=actor, community=community, person=form.members[said["person"]], amount=said["amount"],
                currency=said["currency"], first=said["first"], last=said["last"],
            )  # fmt: skip
            say(request, _("The agreement stands. One line is prepared each month."))
            return see(request, request.path)
        except Refused as error:
            form.refuse(error)
    page = agreements_page(actor, community, request.GET)
    words = {"form": form, "page": page, "makes": makes}
    return render_page(request, "money/agreements.html", words, status=422 if form.is_bound else 200)


@require_POST
def end(request: CommunityRequest, community_id: str, agreement_id: str) -> HttpResponse:
    """`/c/<x>/honoraria/agreements/<a>/end/`."""
    seen_by(request.user, request.community)
    rows = visible_agreements(request.user).filter(community=request.community)
    try:
        end_agreement(actor=request.user, agreement=get_object_or_404(rows, public_id=agreement_id))
    except Refused as error:
        return refused(request, error)
    say(request, _("The agreement is over. What is due or approved is still paid."))
    return see(request, reverse("money:agreements", args=[community_id]))
