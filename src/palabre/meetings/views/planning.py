"""Planning a meeting, changing its frame, moving it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from palabre.communities.models import Community
from palabre.communities.requests import CommunityRequest
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.reader import page_language
from palabre.kit.verdict import Refused
from palabre.meetings.actions.frame import when_of
from palabre.meetings.actions.moving import move_meeting
from palabre.meetings.actions.planning import change_meeting, plan_meeting, plan_series
from palabre.meetings.choices import Audience, MeetingKind, Mode
from palabre.meetings.forms.planning import FrameForm, MoveForm, PlanForm
from palabre.meetings.models import Meeting
from palabre.meetings.queries.circles import circles_for, rhythm_of_month
from palabre.meetings.queries.frames import initial_frame, initial_moment
from palabre.meetings.queries.lists import rhythm_warning
from palabre.meetings.queries.people import possible_facilitators
from palabre.meetings.rules import can_edit_meeting, can_move_meeting, can_plan_meeting
from palabre.meetings.views.common import find_meeting, form_page_of
from palabre.people.actions.drafts import forget_draft, save_draft
from palabre.people.queries import draft_of
from palabre.people.requests import PersonRequest

METHODS = require_http_methods(["GET", "HEAD", "POST"])
NOT_SAVED = {"csrfmiddlewaretoken", "once", "later"}


@METHODS
def plan(request: CommunityRequest, community_id: str) -> HttpResponse:
    """A new meeting; what was typed and not sent is there again."""
    community = request.community  # found by CurrentCommunity, or 404
    verdict = can_plan_meeting(request.user, community)
    if not verdict:
        return refused(request, Refused(verdict))
    key = f"meeting-plan-{community.public_id}"
    if request.method == "POST" and "later" in request.POST:
        return _keep_for_later(request, community, key)
    draft = draft_of(request.user, key) if request.method != "POST" else None
    form = _plan_form(request, community, draft.values if draft else {})
    if form.is_valid():
        try:
            return _planned(request, community, form, key)
        except Refused as error:
            form.refuse(error)
    context = {"form": form, "community": community, "rhythm": rhythm_of_month(community), "draft_key": key}
    context["saved_at"] = draft.saved_at if draft else None
    return render_page(request, "meetings/plan.html", context, status=422 if form.is_bound else 200)


def _plan_form(request: CommunityRequest, community: Community, typed: dict[str, Any]) -> PlanForm:
    start = {"kind": MeetingKind.PLENARY, "audience": Audience.EVERYONE, "mode": Mode.HYBRID, "zone": community.zone}
    people, circles = possible_facilitators(community), circles_for(request.user, community)
    return PlanForm(request.POST or None, initial=start | _typed(typed), people=people, **circles)


def _planned(request: CommunityRequest, community: Community, form: PlanForm, key: str) -> HttpResponse:
    frame = form.frame(form.when(), page_language())
    said = form.cleaned_data
    if said["rhythm"]:
        rest = {"rhythm": said["rhythm"], "until": said["until"]}
        meeting = plan_series(actor=request.user, community=community, frame=frame, **rest)[0]
    else:
        meeting = plan_meeting(actor=request.user, community=community, frame=frame)
    forget_draft(actor=request.user, form=key)
    say(request, _("The meeting is planned. Now its agenda."))
    _warn(request, meeting)
    return see(request, reverse("meetings:agenda", args=[meeting.public_id]))


def _keep_for_later(request: CommunityRequest, community: Community, key: str) -> HttpResponse:
    """The button that works without a script."""
    values = {name: rows if len(rows) > 1 else rows[0] for name, rows in request.POST.lists() if name not in NOT_SAVED}
    try:
        save_draft(actor=request.user, form=key, values=values)
    except Refused as error:
        return refused(request, error)
    say(request, _("Your draft is kept. You may close this page and go on from another device."))
    return see(request, reverse("meetings:plan", args=[community.public_id]))


def _typed(values: dict[str, Any]) -> dict[str, Any]:
    """A draft as the form begins with it: several facilitators stay several, of anything else the last one counts."""
    named = values.get("facilitators", [])
    single = {name: said if isinstance(said, str) else said[-1] for name, said in values.items() if said}
    return {**single, "facilitators": [named] if isinstance(named, str) else named}


def _warn(request: PersonRequest, meeting: Meeting) -> None:
    if warning := rhythm_warning(meeting.community, meeting):
        say(request, warning, "warn")


@METHODS
def edit(request: PersonRequest, meeting_id: str) -> HttpResponse:
    """Everything but when."""
    meeting = find_meeting(request, meeting_id)
    verdict, source = can_edit_meeting(request.user, meeting), meeting.source_language
    people = possible_facilitators(meeting.community) if verdict else []
    circles = circles_for(request.user, meeting.community, meeting.group) if verdict else {}
    form = FrameForm(
        request.POST or None, initial=initial_frame(meeting), people=people, source_language=source, **circles
    )
    return form_page_of(request, "edit", meeting, form, verdict, lambda: _changed(request, meeting, form))


def _changed(request: PersonRequest, meeting: Meeting, form: FrameForm) -> HttpResponse:
    change_meeting(actor=request.user, meeting=meeting, frame=form.frame(when_of(meeting), page_language()))
    say(request, _("The changes are kept."))
    return _to(request, meeting)


@METHODS
def move(request: PersonRequest, meeting_id: str) -> HttpResponse:
    """Another moment, for this one or for the rest of its series."""
    meeting = find_meeting(request, meeting_id)
    form = MoveForm(request.POST or None, initial=initial_moment(meeting), in_series=meeting.series_id is not None)
    verdict = can_move_meeting(request.user, meeting)
    return form_page_of(request, "move", meeting, form, verdict, lambda: _moved(request, meeting, form))


def _moved(request: PersonRequest, meeting: Meeting, form: MoveForm) -> HttpResponse:
    said = form.cleaned_data
    move_meeting(
        actor=request.user,
        meeting=meeting,
        when=form.when(),
        place=said["place"],
        link=said["link"],
        following=bool(said.get("following")),
    )
    say(request, _("The meeting is moved. Calendars will follow, and people will be told."))
    return _to(request, meeting)


def _to(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    return see(request, reverse("meetings:meeting", args=[meeting.public_id]))
