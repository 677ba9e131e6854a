"""The texts of a network: versions, articles in both languages side by side, approval, publication."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from palabre.charter.actions import approve_texts, begin_edition, drop_edition, publish_edition, write_intro
from palabre.charter.choices import TextKind
from palabre.charter.forms import PublishForm, TextsForm
from palabre.charter.models import Edition
from palabre.charter.queries.reading import read
from palabre.charter.queries.writing import edition_page, shelves, words_seal
from palabre.charter.rules import can_translate_edition, can_write_texts, visible_editions
from palabre.charter.views.common import rebased, status_of, text_language
from palabre.communities.requests import CommunityRequest
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused
from palabre.languages.queries import other


@require_http_methods(["GET", "HEAD", "POST"])
def texts(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/charter/texts/`: the versions of each text; whoever writes begins a new one."""
    actor, community = request.user, request.community
    if request.method == "POST":
        kind = request.POST.get("kind", "")
        if kind not in TextKind.values:
            raise Http404
        try:
            begun = begin_edition(actor=actor, community=community, kind=kind)
        except Refused as error:
            return refused(request, error)
        return see(request, reverse("charter:edition", args=[community_id, begun.public_id]))
    words = {"shelves": shelves(actor, community), "write": can_write_texts(actor, community)}
    return render_page(request, "charter/texts.html", words)


@require_http_methods(["GET", "HEAD"])
def edition(request: CommunityRequest, community_id: str, edition_id: str) -> HttpResponse:
    """`/c/<x>/charter/texts/<e>/`: a draft with its states, or a published version to read."""
    row = edition_of(request, edition_id)
    page = edition_page(request.user, row)
    language = text_language(request)
    words = {"page": page, "edition": row, "tongue": language, "other_tongue": other(language)}
    if not page.is_draft:
        words["readings"] = [read(row, language)]
    return render_page(request, "charter/edition.html", words)


@require_http_methods(["GET", "HEAD", "POST"])
def intro(request: CommunityRequest, community_id: str, edition_id: str) -> HttpResponse:
    """`/c/<x>/charter/texts/<e>/introduction/`."""
    row = edition_of(request, edition_id)
    verdict = can_translate_edition(request.user, row)
    if not verdict:
        return refused(request, Refused(verdict))
    seal = words_seal(row)
    form = TextsForm(
        request.POST or None, initial={"seen": seal}, names=("intro",), source=row.source_language, thing=row
    )
    if form.is_valid():
        try:
            write_intro(actor=request.user, edition=row, texts=form.texts(), seen=form.cleaned_data["seen"])
            return see(request, reverse("charter:edition", args=[community_id, edition_id]))
        except Refused as error:
            form.refuse(error)
    words = {"form": rebased(form, seal), "edition": row}
    return render_page(request, "charter/article.html", words, status=status_of(form))


@require_POST
def approval(request: CommunityRequest, community_id: str, edition_id: str) -> HttpResponse:
    """`/c/<x>/charter/texts/<e>/approval/`: of what somebody else translated."""
    row = edition_of(request, edition_id)
    try:
        approve_texts(actor=request.user, edition=row, seen=request.POST.get("seen"))
    except Refused as error:
        return refused(request, error)
    say(request, _("The translation is approved."))
    return see(request, reverse("charter:edition", args=[community_id, edition_id]))


@require_POST
def removal(request: CommunityRequest, community_id: str, edition_id: str) -> HttpResponse:
    """`/c/<x>/charter/texts/<e>/removal/`: give up a draft."""
    row = edition_of(request, edition_id)
    try:
        drop_edition(actor=request.user, edition=row)
    except Refused as error:
        return refused(request, error)
    say(request, _("The draft is gone. The version in force stays."))
    return see(request, reverse("charter:texts", args=[community_id]))


@require_http_methods(["GET", "HEAD", "POST"])
def publication(request: CommunityRequest, community_id: str, edition_id: str) -> HttpResponse:
    """`/c/<x>/charter/texts/<e>/publication/`: the decision, then the text is frozen."""
    row = edition_of(request, edition_id)
    page = edition_page(request.user, row)
    if not page.publish:
        return refused(request, Refused(page.publish))
    form = PublishForm(request.POST or None, signed=row.kind == TextKind.CODE)
    if form.is_valid():
        try:
            publish_edition(actor=request.user, edition=row, **form.cleaned_data)
            say(request, _("The text is published. It can no longer be changed."))
            return see(request, reverse("charter:edition", args=[community_id, edition_id]))
        except Refused as error:
            form.refuse(error)
    return render_page(request, "charter/publication.html", {"form": form, "edition": row}, status=status_of(form))


def edition_of(request: CommunityRequest, edition_id: str) -> Edition:
    """A text of this community that the reader may see, or nothing."""
    rows = visible_editions(request.user).filter(community=request.community)
    found: Edition = get_object_or_404(rows.select_related("community"), public_id=edition_id)
    return found
