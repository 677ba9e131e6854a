"""A place that is shut: by the coordination, with its reason; the person reads why, appeals, and others decide."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palabre.communities.actions import appeal, exclude, leave_community, lift, suspend
from palabre.communities.forms import AppealForm, DecisionForm, SuspendForm
from palabre.communities.models import Suspension
from palabre.communities.queries import called
from palabre.communities.requests import CommunityRequest
from palabre.communities.rules import (
    can_appeal,
    can_exclude,
    can_leave,
    can_lift,
    can_suspend,
    visible_memberships,
    visible_suspensions,
)
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused
from palabre.people.requests import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
def beginning(request: CommunityRequest, community_id: str, membership_id: str) -> HttpResponse:
    """`/c/<x>/members/<m>/suspension/`: says what it does, and asks for the reason."""
    rows = visible_memberships(request.user).filter(community=request.community)
    membership = get_object_or_404(rows.select_related("person", "community"), public_id=membership_id)
    form = SuspendForm(request.POST or None)
    if form.is_valid():
        try:
            done = suspend(actor=request.user, membership=membership, **form.cleaned_data)
            say(request, _("The place is shut. The person reads why, and can appeal."))
            return see(request, reverse("communities:suspension", args=[done.public_id]))
        except Refused as error:
            form.refuse(error)
    words: dict[str, Any] = {"form": form, "membership": membership, "verdict": can_suspend(request.user, membership)}
    words |= {"name": called(membership.person, request.community)}
    return render_page(request, "communities/suspensions/new.html", words, status=422 if form.is_bound else 200)


@require_safe
def suspension(request: PersonRequest, suspension_id: str) -> HttpResponse:
    """`/suspensions/<s>/`: the same page for the person, for those who decide, and for who shut the place."""
    return _page(request, _found(request, suspension_id), AppealForm(), DecisionForm())


def _page(
    request: PersonRequest, found: Suspension, appealing: AppealForm, deciding: DecisionForm, status: int = 200
) -> HttpResponse:
    mine = found.membership.person_id == request.user.pk
    words = {
        "suspension": found, "mine": mine, "appealing": appealing, "deciding": deciding,
        "name": called(found.membership.person, found.membership.community),
        "appeals": can_appeal(request.user, found), "lifts": can_lift(request.user, found),
        "excludes": can_exclude(request.user, found), "leaves": mine and can_leave(request.user, found.membership),
    }  # fmt: skip
    return render_page(request, "communities/suspensions/one.html", words, status=status)


@require_POST
def appealing(request: PersonRequest, suspension_id: str) -> HttpResponse:
    """`/suspensions/<s>/appeal/`."""
    found, form = _found(request, suspension_id), AppealForm(request.POST)
    if form.is_valid():
        try:
            appeal(actor=request.user, suspension=found, text=form.cleaned_data["appeal"])
            say(request, _("Your appeal is with people who did not take part before. You find their answer here."))
            return see(request, reverse("communities:suspension", args=[suspension_id]))
        except Refused as error:
            form.refuse(error)
    return _page(request, found, form, DecisionForm(), status=422)


@require_POST
def decision(request: PersonRequest, suspension_id: str) -> HttpResponse:
    """`/suspensions/<s>/decision/`: opened again, or ended."""
    found, form = _found(request, suspension_id), DecisionForm(request.POST)
    act = lift if request.POST.get("end") == "lift" else exclude
    if form.is_valid():
        try:
            act(actor=request.user, suspension=found, **form.cleaned_data)
            say(request, _("The decision is noted, and the person reads it."))
            return see(request, reverse("communities:suspension", args=[suspension_id]))
        except Refused as error:
            form.refuse(error)
    return _page(request, found, AppealForm(), form, status=422)


@require_POST
def departure(request: PersonRequest, suspension_id: str) -> HttpResponse:
    """`/suspensions/<s>/departure/`: whoever is suspended may also simply leave."""
    found = _found(request, suspension_id)
    try:
        leave_community(actor=request.user, membership=found.membership)
    except Refused as error:
        return refused(request, error)
    say(request, _("You have left. Nothing more will be sent to you from there."))
    return see(request, reverse("communities:list"))


def _found(request: PersonRequest, suspension_id: str) -> Suspension:
    return get_object_or_404(visible_suspensions(request.user), public_id=suspension_id)
