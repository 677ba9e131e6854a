"""Twin communities: a code is read out, a link is asked for, accepted, ended."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from palabre.communities.actions.twins import accept_twin, ask_twin, end_twin, make_twin_code
from palabre.communities.forms.sharing import CodeForm
from palabre.communities.models import TwinLink
from palabre.communities.queries.twins import twins_page
from palabre.communities.requests import CommunityRequest
from palabre.communities.rules.twins import visible_twins
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def twins(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/twins/`: everybody reads the twins; the coordination gives a code, or types the one it was given."""
    page = twins_page(request.user, request.community)
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            ask_twin(actor=request.user, community=request.community, code=form.cleaned_data["code"])
            say(request, _("The other coordination is asked. Its name shows here once it has said yes."))
            return see(request, request.path)
        except Refused as error:
            if not page.verdict:
                return refused(request, error)
            form.refuse(error)
    words = {"page": page, "form": form}
    return render_page(request, "communities/twins.html", words, status=422 if form.is_bound else 200)


@require_POST
def code(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/twins/code/`: a new code; the one before opens nothing more."""
    try:
        make_twin_code(actor=request.user, community=request.community)
    except Refused as error:
        return refused(request, error)
    say(
        request,
        _("Here is a code for one other coordination. Read it out or write it down: it works once, for a week."),
    )
    return see(request, _twins(community_id))


@require_POST
def acceptance(request: CommunityRequest, community_id: str, twin_id: str) -> HttpResponse:
    """`/c/<x>/twins/<t>/acceptance/`."""
    try:
        accept_twin(actor=request.user, twin=_find(request, twin_id))
    except Refused as error:
        return refused(request, error)
    say(request, _("The two communities are linked. Meetings can be opened to each other."))
    return see(request, _twins(community_id))


@require_POST
def ending(request: CommunityRequest, community_id: str, twin_id: str) -> HttpResponse:
    """`/c/<x>/twins/<t>/end/`."""
    try:
        end_twin(actor=request.user, twin=_find(request, twin_id))
    except Refused as error:
        return refused(request, error)
    say(request, _("The link has ended. Meetings that were held together stay with both communities."))
    return see(request, _twins(community_id))


def _find(request: CommunityRequest, twin_id: str) -> TwinLink:
    rows = visible_twins(request.user).of(request.community.pk)  # type: ignore[attr-defined]
    found: TwinLink = get_object_or_404(rows.select_related("asking", "asked"), public_id=twin_id)
    return found


def _twins(community_id: str) -> str:
    return reverse("communities:twins", args=[community_id])
