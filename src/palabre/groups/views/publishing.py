"""A final output goes out and is taken back; the outcome was presented."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from palabre.communities.requests import CommunityRequest
from palabre.groups.actions.publishing import present_outcome, publish_output, withdraw_output
from palabre.groups.forms.outputs import PresentationForm, PublishForm, WithdrawalForm
from palabre.groups.rules.outputs import can_present, can_publish_output, can_withdraw_output
from palabre.groups.views.outputs import METHODS, find_output, page_of
from palabre.groups.views.plan_common import find_group, form_page


@require_http_methods(METHODS)
def output_publication(request: CommunityRequest, group_id: str, deliverable_id: str) -> HttpResponse:
    """`…/publication/`: after a look at whom it could harm."""
    row = find_output(request, group_id, deliverable_id)
    form = PublishForm(request.POST or None)
    verdict, words = can_publish_output(request.user, row), page_of(row, _("Before it goes out"), _("Publish"))

    def act() -> None:
        publish_output(actor=request.user, output=row, **form.cleaned_data)

    done = _("The output is published. Everybody in the community can read it.")
    return form_page(request, "output_form", form, verdict, act, done=done, **words)


@require_http_methods(METHODS)
def output_withdrawal(request: CommunityRequest, group_id: str, deliverable_id: str) -> HttpResponse:
    """`…/withdrawal/`: taken back, with a reason; from now on it is not there for the community."""
    row = find_output(request, group_id, deliverable_id)
    form = WithdrawalForm(request.POST or None)
    verdict, words = can_withdraw_output(request.user, row), page_of(row, _("Take the output back"), _("Take it back"))

    def act() -> None:
        withdraw_output(actor=request.user, output=row, **form.cleaned_data)

    done = _("The output is taken back. Only the group, and whoever accompanies it, still read it.")
    return form_page(request, "output_form", form, verdict, act, done=done, **words)


@require_http_methods(METHODS)
def presentation(request: CommunityRequest, group_id: str) -> HttpResponse:
    """`/g/<x>/presentation/`: the outcome was presented."""
    group = find_group(request, group_id)
    form = PresentationForm(request.POST or None, initial={"day": group.presented_on, "words": group.presented_note})

    def act() -> None:
        present_outcome(actor=request.user, group=group, **form.cleaned_data)

    words: dict[str, Any] = {"group": group, "heading": _("The outcome was presented"), "button": _("Keep it")}
    to, verdict = reverse("groups:outputs", args=[group_id]), can_present(request.user, group)
    return form_page(request, "output_form", form, verdict, act, done=_("It is kept."), to=to, **words)
