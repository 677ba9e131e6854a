"""One submission, one record: whatever the line does."""

from __future__ import annotations

from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from palabre.journal.actions import note_submission, record
from palabre.journal.queries import submission_by_key
from palabre.kit.ids import digest

Response = Callable[[HttpRequest], HttpResponse]


class OnceMiddleware:
    """A POST that carries `once` runs in one transaction with its own row.

    The row stays only when the answer is a redirect, that is when the form was accepted; the same key sent again,
    even at the same moment, is led to the same place and writes nothing. A process that dies in between leaves
    neither the row nor the record.
    """

    def __init__(self, get_response: Response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        once = request.POST.get("once", "") if request.method == "POST" else ""
        if not once:
            return self.get_response(request)
        owner = request.session.session_key or request.META.get("CSRF_COOKIE", "")
        return self._first_or_repeat(request, digest(f"{owner} {request.path} {once}"))

    def _first_or_repeat(self, request: HttpRequest, key: str) -> HttpResponse:
        try:
            with transaction.atomic():
                submission = note_submission(key=key)
                response = self.get_response(request)
                if response.status_code == 303:
                    submission.location = response["Location"]
                    submission.save(update_fields=["location"])
                elif response.status_code >= 500:
                    transaction.set_rollback(True)
                else:
                    submission.delete()
                return response
        except IntegrityError:
            first = submission_by_key(key)
            if first is None:
                raise
            response = HttpResponse(status=303)
            response["Location"] = first.location or request.path
            return response


class DenialMiddleware:
    """A signed-in person who sends what she may not do leaves a line: who, and at which route (SR-62).

    What does not exist for her answers 404 and leaves none: guesses would fill the disk.
    """

    def __init__(self, get_response: Response) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and response.status_code == 403 and request.user.is_authenticated:
            route = request.resolver_match.view_name if request.resolver_match else ""
            record("journal.denied", actor_id=request.user.pk, subject="route", subject_id=None, route=route)
        return response
