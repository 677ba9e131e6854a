"""One article: written in both languages side by side, moved, approved, taken out."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from palabre.charter.actions import add_article, move_article, remove_article, write_article
from palabre.charter.choices import PARTS, Part
from palabre.charter.forms import TextsForm
from palabre.charter.models import Article
from palabre.charter.queries.writing import words_seal
from palabre.charter.rules import can_edit_edition, can_translate_edition
from palabre.charter.views.common import rebased, status_of
from palabre.charter.views.writing import edition_of
from palabre.communities.requests import CommunityRequest
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused

NAMES = ("title", "text")


@require_http_methods(["GET", "HEAD", "POST"])
def articles(request: CommunityRequest, community_id: str, edition_id: str) -> HttpResponse:
    """`/c/<x>/charter/texts/<e>/articles/?part=…`: one more article."""
    row = edition_of(request, edition_id)
    verdict = can_edit_edition(request.user, row)
    if not verdict:
        return refused(request, Refused(verdict))
    part = request.POST.get("part") or request.GET.get("part") or PARTS[row.kind][0]
    if part not in PARTS[row.kind]:
        raise Http404
    form = TextsForm(request.POST or None, names=NAMES, source=row.source_language)
    if form.is_valid():
        try:
            add_article(actor=request.user, edition=row, part=part, texts=form.texts())
            say(request, _("The article is added."))
            return see(request, reverse("charter:edition", args=[community_id, edition_id]))
        except Refused as error:
            form.refuse(error)
    words = {"form": form, "edition": row, "part": Part(part)}
    return render_page(request, "charter/article.html", words, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
def article(request: CommunityRequest, community_id: str, edition_id: str, article_id: str) -> HttpResponse:
    """`/c/<x>/charter/texts/<e>/articles/<a>/`."""
    row = _article(request, edition_id, article_id)
    verdict = can_translate_edition(request.user, row.edition)
    if not verdict:
        return refused(request, Refused(verdict))
    seal = words_seal(row)
    form = TextsForm(request.POST or None, initial={"seen": seal}, names=NAMES, source=row.source_language, thing=row)
    if form.is_valid():
        try:
            write_article(actor=request.user, article=row, texts=form.texts(), seen=form.cleaned_data["seen"])
            say(request, _("The texts are saved."))
            return see(request, reverse("charter:edition", args=[community_id, edition_id]))
        except Refused as error:
            form.refuse(error)
    words = {"form": rebased(form, seal), "edition": row.edition, "article": row}
    words["edit"] = can_edit_edition(request.user, row.edition)
    return render_page(request, "charter/article.html", words, status=status_of(form))


@require_POST
def removal(request: CommunityRequest, community_id: str, edition_id: str, article_id: str) -> HttpResponse:
    """`…/articles/<a>/removal/`."""
    row = _article(request, edition_id, article_id)
    return _done(request, row, lambda: remove_article(actor=request.user, article=row))


@require_POST
def position(request: CommunityRequest, community_id: str, edition_id: str, article_id: str) -> HttpResponse:
    """`…/articles/<a>/position/`: `up` or `down`."""
    row = _article(request, edition_id, article_id)
    up = "up" in request.POST
    return _done(request, row, lambda: move_article(actor=request.user, article=row, up=up))


def _done(request: CommunityRequest, row: Article, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except Refused as error:
        return refused(request, error)
    return see(request, reverse("charter:edition", args=[request.community.public_id, row.edition.public_id]))


def _article(request: CommunityRequest, edition_id: str, article_id: str) -> Article:
    edition = edition_of(request, edition_id)
    row: Article = get_object_or_404(edition.articles.all(), public_id=article_id)
    row.edition = edition
    return row
