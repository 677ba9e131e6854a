"""A community adopts; its coordination sees who has not signed; an organisation adheres."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palabre.charter.actions import adhere, adopt_charter, ask_unsigned
from palabre.charter.forms import AdoptForm
from palabre.charter.queries.signing import codes_for, signatures_page
from palabre.charter.rules import can_adopt, can_see_signatures, current_adoption, represented
from palabre.charter.views.common import status_of, text_language
from palabre.communities.requests import CommunityRequest
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.reader import page_language
from palabre.kit.verdict import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def adoption(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/charter/adoption/`: which code, and the decision of the community."""
    actor, community = request.user, request.community
    verdict = can_adopt(actor, community)
    if not verdict:
        return refused(request, Refused(verdict))
    codes = {code.public_id: (code, name) for code, name in codes_for(community, page_language())}
    labels = [(key, _("%(name)s, version %(number)s") % {"name": name, "number": code.version})
              for key, (code, name) in codes.items()]  # fmt: skip
    form = AdoptForm(request.POST or None, codes=labels)
    if form.is_valid():
        said = form.cleaned_data
        try:
            basics = {"decision": said["decision"], "decided_on": said["decided_on"]}
            adopt_charter(actor=actor, community=community, code=codes[said["code"]][0], **basics)
            say(request, _("The charter is adopted. Read it, then sign it yourself."))
            return see(request, reverse("charter:signature", args=[community_id]))
        except Refused as error:
            form.refuse(error)
    words = {"form": form, "codes": codes, "now": current_adoption(community.pk)}
    return render_page(request, "charter/adoption.html", words, status=status_of(form))


@require_safe
def signatures(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/charter/signatures/`: absent for whoever does not coordinate."""
    if not can_see_signatures(request.user, request.community):
        raise Http404
    page = signatures_page(request.user, request.community, request.GET)
    if page is None:
        raise Http404
    return render_page(request, "charter/signatures.html", {"page": page})


@require_POST
def reminder(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/charter/reminder/`: ask those who have not signed."""
    bound = current_adoption(request.community.pk)
    if bound is None or not can_see_signatures(request.user, request.community):
        raise Http404
    try:
        ask_unsigned(actor=request.user, adoption=bound)
    except Refused as error:
        return refused(request, error)
    say(request, _("A discreet reminder is on its way to those who have not signed."))
    return see(request, reverse("charter:signatures", args=[community_id]))


@require_POST
def adherence(request: CommunityRequest, community_id: str, organisation_id: str) -> HttpResponse:
    """`/c/<x>/charter/adherence/<o>/`: the organisation adheres, by the word of a person who represents it."""
    houses = represented(request.user, request.community)
    said = {"language": text_language(request), "seen": request.POST.get("seen", "")}
    try:
        house = get_object_or_404(houses, public_id=organisation_id)
        adhere(actor=request.user, community=request.community, organisation=house, **said)
    except Refused as error:
        return refused(request, error)
    say(request, _("The adherence of your organisation is noted."))
    return see(request, reverse("charter:charter", args=[community_id]))
