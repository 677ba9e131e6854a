"""The private calendar addresses: read by a client with a key, without session and without cookie."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from palabre.kit.access import open_to_all
from palabre.meetings.calendar import feed
from palabre.meetings.queries.calendars import Feed, feed_of_community, feed_of_person


@open_to_all
@require_safe
def of_person(request: HttpRequest, key: str) -> HttpResponseBase:
    """Everything to which one person is invited."""
    return _served(request, feed_of_person(key))


@open_to_all
@require_safe
def of_community(request: HttpRequest, key: str) -> HttpResponseBase:
    """The meetings of one community."""
    return _served(request, feed_of_community(key))


def _served(request: HttpRequest, found: Feed | None) -> HttpResponseBase:
    """404 for a key that opens nothing; 304 for a client that has it already.

    With titles, only the words themselves tell whether it has them: a choice taken back must not hide behind a date.
    """
    if found is None:
        raise Http404
    body = feed(found.meetings, language=found.language, origin=settings.ORIGIN, titles=found.titles)
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-cache"
    response["Content-Disposition"] = 'attachment; filename="calendar.ics"'
    changed = None if found.titles else int(found.changed_at.timestamp())
    answer = get_conditional_response(request, etag=tag, last_modified=changed, response=response) or response
    answer["ETag"] = tag
    if changed is not None:
        answer["Last-Modified"] = http_date(changed)
    return answer
