"""One promise: read it, begin, keep, drop, reopen, change, translate."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from palabre.commitments.actions import (
    begin_commitment,
    change_commitment,
    drop_commitment,
    keep_commitment,
    reopen_commitment,
    translate_commitment,
)
from palabre.commitments.forms import ChangeForm, EvidenceForm, ReasonForm, TranslationForm
from palabre.commitments.models import Commitment
from palabre.commitments.queries import CommitmentPage, base_of, commitment_page
from palabre.commitments.rules import visible_commitments
from palabre.communities.requests import CommunityRequest
from palabre.kit.forms import PalabreForm
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused, Verdict
from palabre.languages.glossary import terms_in
from palabre.languages.models import source_digest
from palabre.languages.queries import other, words


def commitment(request: CommunityRequest, commitment_id: str) -> HttpResponse:
    page = _page(request, commitment_id)
    return render_page(request, "commitments/commitment.html", _context(page))


@require_POST
def beginning(request: CommunityRequest, commitment_id: str) -> HttpResponse:
    """Say that it has begun."""
    row = _page(request, commitment_id).commitment
    try:
        begin_commitment(actor=request.user, commitment=row)
    except Refused as error:
        return refused(request, error)
    say(request, _("Noted: begun."))
    return see(request, reverse("commitments:commitment", args=[commitment_id]))


@require_POST
def reopening(request: CommunityRequest, commitment_id: str) -> HttpResponse:
    """It was closed by mistake."""
    row = _page(request, commitment_id).commitment
    try:
        reopen_commitment(actor=request.user, commitment=row)
    except Refused as error:
        return refused(request, error)
    say(request, _("The commitment is open again."))
    return see(request, reverse("commitments:commitment", args=[commitment_id]))


def evidence(request: CommunityRequest, commitment_id: str) -> HttpResponse:
    """It is done, and here is what shows it."""
    page = _page(request, commitment_id)
    form = EvidenceForm(request.POST or None, initial={"evidence": page.commitment.evidence})

    def keep() -> None:
        keep_commitment(actor=request.user, commitment=page.commitment, **form.cleaned_data)

    return _form_page(request, page, page.keep, form, "commitments/evidence.html", keep, _("Noted: it is done."))


def dropping(request: CommunityRequest, commitment_id: str) -> HttpResponse:
    """Let it go, with its reason."""
    page = _page(request, commitment_id)
    form = ReasonForm(request.POST or None, initial={"reason": page.commitment.dropped_because})

    def drop() -> None:
        drop_commitment(actor=request.user, commitment=page.commitment, **form.cleaned_data)

    return _form_page(request, page, page.drop, form, "commitments/dropping.html", drop, _("Noted: dropped."))


def wording(request: CommunityRequest, commitment_id: str) -> HttpResponse:
    """Other words, another day."""
    page = _page(request, commitment_id)
    row = page.commitment
    form = ChangeForm(request.POST or None, initial={"text": row.text, "due": row.due, "base": base_of(row)})
    form.fields["text"].widget.attrs["lang"] = row.source_language

    def change() -> None:
        change_commitment(actor=request.user, commitment=row, **form.cleaned_data)

    return _form_page(request, page, page.edit, form, "commitments/wording.html", change, _("The change is kept."))


def translation(request: CommunityRequest, commitment_id: str) -> HttpResponse:
    """The same promise in the other language."""
    page = _page(request, commitment_id)
    row = page.commitment
    half = words(row, "text", other(row.source_language))
    seen = {"base_version": half.half.version if half.half else 0, "source_seen": source_digest(row.text)}
    form = TranslationForm(request.POST or None, language=half.language, initial={"text": half.text, **seen})

    def translate() -> None:
        translate_commitment(actor=request.user, commitment=row, **form.cleaned_data)

    more = {"half": half, "terms": terms_in(row.text, row.source_language, half.language)}
    done = _("The translation is kept.")
    return _form_page(request, page, page.translate, form, "commitments/translation.html", translate, done, more)


def _page(request: CommunityRequest, commitment_id: str) -> CommitmentPage:
    rows = visible_commitments(request.user).select_related("person", "organisation", "community")
    row: Commitment = get_object_or_404(rows, public_id=commitment_id)
    page = commitment_page(request.user, row)
    request.community = page.here
    return page


def _context(page: CommitmentPage) -> dict[str, Any]:
    return {"page": page, "commitment": page.commitment, "community": page.here}


def _form_page(
    request: CommunityRequest,
    page: CommitmentPage,
    verdict: Verdict,
    form: PalabreForm,
    template: str,
    act: Callable[[], None],
    done: str,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """A form about one promise: shown, sent, refused with its sentence and everything that was typed."""
    if not verdict:
        return refused(request, Refused(verdict))
    if form.is_bound and form.is_valid():
        try:
            act()
        except Refused as error:
            form.refuse(error)
            form = _rebased(form, page.commitment)
        else:
            say(request, done)
            return see(request, reverse("commitments:commitment", args=[page.commitment.public_id]))
    status = 409 if form.clash else 422 if form.is_bound else 200
    return render_page(request, template, {**_context(page), **(more or {}), "form": form}, status=status)


def _rebased(form: PalabreForm, row: Commitment) -> PalabreForm:
    """After a clash the form carries what stands now, so that the next press is a choice."""
    if form.clash:
        carried = [name for name in ("base", "base_version", "source_seen") if name in form.fields]
        form.data = {**form.data.dict(), **{name: str(form[name].initial) for name in carried}}  # type: ignore[attr-defined]
    return form
