"""The other language of the minutes."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from palabre.communities.requests import CommunityRequest
from palabre.kit.pages import refused, say, see
from palabre.kit.verdict import Clash, Refused, require
from palabre.languages.queries import other
from palabre.meetings.actions.minutes_translation import translate_passage
from palabre.meetings.forms.minutes import PassageTranslationForm
from palabre.meetings.queries.drafts import draft_key
from palabre.meetings.queries.minutes_writing import (
    Desk,
    Place,
    after_clash,
    desk,
    in_order_of_need,
    place_of,
    to_translate,
)
from palabre.meetings.views.common import meeting_page_of


@require_safe
def minutes_translation(request: CommunityRequest, meeting_id: str) -> HttpResponse:
    """What is to be done: outdated passages first, then missing ones."""
    opened = desk(request.user, meeting_id, translating=True)
    context = {"opened": opened, "rows": in_order_of_need(opened.whole), "target": other(opened.whole.source)}
    return meeting_page_of(request, "minutes_translation", opened.meeting, context)


@require_http_methods(["GET", "HEAD", "POST"])
def segment_translation(request: CommunityRequest, meeting_id: str, segment_id: str) -> HttpResponse:
    """Source and target of one passage side by side, with the glossary and what changed in the source."""
    opened = desk(request.user, meeting_id, translating=True)
    place = place_of(opened, segment_id)
    form = _form(request, opened, place)
    try:
        require(opened.verdict)
        if form.is_bound and form.is_valid():
            translate_passage(actor=request.user, segment=place.passage.segment, said=form.said())
            say(request, _("The translation is saved."))
            return see(request, _after(request, opened, place))
    except Refused as error:
        if not form.is_bound:
            return refused(request, error)
        form = _again(form, opened, place, error)
    return _page(request, opened, place, form)


def _form(request: CommunityRequest, opened: Desk, place: Place) -> PassageTranslationForm:
    """With the draft, if one was kept, unless something is being sent."""
    target = other(opened.whole.source)
    draft = opened.drafts.get(draft_key(place.passage.segment, target))
    initial = dict(draft.values) if draft else None
    sent = request.POST if request.method == "POST" else None
    return PassageTranslationForm(
        sent, texts=to_translate(opened.whole, place.passage), language=target, initial=initial
    )


def _again(form: PassageTranslationForm, opened: Desk, place: Place, error: Refused) -> PassageTranslationForm:
    """The form as it was typed; after a clash, with what stands now put beside and into it."""
    if isinstance(error, Clash):
        target = other(opened.whole.source)
        texts, typed = after_clash(opened, place.passage, form.cleaned_data)
        form = PassageTranslationForm(typed, texts=texts, language=target)
        form.full_clean()
    form.refuse(error)
    return form


def _page(request: CommunityRequest, opened: Desk, place: Place, form: PassageTranslationForm) -> HttpResponse:
    target = other(opened.whole.source)
    row = place.passage.segment
    draft = opened.drafts.get(draft_key(row, target))
    pairs: list[tuple[Any, Any]] = [(form.texts[key], form[key]) for key in form.texts]
    context = {
        "opened": opened,
        "place": place,
        "form": form,
        "pairs": pairs,
        "source_language": opened.whole.source,
        "target": target,
        "saved_at": draft.saved_at if draft and not form.is_bound else None,
        "draft_url": reverse("people:draft", args=[draft_key(row, target)]),
    }
    status = 409 if form.clash else 422 if form.is_bound else 200
    return meeting_page_of(request, "minutes_translation_passage", opened.meeting, context, status=status)


def _after(request: CommunityRequest, opened: Desk, place: Place) -> str:
    """The next passage that needs words, if "save and go on" was pressed; otherwise the list."""
    meeting_id, here = opened.meeting.public_id, place.passage.segment.public_id
    if request.POST.get("then") == "next":
        target = other(opened.whole.source)
        left = [one for one, state in in_order_of_need(opened.whole) if one.state(target) in ("outdated", "missing")]
        for passage in left:
            if passage.segment.public_id != here:
                return reverse("meetings:segment_translation", args=[meeting_id, passage.segment.public_id])
    return reverse("meetings:minutes_translation", args=[meeting_id])
