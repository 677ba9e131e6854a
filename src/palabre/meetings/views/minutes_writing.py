"""Writing the minutes: one passage at a time, or all of them on one page."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from palabre.communities.requests import CommunityRequest
from palabre.kit.pages import refused, say, see
from palabre.kit.verdict import Clash, Refused, require
from palabre.meetings.actions.minutes import write_segment
from palabre.meetings.forms.minutes import PassageForm, SegmentForm
from palabre.meetings.queries.drafts import draft_key
from palabre.meetings.queries.minutes_writing import Desk, Place, desk, draft_words, merge_of, place_of, versions_of
from palabre.meetings.views.common import meeting_page_of

# Where a saved passage leads: `then` is the name of the button that was pressed.
NEXT = {"decision": "meetings:decision_new", "commitment": "meetings:commitment_new"}


@require_safe
def minutes_writing(request: CommunityRequest, meeting_id: str) -> HttpResponse:
    """Every passage on one page, each with its own form."""
    opened = desk(request.user, meeting_id)
    if not opened.verdict:
        return refused(request, Refused(opened.verdict))
    forms = [_blank(opened, place_of(opened, one.segment.public_id)) for one in opened.whole.passages]
    context = {"opened": opened, "forms": forms, "new": PassageForm()}
    return meeting_page_of(request, "minutes_writing", opened.meeting, context)


@require_http_methods(["GET", "HEAD", "POST"])
def segment(request: CommunityRequest, meeting_id: str, segment_id: str) -> HttpResponse:
    """One passage. When somebody else wrote meanwhile, both versions come back with a third one to mend."""
    opened = desk(request.user, meeting_id)
    place = place_of(opened, segment_id)
    context = _blank(opened, place)
    form = SegmentForm(request.POST, language=opened.whole.source) if request.method == "POST" else None
    try:
        require(opened.verdict)
        if form is not None and form.is_valid():
            write_segment(actor=request.user, segment=place.passage.segment, **form.cleaned_data)
            say(request, _("The passage is saved."))
            return see(request, _after(request, meeting_id, place))
    except Clash as clash:
        return _clash_page(request, opened, place, form, clash)
    except Refused as error:
        if form is None:
            return refused(request, error)
        form.refuse(error)
    return _segment_page(request, opened, context, form)


@require_safe
def segment_versions(request: CommunityRequest, meeting_id: str, segment_id: str) -> HttpResponse:
    """Every text that the passage has had, and what changed from one to the next."""
    opened = desk(request.user, meeting_id)
    place = place_of(opened, segment_id)
    context = {"place": place, "versions": versions_of(place.passage.segment), "language": opened.whole.source}
    return meeting_page_of(request, "minutes_versions", opened.meeting, context)


def _blank(opened: Desk, place: Place) -> dict[str, Any]:
    """The form of one passage as it opens: with the draft, if there is one."""
    row = place.passage.segment
    initial, draft = draft_words(opened, row)
    form = SegmentForm(initial=initial, language=opened.whole.source, auto_id=f"id_{row.public_id}_%s")
    return {
        "form": form,
        "place": place,
        "opened": opened,
        "saved_at": draft.saved_at if draft else None,
        "draft_url": reverse("people:draft", args=[draft_key(row)]),
        "language": opened.whole.source,
    }


def _segment_page(
    request: CommunityRequest, opened: Desk, context: dict[str, Any], form: SegmentForm | None
) -> HttpResponse:
    if form is None:
        return meeting_page_of(request, "minutes_segment", opened.meeting, context)
    return meeting_page_of(request, "minutes_segment", opened.meeting, {**context, "form": form}, status=422)


def _clash_page(
    request: CommunityRequest, opened: Desk, place: Place, form: SegmentForm | None, clash: Clash
) -> HttpResponse:
    """409: theirs, mine, the difference, and a third text that begins as both put together."""
    said = form.cleaned_data if form else {}
    merge = merge_of(clash.theirs, **said)
    initial = {"title": merge.title, "body": merge.body, "base_version": clash.theirs.version}
    third = SegmentForm(initial=initial, language=opened.whole.source)
    context = {**_blank(opened, place), "form": third, "merge": merge, "saved_at": None, "why": clash.verdict.why}
    return meeting_page_of(request, "minutes_clash", opened.meeting, context, status=409)


def _after(request: CommunityRequest, meeting_id: str, place: Place) -> str:
    """The page of a decision or a promise, the whole page of writing, the next passage, or the minutes."""
    row, then = place.passage.segment, request.POST.get("then", "")
    if then in NEXT:
        return reverse(NEXT[then], args=[meeting_id, row.public_id])
    if then == "all":
        return f"{reverse('meetings:minutes_writing', args=[meeting_id])}#p-{row.public_id}"
    if then == "next" and place.after:
        return reverse("meetings:segment", args=[meeting_id, place.after.public_id])
    return f"{reverse('meetings:minutes', args=[meeting_id])}#p-{row.public_id}"
