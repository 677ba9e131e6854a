"""The security events of the site."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from palabre.communities.keeping import for_keepers
from palabre.desk.queries.security import event_counts, security_events
from palabre.kit.pages import render_page
from palabre.people.requests import PersonRequest


@require_safe
@for_keepers
def events(request: PersonRequest) -> HttpResponse:
    """For whoever keeps the site: moments and accounts, no content."""
    words = {"events": security_events(), "counts": event_counts()}
    return render_page(request, "desk/security.html", words)
