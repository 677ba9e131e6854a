"""From offers to places, as the coordination follows them; and the working groups that come of it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from palabre.calls.actions.accepting import confirm_place
from palabre.calls.actions.cohort import note_preferences, prepare_groups
from palabre.calls.models import Call
from palabre.calls.queries.accepting import places_page
from palabre.calls.rules.accepting import can_see_places, placed_applications
from palabre.calls.views.selecting import acted, led
from palabre.communities.requests import CommunityRequest
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused


@require_safe
def places(request: CommunityRequest, call_id: str) -> HttpResponse:
    """`/calls/<y>/places/`: who was offered one, who declared what, who has come in."""
    call = _call(request, call_id)
    page = places_page(request.user, call, request.GET)
    return render_page(request, "calls/offer_list.html", {"call": call, "page": page})


@require_POST
def confirmation(request: CommunityRequest, call_id: str, application_id: str) -> HttpResponse:
    """`/calls/<y>/places/<a>/confirmation/`: the declaration was read, the place is hers."""
    call = _call(request, call_id)
    rows = placed_applications(request.user, call)
    row = get_object_or_404(rows, public_id=application_id)
    url = reverse("calls:places", args=[call_id])
    said = _("The place is confirmed. It becomes whole with the signature of the code of conduct.")
    return acted(request, lambda: confirm_place(actor=request.user, application=row), url, said)


@require_POST
def groups(request: CommunityRequest, call_id: str) -> HttpResponse:
    """`/calls/<y>/places/groups/`: one working group for each theme."""
    call = _call(request, call_id)
    try:
        number = prepare_groups(actor=request.user, call=call)
    except Refused as error:
        return refused(request, error)
    say(request, ngettext("One group is prepared.", "%(number)s groups are prepared.", number) % {"number": number})
    return see(request, reverse("calls:places", args=[call_id]))


@require_POST
def preferences(request: CommunityRequest, call_id: str) -> HttpResponse:
    """`/calls/<y>/places/preferences/`: the themes they ranked are their first preferences."""
    call = _call(request, call_id)
    try:
        number = note_preferences(actor=request.user, call=call)
    except Refused as error:
        return refused(request, error)
    said = ngettext("Noted for one person.", "Noted for %(number)s people.", number) % {"number": number}
    say(request, said + " " + _("Each of them can still change it."))
    return see(request, reverse("calls:places", args=[call_id]))


def _call(request: CommunityRequest, call_id: str) -> Call:
    call = led(request, call_id)
    if not can_see_places(request.user, call):
        raise Http404
    return call
