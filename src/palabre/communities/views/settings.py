"""What the coordination chooses for its community, and how much it protects itself."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from palabre.communities.actions import choose_risk, settings_seal, settle_community
from palabre.communities.choices import Role
from palabre.communities.forms import ProtectionForm, SettingsForm, settings_start
from palabre.communities.queries import frame_of, open_easing
from palabre.communities.requests import CommunityRequest
from palabre.communities.rules import can_confirm_easing, can_edit_community, holds
from palabre.kit.pages import render_page, say, see
from palabre.kit.verdict import Refused
from palabre.people.proving import proved_recently


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/settings/`: absent for everybody but the coordination."""
    community = _own(request)
    form = SettingsForm(request.POST or None, initial=_start(request))
    if form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            settle_community(actor=request.user, community=community, settings=form.settings(), seen=seen)
            say(request, _("The settings are saved."))
            return see(request, request.path)
        except Refused as error:
            _refused(form, error, request)
    words = {"form": form, "risk_form": ProtectionForm(now=community.risk)}
    return _page(request, words, status=422 if form.is_bound else 200)


@require_POST
@proved_recently
def protection(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/settings/protection/`: stricter at once, less strict with a second person."""
    community = _own(request)
    form = ProtectionForm(request.POST, now=community.risk)
    if form.is_valid():
        try:
            asked = choose_risk(actor=request.user, community=community, **form.cleaned_data)
            stricter, waits = _("The protection is stricter from now on."), _("A second person is asked to confirm.")
            say(request, waits if asked else stricter)
            return see(request, reverse("communities:settings", args=[community_id]))
        except Refused as error:
            form.refuse(error)
    return _page(request, {"form": SettingsForm(initial=_start(request)), "risk_form": form}, status=422)


def _own(request: CommunityRequest) -> Any:
    if not holds(request.user, request.community.pk, Role.COORDINATOR):
        raise Http404
    return request.community


def _start(request: CommunityRequest) -> dict[str, Any]:
    return {**settings_start(request.community), "seen": settings_seal(community=request.community)}


def _refused(form: SettingsForm, error: Refused, request: CommunityRequest) -> None:
    """After a clash the next sending overwrites knowingly: it carries the seal of what is chosen now."""
    form.refuse(error)
    if form.clash and isinstance(form.data, QueryDict):
        request.community.refresh_from_db()
        form.data = {**form.data.dict(), "seen": settings_seal(community=request.community)}


def _page(request: CommunityRequest, words: dict[str, Any], *, status: int) -> HttpResponse:
    actor, community = request.user, request.community
    easing = open_easing(community)
    words |= {"frame": frame_of(community), "verdict": can_edit_community(actor, community), "easing": easing}
    words["confirm"] = can_confirm_easing(actor, easing) if easing else None
    return render_page(request, "communities/settings.html", words, status=status)
