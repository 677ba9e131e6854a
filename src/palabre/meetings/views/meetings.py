"""The list of meetings of a community, and the page of one."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from palabre.communities.requests import CommunityRequest
from palabre.kit.pages import render_page
from palabre.meetings.queries.calendars import community_key
from palabre.meetings.queries.joint import is_asked
from palabre.meetings.queries.lists import meetings_list
from palabre.meetings.queries.meeting import answer_choices, meeting_page, meetings_with_agenda, minutes_state
from palabre.meetings.rules import can_plan_meeting
from palabre.meetings.views.common import meeting_page_of
from palabre.people.requests import PersonRequest


@require_safe
def meetings(request: CommunityRequest, community_id: str) -> HttpResponse:
    """What is ahead, or what is over; and the addresses that a calendar follows."""
    community = request.community  # found by CurrentCommunity, or 404
    context = {
        "community": community,
        "list": meetings_list(request.user, community, request.GET),
        "can_plan": can_plan_meeting(request.user, community),
        "asked": is_asked(request.user, community),
        "origin": settings.ORIGIN,
        "community_key": community_key(request.user, community),
    }
    return render_page(request, "meetings/list.html", context, fragment="meetings")


@require_safe
def meeting(request: PersonRequest, meeting_id: str) -> HttpResponse:
    """When, where, what about, who was there, what was promised."""
    found = get_object_or_404(meetings_with_agenda(request.user), public_id=meeting_id)
    context = {
        "page": meeting_page(request.user, found),
        "minutes": minutes_state(found),
        "choices": answer_choices(found, found.my_answer),
    }
    return meeting_page_of(request, "meeting", found, context, fragment="answer")
