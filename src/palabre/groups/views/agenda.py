"""The learning agenda of a community."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palabre.communities.requests import CommunityRequest
from palabre.groups.actions.agenda import publish_agenda, write_aims
from palabre.groups.forms.questions import AimsForm
from palabre.groups.queries.agenda import agenda_of, agenda_page
from palabre.groups.queries.words import seal_of
from palabre.groups.rules.questions import can_write_aims
from palabre.groups.views.common import form_page, pressed
from palabre.kit.pages import render_page, say, see
from palabre.kit.reader import page_language


@require_safe
def agenda(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/learning/`: the aims, and the questions of every group."""
    return render_page(request, "groups/agenda.html", {"page": agenda_page(request.user, request.community)})


@require_http_methods(["GET", "HEAD", "POST"])
def aims(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/learning/aims/`: in both languages."""
    actor, community = request.user, request.community
    found = agenda_of(community)
    initial = {"seen": seal_of(found)} if found else {}
    form = AimsForm(request.POST or None, initial=initial, thing=found, language=page_language())

    def act() -> HttpResponse:
        texts = {tongue: form.cleaned_data[f"aims_{tongue}"] for tongue in ("fr", "en")}
        write_aims(
            actor=actor, community=community, texts=texts, language=form.language(), seen=form.cleaned_data["seen"]
        )
        say(request, _("The aims are saved."))
        return see(request, reverse("groups:agenda", args=[community_id]))

    def now() -> str:
        again = agenda_of(community)
        return seal_of(again) if again else ""

    return form_page(request, "aims", form, can_write_aims(actor, community), act, {}, now)


@require_POST
def publication(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/learning/publication/`: when every group has agreed its questions."""
    said, url = _("The learning agenda is published."), reverse("groups:agenda", args=[community_id])
    return pressed(request, lambda: publish_agenda(actor=request.user, community=request.community), said, url)
