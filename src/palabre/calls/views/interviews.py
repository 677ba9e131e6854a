"""Interviews as the committee leads them: moments, invitations, notes."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palabre.calls.actions.interviewing import invite_to_talk, mark_talk, offer_slots, withdraw_slot, write_note
from palabre.calls.forms.deciding import InviteTalkForm, NoteForm, SlotsForm
from palabre.calls.models import Call, Interview
from palabre.calls.queries.interviews import interviews_page, invitable, seat_choices, talk_page
from palabre.calls.rules.committee import stands_apart
from palabre.calls.rules.deciding import visible_interviews
from palabre.calls.rules.interviewing import can_note_talk, can_offer_slots
from palabre.calls.views.call_common import rebased
from palabre.calls.views.selecting import acted, composed, status_of
from palabre.communities.requests import CommunityRequest
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused


@require_safe
def interviews(request: CommunityRequest, call_id: str) -> HttpResponse:
    """`/calls/<y>/interviews/`: moments with who leads them and who took them, by the reader's clock."""
    call = composed(request, call_id)
    return render_page(
        request, "calls/interview_list.html", {"call": call, "page": interviews_page(request.user, call)}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def slots(request: CommunityRequest, call_id: str) -> HttpResponse:
    """`/calls/<y>/interviews/moments/`: several moments of one day."""
    call = composed(request, call_id)
    verdict = can_offer_slots(request.user, call)
    if not verdict:
        return refused(request, Refused(verdict))
    seats = {one.public_id: (one, name) for one, name in seat_choices(call)}
    choices = [(key, name) for key, (_one, name) in seats.items()]
    form = SlotsForm(request.POST or None, seats=choices, initial={"zone": request.user.zone})
    if form.is_valid():
        try:
            said = form.cleaned_data
            chosen = [seats[key][0] for key in said["interviewers"]]
            offer_slots(
                actor=request.user, call=call, moments=said["moments"], minutes=said["minutes"],
                interviewers=chosen, where=said["where"],
            )  # fmt: skip
            say(request, _("The moments are offered. Whoever is invited can choose among them."))
            return see(request, reverse("calls:interviews", args=[call_id]))
        except Refused as error:
            form.refuse(error)
    return render_page(request, "calls/interview_slots.html", {"call": call, "form": form}, status=status_of(form))


@require_POST
def slot_removal(request: CommunityRequest, call_id: str, slot_id: str) -> HttpResponse:
    """`/calls/<y>/interviews/moments/<s>/removal/`."""
    call = composed(request, call_id)
    slot = get_object_or_404(call.slots.all(), public_id=slot_id)
    url = reverse("calls:interviews", args=[call_id])
    return acted(request, lambda: withdraw_slot(actor=request.user, slot=slot), url, _("The moment is taken back."))


@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: CommunityRequest, call_id: str) -> HttpResponse:
    """`/calls/<y>/interviews/invitations/`: whom of the shortlist one would like to hear."""
    call = composed(request, call_id)
    verdict = can_offer_slots(request.user, call)
    if not verdict:
        return refused(request, Refused(verdict))
    found, free = invitable(request.user, call, request.GET)
    rows = {one.public_id: one for one in free}
    form = InviteTalkForm(request.POST or None, codes=[(key, one.code) for key, one in rows.items()])
    if form.is_valid():
        try:
            chosen = [rows[key] for key in form.cleaned_data["applications"]]
            number = len(invite_to_talk(actor=request.user, call=call, applications=chosen))
            say(
                request,
                ngettext("One person is invited.", "%(number)s people are invited.", number) % {"number": number},
            )
            return see(request, reverse("calls:interviews", args=[call_id]))
        except Refused as error:
            form.refuse(error)
    words = {"call": call, "form": form, "slice": found, "free": free}
    return render_page(request, "calls/interview_invite.html", words, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
def interview(request: CommunityRequest, call_id: str, application_id: str) -> HttpResponse:
    """`/calls/<y>/interviews/<a>/`: when, who leads, the notes that one may read, one's own."""
    row = _interview(request, composed(request, call_id), application_id)
    page = talk_page(request.user, row)
    start = {"text": page.own.text, "points": page.own.points, "seen": page.own.version} if page.own else {"seen": 0}
    form = NoteForm(request.POST or None, initial=start)
    if request.method == "POST" and not page.note:
        return refused(request, Refused(can_note_talk(request.user, row)))
    if form.is_valid():
        try:
            write_note(actor=request.user, interview=row, **form.cleaned_data)
            say(request, _("Your note is kept, sealed."))
            return see(request, request.path)
        except Refused as error:
            form.refuse(error)
            form = rebased(form, getattr(form.clash and form.clash.theirs, "version", ""))  # type: ignore[assignment]
    words = {"call": row.application.call, "page": page, "form": form}
    return render_page(request, "calls/interview_page.html", words, status=status_of(form))


@require_POST
def outcome(request: CommunityRequest, call_id: str, application_id: str) -> HttpResponse:
    """`/calls/<y>/interviews/<a>/outcome/`: it was held, or she did not come."""
    row = _interview(request, composed(request, call_id), application_id)
    held = request.POST.get("held") == "yes"
    url = reverse("calls:interview", args=[call_id, application_id])
    said = _("Noted: it was held.") if held else _("Noted: it was not held.")
    return acted(request, lambda: mark_talk(actor=request.user, interview=row, held=held), url, said)


def _interview(request: CommunityRequest, call: Call, application_id: str) -> Interview:
    rows = visible_interviews(request.user).filter(application__call=call)
    rows = rows.select_related("application", "slot")
    row: Interview = get_object_or_404(rows, application__public_id=application_id)
    row.application.call = call
    if not stands_apart(request.user, row.application):
        raise Http404
    return row
