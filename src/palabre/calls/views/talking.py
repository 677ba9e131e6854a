"""The interview as whoever is invited sees it: on her private pages, by her own clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from palabre.calls.actions.talking import choose_slot, refuse_talk
from palabre.calls.forms.deciding import SlotForm, ZoneForm
from palabre.calls.models import Application
from palabre.calls.queries.interviews import OwnTalk, own_talk
from palabre.calls.queries.letters import invitation_text
from palabre.calls.views.holding import CLOCK, applicant_of, for_applicants
from palabre.calls.views.selecting import acted, status_of
from palabre.kit.dates import known_zone, span
from palabre.kit.pages import render_page, say, see
from palabre.kit.verdict import Refused


@for_applicants
@require_http_methods(["GET", "HEAD", "POST"])
def talk(request: HttpRequest, application: Application) -> HttpResponse:
    """`/apply/file/<a>/interview/`: free moments in her time zone, or by another clock: no address names a city."""
    if "clock" in request.POST:
        return _other_clock(request, application)
    page = _page(request, application)
    slots = {one.public_id: one for one in page.slots}
    with timezone.override(ZoneInfo(page.zone)):
        choices = [(key, _said(one.starts_at, one.minutes)) for key, one in slots.items()]
        form = SlotForm(request.POST or None, slots=choices, initial={"zone": page.zone})
        if form.is_valid():
            try:
                slot = slots[form.cleaned_data["slot"]]
                who = applicant_of(request)
                choose_slot(applicant=who, application=application, slot=slot, zone=form.cleaned_data["zone"])
                say(request, _("Your interview is fixed. You can change it until 24 hours before."))
                return see(request, request.path)
            except Refused as error:
                form.refuse(error)
        words = {"application": application, "call": application.call, "page": page, "form": form}
        words |= {"zones": ZoneForm(initial={"zone": page.zone}), "text": invitation_text(application)}
        return render_page(request, "calls/interview_own.html", words, status=status_of(form))


@for_applicants
@require_POST
def refusal(request: HttpRequest, application: Application) -> HttpResponse:
    """`/apply/file/<a>/interview/refusal/`: no reason is asked, and nothing else changes."""
    url = reverse("calls:apply_status", args=[application.public_id])
    said = _("Noted: no interview. Your application goes on all the same.")
    who = applicant_of(request)
    return acted(request, lambda: refuse_talk(applicant=who, application=application), url, said)


def _other_clock(request: HttpRequest, application: Application) -> HttpResponse:
    """Kept on this device alone, while it is open there."""
    form = ZoneForm(request.POST)
    if form.is_valid():
        request.session[CLOCK] = form.cleaned_data["zone"]
    return see(request, reverse("calls:talk", args=[application.public_id]))


def _page(request: HttpRequest, application: Application) -> OwnTalk:
    asked = request.POST.get("zone") or request.session.get(CLOCK, "")
    interview = getattr(application, "interview", None)
    known = [asked, interview.zone if interview else "", application.zone, application.call.zone]
    zone = next((one for one in known if one and known_zone(one)), "UTC")
    page = own_talk(application, zone)
    if page is None:
        raise Http404
    return page


def _said(at: datetime, minutes: int) -> str:
    """`Thursday 26 November 2026, 9:00 to 9:30`, by the clock that she chose."""
    return span(at, at + timedelta(minutes=minutes))
