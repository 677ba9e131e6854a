"""What rises to the network above, and what a steward asks for."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palabre.communities.actions.sharing import ask_sharing, decline_sharing, narrow_sharing, sign_sharing
from palabre.communities.choices import Sharing
from palabre.communities.forms.sharing import AskForm, SignForm
from palabre.communities.queries.sharing import LEVELS, downward, upward
from palabre.communities.requests import CommunityRequest
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused


@require_safe
def sharing(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/sharing/`: everybody here reads what rises; the coordination changes it; a steward reads what comes."""
    community = request.community
    words = {"up": upward(request.user, community), "below": downward(request.user, community), "levels": LEVELS}
    return render_page(request, "communities/sharing.html", words)


@require_http_methods(["GET", "HEAD", "POST"])
def signature(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/sharing/signature/`: share more, on a decision."""
    up = upward(request.user, request.community)
    if up is None or not up.sign:
        raise Http404
    if not up.wider:
        return see(request, _sharing(request))
    start = {"level": up.asked.level if up.asked else ""}
    form = SignForm(request.POST or None, initial=start, levels=up.wider)
    if form.is_valid():
        try:
            sign_sharing(actor=request.user, child=request.community, **form.cleaned_data)
            say(request, _("Signed. The network above sees it from now on; you can share less at any moment."))
            return see(request, _sharing(request))
        except Refused as error:
            form.refuse(error)
    words = {"form": form, "up": up, "levels": LEVELS}
    return render_page(request, "communities/sharing_sign.html", words, status=422 if form.is_bound else 200)


@require_POST
def narrowing(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/sharing/narrowing/`: share less, at once."""
    level = request.POST.get("level", "")
    try:
        narrow_sharing(
            actor=request.user, child=request.community, level=level if level in Sharing.values else Sharing.NONE
        )
    except Refused as error:
        return refused(request, error)
    say(request, _("Done. From this moment the network above sees no more than that."))
    return see(request, _sharing(request))


@require_POST
def refusal(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/sharing/refusal/`: no to what is asked; nothing changes."""
    try:
        decline_sharing(actor=request.user, child=request.community)
    except Refused as error:
        return refused(request, error)
    say(request, _("Your answer is noted. What you share stays as it is."))
    return see(request, _sharing(request))


@require_http_methods(["GET", "HEAD", "POST"])
def child(request: CommunityRequest, community_id: str, child_id: str) -> HttpResponse:
    """`/c/<x>/sharing/<child>/`: a steward asks one community below."""
    rows = downward(request.user, request.community)
    row = next((one for one in rows if one.child.public_id == child_id), None)
    if row is None:
        raise Http404
    form = AskForm(request.POST or None, levels=row.wider)
    if form.is_valid():
        try:
            ask_sharing(actor=request.user, child=row.child, level=form.cleaned_data["level"])
            say(request, _("The question is with the coordination of this community. It may say no."))
            return see(request, _sharing(request))
        except Refused as error:
            form.refuse(error)
    words = {"form": form, "row": row, "levels": LEVELS}
    return render_page(request, "communities/sharing_ask.html", words, status=422 if form.is_bound else 200)


def _sharing(request: CommunityRequest) -> str:
    return reverse("communities:sharing", args=[request.community.public_id])
