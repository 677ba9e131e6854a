"""The home of a community."""

from __future__ import annotations

from django.http import HttpResponse

from palabre.communities.requests import CommunityRequest
from palabre.desk.queries.community import community_home
from palabre.kit.pages import render_page


def community(request: CommunityRequest, community_id: str) -> HttpResponse:
    """What binds it, the next meeting, the latest minutes and promises, who is there."""
    return render_page(request, "desk/community.html", {"home": community_home(request.user, request.community)})
