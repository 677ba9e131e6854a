"""The devices one is signed in on, ended from afar."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from palabre.kit.pages import say, see
from palabre.people.actions import end_other_sessions, end_session
from palabre.people.queries import session_by_handle
from palabre.people.requests import PersonRequest

BACK = "#devices"


@require_POST
def one(request: PersonRequest, handle: str) -> HttpResponse:
    """Sign one device out."""
    session = session_by_handle(request.user, handle)
    if session is None:
        raise Http404
    end_session(actor=request.user, session=session)
    say(request, _("This device is signed out."))
    return see(request, reverse("people:me") + BACK)


@require_POST
def others(request: PersonRequest) -> HttpResponse:
    """Sign out every device but this one."""
    end_other_sessions(actor=request.user, keep=request.session.session_key)
    say(request, _("Your other devices are signed out."))
    return see(request, reverse("people:me") + BACK)
