"""Composing the cohort: candidates and balance; sittings and what they decided."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palabre.calls.actions.balancing import count_balance
from palabre.calls.actions.deciding import Ruling, decide, note_sitting, offer_next
from palabre.calls.choices import Outcome
from palabre.calls.forms.deciding import FilterForm, RulingForm, SittingForm
from palabre.calls.models import Deliberation
from palabre.calls.queries.composing import filters_of, selection_page
from palabre.calls.queries.interviews import seat_choices
from palabre.calls.queries.sittings import Open, sitting_page, sittings_page
from palabre.calls.rules.deciding import can_deliberate, candidates, outcomes_from, visible_deliberations
from palabre.calls.views.selecting import acted, composed, followed, status_of
from palabre.communities.requests import CommunityRequest
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.reader import page_language
from palabre.kit.verdict import Refused


@require_safe
def selection(request: CommunityRequest, call_id: str) -> HttpResponse:
    """`/calls/<y>/selection/`: candidates by code, the balance, the places; totals only for who follows from outside."""
    call = followed(request, call_id)
    page = selection_page(request.user, call, request.GET)
    shown = FilterForm(request.GET, filters_of(request.user, call)) if page.slice is not None else None
    return render_page(request, "calls/selection_list.html", {"call": call, "page": page, "filter": shown})


@require_POST
def next_offer(request: CommunityRequest, call_id: str, application_id: str) -> HttpResponse:
    """`/calls/<y>/waiting-list/<a>/offer/`: a free place goes to the next."""
    call = composed(request, call_id)
    row = get_object_or_404(candidates(request.user, call), public_id=application_id)
    url = reverse("calls:selection", args=[call_id])
    said = _("The place is offered. Prepare and send the letter: until then nobody is told.")
    return acted(request, lambda: offer_next(actor=request.user, application=row), url, said)


@require_http_methods(["GET", "HEAD", "POST"])
def sittings(request: CommunityRequest, call_id: str) -> HttpResponse:
    """`/calls/<y>/sittings/`: when the committee sat; a new sitting is noted here."""
    call = composed(request, call_id)
    seats = {one.public_id: (one, name) for one, name in seat_choices(call)}
    form = SittingForm(request.POST or None, seats=[(key, name) for key, (_one, name) in seats.items()])
    if request.method == "POST" and not (verdict := can_deliberate(request.user, call)):
        return refused(request, Refused(verdict))
    if form.is_valid():
        try:
            said = dict(form.cleaned_data)
            there = [seats[key][0] for key in said.pop("present")]
            row = note_sitting(actor=request.user, call=call, present=there, language=page_language(), **said)
            say(request, _("The sitting is noted. Now note what it decided."))
            return see(request, reverse("calls:sitting", args=[call_id, row.public_id]))
        except Refused as error:
            form.refuse(error)
    words = {"call": call, "page": sittings_page(request.user, call, request.GET), "form": form}
    return render_page(request, "calls/selection_sittings.html", words, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
def sitting(request: CommunityRequest, call_id: str, deliberation_id: str) -> HttpResponse:
    """`/calls/<y>/sittings/<d>/`: what it decided, and up to twenty files to decide on at once."""
    call = composed(request, call_id)
    rows = visible_deliberations(request.user).filter(call=call)
    row: Deliberation = get_object_or_404(rows, public_id=deliberation_id)
    row.call = call
    page = sitting_page(request.user, row, request.GET)
    forms = [(one, _form(request, one, knows=page.left is not None)) for one in page.open]
    if request.method == "POST" and (done := _decide(request, row, forms)):
        return done
    words = {
        "call": call,
        "page": page,
        "forms": forms,
        "filter": FilterForm(request.GET, filters_of(request.user, call)),
    }
    words |= {"wrong": [form for _one, form in forms if form.errors]}
    words |= {"moved": _moved(request, {one.candidate.application.public_id: one for one in page.open})}
    return render_page(request, "calls/selection_sitting.html", words, status=422 if request.POST else 200)


@require_POST
def count(request: CommunityRequest, call_id: str, deliberation_id: str) -> HttpResponse:
    """`/calls/<y>/sittings/<d>/balance/`: who is chosen is counted, once for this sitting."""
    call = composed(request, call_id)
    row = get_object_or_404(visible_deliberations(request.user).filter(call=call), public_id=deliberation_id)
    url = f"{reverse('calls:selection', args=[call_id])}#balance"
    said = _("The balance is counted, as it is after this sitting.")
    return acted(request, lambda: count_balance(actor=request.user, deliberation=row), url, said)


def _form(request: CommunityRequest, one: Open, *, knows: bool) -> RulingForm:
    """One fieldset for each file, under its own id; who must not know what is left is offered neither places nor ranks."""
    row = one.candidate.application
    outcomes = [outcome for outcome in outcomes_from(row.state) if knows or outcome != Outcome.OFFER]
    return RulingForm(
        request.POST if request.method == "POST" and one.verdict else None,
        prefix=row.public_id, outcomes=outcomes, language=row.language, ranked=knows,
    )  # fmt: skip


def _decide(request: CommunityRequest, row: Deliberation, forms: list[tuple[Open, RulingForm]]) -> HttpResponse | None:
    """Everything that was chosen is decided, or nothing of it; a refusal stands beside its field."""
    bound = {one.candidate.application.public_id: (one, form) for one, form in forms if form.is_bound}
    wrong = [form for _one, form in bound.values() if not form.is_valid()]
    if wrong or _moved(request, bound):
        return None
    chosen = {key: (one, form) for key, (one, form) in bound.items() if form.cleaned_data["outcome"]}
    rulings = [Ruling(application=one.candidate.application, **form.cleaned_data) for one, form in chosen.values()]
    try:
        number = len(decide(actor=request.user, deliberation=row, rulings=rulings))
    except Refused as error:
        key, _dash, field = (error.field or "").partition("-")
        beside = chosen.get(key) or next(iter((chosen or bound).values()), None)
        if beside is None:
            return refused(request, error)
        beside[1].refuse(Refused(error.verdict, field))
        return None
    said = ngettext("One decision is noted.", "%(number)s decisions are noted.", number) % {"number": number}
    say(request, said + " " + _("Applicants learn of it by their letter only."))
    return see(request, request.get_full_path())


def _moved(request: CommunityRequest, bound: Mapping[str, object]) -> bool:
    """Somebody else decided meanwhile on a file for which something was typed here."""
    asked = (name.rpartition("-") for name, value in request.POST.items() if value and name.endswith("-outcome"))
    return any(key not in bound for key, _dash, _field in asked)
