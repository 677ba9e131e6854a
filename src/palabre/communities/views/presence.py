"""Who I am here."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from palabre.communities.actions.presence import set_presence
from palabre.communities.forms.presence import PresenceForm
from palabre.communities.queries.directory import own_place_in
from palabre.communities.requests import CommunityRequest
from palabre.communities.risk import Directory
from palabre.communities.rules.directory import directory_of
from palabre.kit.pages import render_page, say, see
from palabre.kit.verdict import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def me(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/me/`: absent for whoever belongs by a role alone."""
    membership, kind = own_place_in(request.user, request.community), directory_of(request.community)
    if membership is None:
        raise Http404
    form = PresenceForm(request.POST or None, membership=membership, directory=kind is not Directory.OFF)
    if form.is_valid():
        try:
            set_presence(actor=request.user, membership=membership, **form.said(membership))
            say(request, _("This is who you are here from now on."))
            return see(request, request.path)
        except Refused as error:
            form.refuse(error)
    words = {"form": form, "membership": membership, "groups": kind is Directory.SAME_GROUP}
    return render_page(request, "communities/presence.html", words, status=422 if form.is_bound else 200)
