"""A meeting opened to a twin community, and the invitations of twins."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palabre.communities.requests import CommunityRequest
from palabre.communities.rules.twins import visible_twins
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused
from palabre.meetings.actions.joint import accept_joint, end_joint, open_joint
from palabre.meetings.models import JointMeeting
from palabre.meetings.queries.joint import asked_to, twin_choices
from palabre.meetings.rules import can_open_joint, leads, visible_joint
from palabre.meetings.views.common import find_meeting, meeting_page_of
from palabre.people.requests import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
def twins(request: PersonRequest, meeting_id: str) -> HttpResponse:
    """`/meetings/<x>/twins/`: whoever leads the meeting opens it to a twin of its community."""
    meeting = find_meeting(request, meeting_id)
    if not leads(request.user, meeting):
        raise Http404
    if request.method == "POST":
        rows = visible_twins(request.user).select_related("asking", "asked")
        try:
            open_joint(
                actor=request.user,
                meeting=meeting,
                twin=get_object_or_404(rows, public_id=request.POST.get("twin", "")),
            )
        except Refused as error:
            return refused(request, error)
        say(request, _("The twin community is asked. Its coordination answers."))
        return see(request, request.path)
    words = {"choices": twin_choices(request.user, meeting), "verdict": can_open_joint(request.user, meeting)}
    return meeting_page_of(request, "joint_twins", meeting, words)


@require_safe
def joint(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/meetings/joint/`: what twins ask of this community; for those who answer, and whoever leads here."""
    words = {"asked": asked_to(request.user, request.community)}
    return render_page(request, "meetings/joint.html", words)


@require_POST
def acceptance(request: PersonRequest, joint_id: str) -> HttpResponse:
    """The members see it from now on."""
    row = _find(request, joint_id)
    try:
        accept_joint(actor=request.user, joint=row)
    except Refused as error:
        return refused(request, error)
    say(request, _("Your community takes part. Its members are invited."))
    return see(request, reverse("meetings:meeting", args=[row.meeting.public_id]))


@require_POST
def ending(request: PersonRequest, joint_id: str) -> HttpResponse:
    """No, or no longer."""
    row = _find(request, joint_id)
    try:
        end_joint(actor=request.user, joint=row)
    except Refused as error:
        return refused(request, error)
    say(request, _("The meeting is no longer open to the other community."))
    if leads(request.user, row.meeting):
        return see(request, reverse("meetings:twins", args=[row.meeting.public_id]))
    return see(request, reverse("meetings:joint", args=[row.community.public_id]))


def _find(request: PersonRequest, joint_id: str) -> JointMeeting:
    rows = visible_joint(request.user).select_related("meeting__community", "community", "twin")
    found: JointMeeting = get_object_or_404(rows, public_id=joint_id)
    return found
