"""What the group decides to make."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palabre.groups.actions.outcomes import change_outcome, propose_outcome, put_outcome, set_outcome_aside
from palabre.groups.forms.questions import OutcomeForm
from palabre.groups.models import LearningOutcome
from palabre.groups.queries.questions import outcome_page
from palabre.groups.queries.words import seal_of
from palabre.groups.rules.outcomes import can_change_outcome, can_propose_outcome, visible_outcomes
from palabre.groups.views.common import find_group, form_page, pressed
from palabre.kit.pages import render_page, say, see
from palabre.kit.reader import page_language
from palabre.people.requests import PersonRequest


@require_safe
def outcome(request: PersonRequest, group_id: str) -> HttpResponse:
    """`/g/<g>/outcome/`: what is adopted, and what is proposed."""
    group = find_group(request, group_id)
    return render_page(request, "groups/outcome.html", {"page": outcome_page(request.user, group), "group": group})


@require_http_methods(["GET", "HEAD", "POST"])
def proposing(request: PersonRequest, group_id: str) -> HttpResponse:
    """`/g/<g>/outcome/proposing/`."""
    group = find_group(request, group_id)
    form = OutcomeForm(request.POST or None, language=page_language())

    def act() -> HttpResponse:
        wanted = {"kind": form.cleaned_data["kind"], "language": form.language(), **form.texts()}
        propose_outcome(actor=request.user, group=group, **wanted)
        say(request, _("Your proposal stands before the group."))
        return see(request, reverse("groups:outcome", args=[group_id]))

    verdict = can_propose_outcome(request.user, group)
    return form_page(request, "outcome_form", form, verdict, act, {"group": group})


@require_http_methods(["GET", "HEAD", "POST"])
def wording(request: PersonRequest, group_id: str, outcome_id: str) -> HttpResponse:
    """`/g/<g>/outcome/<o>/`: other words, before the group decides."""
    found = _outcome(request, group_id, outcome_id)
    initial = {"kind": found.kind, "seen": seal_of(found, "kind")}
    form = OutcomeForm(request.POST or None, initial=initial, thing=found, language=page_language())

    def act() -> HttpResponse:
        said = form.cleaned_data
        change_outcome(actor=request.user, outcome=found, kind=said["kind"], seen=said["seen"], **form.texts())
        say(request, _("The proposal is changed."))
        return see(request, reverse("groups:outcome", args=[group_id]))

    words = {"group": found.group, "outcome": found}
    verdict = can_change_outcome(request.user, found)

    def now() -> str:
        found.refresh_from_db(fields=["kind", "title", "text"])
        return seal_of(found, "kind")

    return form_page(request, "outcome_form", form, verdict, act, words, now)


@require_POST
def consent(request: PersonRequest, group_id: str, outcome_id: str) -> HttpResponse:
    """`/g/<g>/outcome/<o>/consent/`: a proposal opens for the members of the group."""
    found = _outcome(request, group_id, outcome_id)
    said = _("The members of the group are asked for their consent.")
    url = reverse("groups:outcome", args=[group_id])
    return pressed(request, lambda: put_outcome(actor=request.user, outcome=found), said, url)


@require_POST
def setting_aside(request: PersonRequest, group_id: str, outcome_id: str) -> HttpResponse:
    """`/g/<g>/outcome/<o>/setting-aside/`."""
    found = _outcome(request, group_id, outcome_id)
    url = reverse("groups:outcome", args=[group_id])
    said = _("The proposal is set aside. It stays to be read.")
    return pressed(request, lambda: set_outcome_aside(actor=request.user, outcome=found), said, url)


def _outcome(request: PersonRequest, group_id: str, outcome_id: str) -> LearningOutcome:
    group = find_group(request, group_id)
    rows = visible_outcomes(request.user).filter(group=group).select_related("proposal")
    found: LearningOutcome = get_object_or_404(rows, public_id=outcome_id)
    found.group = group
    return found
