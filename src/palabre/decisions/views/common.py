"""What several pages of decisions do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse

from palabre.communities.queries.naming import named_in
from palabre.communities.requests import CommunityRequest
from palabre.communities.rules import visible_communities
from palabre.decisions.models import Proposal
from palabre.decisions.rules.proposals import visible_proposals
from palabre.kit.forms import PalabreForm
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.reader import page_language
from palabre.kit.verdict import Refused, Verdict


def find_proposal(request: CommunityRequest, proposal_id: str) -> Proposal:
    """What the reader may see, or nothing. She stands in its community, if she reads that; a voice stands outside."""
    rows = visible_proposals(request.user).select_related("community", "proposer")
    found: Proposal = get_object_or_404(rows, public_id=proposal_id)
    mine = named_in(visible_communities(request.user), page_language())
    request.community = mine.filter(pk=found.community_id).first()  # type: ignore[assignment]
    if request.community is not None:
        found.community = request.community
    return found


def to_proposal(proposal: Proposal, part: str = "") -> str:
    url = reverse("decisions:proposal", args=[proposal.public_id])
    return f"{url}#{part}" if part else url


def arrived(request: HttpRequest) -> datetime:
    """When the request came in: a round ends by the clock, not by how busy the house is."""
    moment: datetime = request.arrived_at  # type: ignore[attr-defined]
    return moment


def status_of(form: PalabreForm) -> int:
    return 409 if form.clash else 422 if form.is_bound else 200


def rebased(form: PalabreForm, **seen: Any) -> PalabreForm:
    """After a clash the form carries what stands now, so that the next press is a choice."""
    if form.clash and isinstance(form.data, QueryDict):
        form.data = {**form.data.dict(), **{name: str(value) for name, value in seen.items()}}
    return form


def step(request: HttpRequest, act: Callable[[], object], done: str, url: str) -> HttpResponse:
    """One press: done, or refused with its sentence."""
    try:
        act()
    except Refused as error:
        return refused(request, error)
    if done:
        say(request, done)
    return see(request, url)


def form_page(
    request: HttpRequest,
    form: PalabreForm,
    verdict: Verdict,
    act: Callable[[], str],
    *,
    template: str,
    done: str = "",
    **words: Any,
) -> HttpResponse:
    """A form: shown, sent, refused with its sentence and everything that was typed. `act` gives where to go then."""
    if not verdict:
        return refused(request, Refused(verdict))
    if form.is_valid():
        try:
            url = act()
            if done:
                say(request, done)
            return see(request, url)
        except Refused as error:
            form.refuse(error)
    return render_page(request, f"decisions/{template}.html", {"form": form, **words}, status=status_of(form))
