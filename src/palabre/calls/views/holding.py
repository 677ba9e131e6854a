"""By what a device holds an application: its session, after a private link was opened; or the account that is signed in.

No token stands in any address after the first. A page whose hold is over shows what was typed, so that nothing is lost.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404

from palabre.calls.models import Application
from palabre.calls.rules.applying import Applicant, held_applications
from palabre.communities.views.doors import speak
from palabre.kit.access import open_to_all
from palabre.kit.keyring import open_sealed, seal
from palabre.kit.pages import render_page
from palabre.people import idle
from palabre.people.choices import DeviceKind, Limit
from palabre.people.sessions import DEVICE_KEY, device_of

HELD, SHOWN, MAILED, LEFT = "applications", "application_link", "applications_mailed", "application_withdrawn"
CLOCK = "interview_clock"
PLACE = "session.application_link"
# a long text is written without a gesture that the server sees; what is typed comes back even after that
LIMITS = {
    DeviceKind.SHARED: Limit(timedelta(minutes=30), timedelta(hours=8)),
    DeviceKind.OWN: Limit(timedelta(hours=12), timedelta(days=7)),
}
UNSHOWN = frozenset({"csrfmiddlewaretoken", "once", "seen", "pen", "device", "zone"})


def applicant_of(request: HttpRequest) -> Applicant:
    """Who holds the pen on this device, now."""
    person = request.user if request.user.is_authenticated else None
    held = request.session.get(HELD, []) if HELD in request.session else []
    if held and idle.is_over(request, LIMITS[device_of(request.session)]):
        held = []
    mailed = frozenset(request.session.get(MAILED, [])) if held else frozenset[str]()
    return Applicant(getattr(person, "_wrapped", person), frozenset(held), mailed & frozenset(held))


def find_application(request: HttpRequest, public_id: str) -> Application:
    """The application that is open on this device, with its call and community; the page is in its language.

    Raises Http404, as if there were none.
    """
    rows = held_applications(applicant_of(request)).select_related("call__community")
    application = get_object_or_404(rows, public_id=public_id)
    speak(request, application.language)
    return application


def hold(request: HttpRequest, application: Application, *, device: str, mailed: bool = False) -> None:
    """From now on this device opens it; under a new session id, whatever was there before (SR-07).

    `mailed`: it came by a link that only whoever reads her mail has.
    """
    by_mail = [one for one in request.session.get(MAILED, []) if one != application.digest]
    held = [one for one in request.session.get(HELD, []) if one != application.digest]
    if not request.user.is_authenticated:
        if idle.is_over(request, LIMITS[device_of(request.session)]):
            held = []
        request.session.flush()
        request.session[DEVICE_KEY] = (DeviceKind.OWN if device == DeviceKind.OWN else DeviceKind.SHARED).value
    request.session[HELD] = [*held[-9:], application.digest]
    request.session[MAILED] = [*by_mail[-9:], *([application.digest] if mailed else [])]


def let_go(request: HttpRequest) -> None:
    """This device opens no application any more; of a visitor, nothing is left on the server either."""
    if request.user.is_authenticated:
        for name in (HELD, SHOWN, MAILED, CLOCK):
            request.session.pop(name, None)
    else:
        request.session.flush()


def show_link(request: HttpRequest, application: Application, token: str) -> None:
    """Keep the link, sealed, until she says that she has it; only its digest is in the table of applications."""
    request.session[SHOWN] = {application.public_id: seal(token, PLACE)}


def kept_link(request: HttpRequest, application: Application) -> str:
    """The token, as long as it is shown."""
    sealed = request.session.get(SHOWN, {}).get(application.public_id, "")
    return open_sealed(sealed, PLACE) if sealed else ""


def forget_link(request: HttpRequest, application: Application) -> None:
    if application.public_id in request.session.get(SHOWN, {}):
        del request.session[SHOWN]


def note_withdrawn(request: HttpRequest) -> None:
    """For the next page alone: no address tells of it."""
    request.session[LEFT] = True


def was_withdrawn(request: HttpRequest) -> bool:
    return LEFT in request.session and bool(request.session.pop(LEFT))


def for_applicants(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page of one application: `view(request, application, …)`. Whoever does not hold it learns nothing, and is told
    how it is opened."""

    @open_to_all
    @wraps(view)
    def found(request: HttpRequest, application_id: str, **rest: Any) -> HttpResponseBase:
        try:
            application = find_application(request, application_id)
        except Http404:
            return _shut(request)
        response = view(request, application, **rest)
        if not request.user.is_authenticated and request.session.session_key:
            idle.note_gesture(request, response)
        return response

    return found


def _shut(request: HttpRequest) -> HttpResponse:
    """The same for what does not exist, what is somebody else's, and what was open too long ago."""
    sent = [one for name, values in request.POST.lists() if name not in UNSHOWN for one in values]
    typed = [one for one in sent if len(one) > 1 and not one.isdigit()]
    return render_page(request, "calls/apply_shut.html", {"typed": typed}, status=404)
