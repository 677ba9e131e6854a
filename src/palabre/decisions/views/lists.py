"""Proposals: those of all one's communities, and those of one."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from palabre.communities.requests import CommunityRequest
from palabre.decisions.actions.opening import draft_proposal
from palabre.decisions.forms.writing import ProposalForm
from palabre.decisions.queries.lists import list_page
from palabre.decisions.rules.proposals import can_propose
from palabre.decisions.views.common import form_page
from palabre.kit.pages import render_page
from palabre.kit.reader import page_language


@require_safe
def mine(request: CommunityRequest) -> HttpResponse:
    """`/decisions/`: what waits for my word first, in all my communities."""
    return render_page(
        request, "decisions/list.html", {"page": list_page(request.user, request.GET), "everywhere": True}
    )


@require_safe
def decisions(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/decisions/`."""
    page = list_page(request.user, request.GET, request.community)
    return render_page(request, "decisions/list.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/decisions/draft/`: seen by its author alone until she opens it."""
    form = ProposalForm(request.POST or None, reads=page_language())

    def act() -> str:
        begun = draft_proposal(
            actor=request.user, community=request.community, language=form.source(), **form.words(),
            quorum=form.cleaned_data["quorum"],
        )  # fmt: skip
        return reverse("decisions:proposal", args=[begun.public_id])

    verdict = can_propose(request.user, request.community)
    done = _("The draft is kept. Nobody else sees it before you open it.")
    return form_page(request, form, verdict, act, template="writing", done=done)
