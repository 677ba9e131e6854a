"""What waits for a translator."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from palabre.communities.requests import CommunityRequest
from palabre.desk.queries.translations import translation_desk
from palabre.kit.pages import render_page

HEADINGS = {
    "outdated": _("Outdated"),
    "missing": _("Missing in one language"),
    "draft": _("In draft"),
    "in_review": _("To review"),
}


def translations(request: CommunityRequest, community_id: str = "") -> HttpResponse:
    """The matrix over one's communities, or one of them, outdated first; each row leads to what mends it."""
    desk = translation_desk(request.user, request.community)
    groups = [(HEADINGS[group.state], group) for group in desk.groups]
    return render_page(request, "desk/translations.html", {"desk": desk, "groups": groups, "place": "communities"})
