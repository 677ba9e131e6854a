"""One's own data: taken along, erased."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palabre.exchange.actions.archives import ask_archive, open_archive
from palabre.exchange.actions.erasing import ask_erasure, undo_erasure
from palabre.exchange.forms import NOW, ErasureForm
from palabre.exchange.models import Archive
from palabre.exchange.queries.own_pages import data_page, erasure_page
from palabre.exchange.rules import can_download, visible_archives
from palabre.kit.leaving import forget_here
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused
from palabre.people.proving import proved_recently
from palabre.people.requests import PersonRequest

HEADERS = {
    "Content-Type": "application/zip",
    "Content-Disposition": 'attachment; filename="archive.zip"',
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


@require_safe
def data(request: PersonRequest) -> HttpResponse:
    """`/me/data/`."""
    return render_page(request, "exchange/data.html", {"page": data_page(request.user), "place": "me"})


@require_POST
@proved_recently
def archives(request: PersonRequest) -> HttpResponse:
    """Ask for an archive; it is made in the background."""
    try:
        ask_archive(actor=request.user)
    except Refused as error:
        return refused(request, error)
    say(request, _("Your archive is being made. A mail without content tells you when it is ready."))
    return see(request, reverse("exchange:data"))


@require_POST
@proved_recently
def archive(request: PersonRequest, archive_id: str) -> HttpResponse:
    """`/me/data/archives/<x>/`: the zip file, for two days; that it was taken is noted."""
    found: Archive = get_object_or_404(visible_archives(request.user), public_id=archive_id)
    if not can_download(request.user, found):
        return render_page(request, "exchange/archive_over.html", {"place": "me"}, status=410)
    try:
        body = open_archive(actor=request.user, archive=found)
    except (Refused, OSError, ValueError) as gone:
        raise Http404 from gone
    return HttpResponse(body, headers=HEADERS)


@require_http_methods(["GET", "HEAD", "POST"])
@proved_recently
def erasure(request: PersonRequest) -> HttpResponse:
    """`/me/data/erasure/`: in seven days, or at once."""
    form = ErasureForm(request.POST or None)
    if form.is_valid():
        at_once = form.cleaned_data["when"] == NOW
        try:
            ask_erasure(actor=request.user, words=form.cleaned_data["words"], at_once=at_once)
            return _gone(request) if at_once else see(request, reverse("exchange:erasure"))
        except Refused as error:
            form.refuse(error)
    words = {"form": form, "page": erasure_page(request.user), "place": "me"}
    return render_page(request, "exchange/erasure.html", words, status=422 if form.is_bound else 200)


def _gone(request: PersonRequest) -> HttpResponse:
    """Her session went with her; the device forgets too, and what is shown next names nothing."""
    request.session.flush()
    return forget_here(request, see(request, reverse("public:landing")))


@require_POST
def erasure_undone(request: PersonRequest) -> HttpResponse:
    """Taking it back needs no more than to be signed in."""
    try:
        undo_erasure(actor=request.user)
    except Refused as error:
        return refused(request, error)
    say(request, _("Your account stays. Nothing was erased."))
    return see(request, reverse("exchange:data"))
