"""The security events of the site."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from palabre.communities.rules import is_keeper
from palabre.desk.queries.security import security_events
from palabre.kit.pages import render_page
from palabre.people.requests import PersonRequest


@require_safe
def events(request: PersonRequest) -> HttpResponse:
    """For whoever keeps the site: moments and accounts, no content."""
    if not is_keeper(request.user):
        raise Http404
    return render_page(request, "desk/security.html", {"events": security_events(), "place": "communities"})
