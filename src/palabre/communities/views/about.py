"""What a community is: its domain, its community, its practice."""

from __future__ import annotations

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from palabre.communities.actions import state_purpose, texts_seal
from palabre.communities.forms import AboutForm
from palabre.communities.queries import frame_of, own_membership
from palabre.communities.requests import CommunityRequest
from palabre.communities.rules import can_edit_community
from palabre.kit.pages import render_page, say, see
from palabre.kit.verdict import Refused
from palabre.languages.queries import load_halves


@require_http_methods(["GET", "HEAD", "POST"])
def about(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/about/`: to read for all, to write for the coordination, both languages side by side."""
    actor, community = request.user, request.community
    load_halves([community])
    seal = texts_seal(community=community)
    form = AboutForm(request.POST or None, initial={"seen": seal}, community=community)
    if form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            state_purpose(actor=actor, community=community, texts=form.texts(), seen=seen)
            say(request, _("The texts are saved."))
            return see(request, request.path)
        except Refused as error:
            form = _refused(form, error, seal)
    words: dict[str, object] = {
        "form": form,
        "verdict": can_edit_community(actor, community),
        "mine": own_membership(actor, community),
    }
    words["frame"] = frame_of(community)
    return render_page(request, "communities/about.html", words, status=422 if form.is_bound else 200)


def _refused(form: AboutForm, error: Refused, seal: str) -> AboutForm:
    """After a clash the next sending overwrites knowingly: it carries the seal of what is shown below."""
    form.refuse(error)
    form.data = {**form.data.dict(), "seen": seal} if isinstance(form.data, QueryDict) else form.data
    return form
