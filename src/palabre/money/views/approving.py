"""What was handed in: remarks, sending back, approval."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from palabre.communities.requests import CommunityRequest
from palabre.kit.pages import refused, say, see
from palabre.kit.reader import page_language
from palabre.kit.verdict import Refused
from palabre.money.actions.approving import approve_budget, comment_budget, return_budget
from palabre.money.choices import VersionState
from palabre.money.forms.budgets import RemarkForm
from palabre.money.rules.budgets import can_comment_budget, can_return_budget
from palabre.money.views.budgets import home_of
from palabre.money.views.finding import find_budget, form_step, sent
from palabre.money.views.writing import seen_in


@require_http_methods(["GET", "HEAD", "POST"])
def remarks(request: CommunityRequest, budget_id: str) -> HttpResponse:
    """`/budgets/<b>/remarks/`."""
    budget, form = find_budget(request, budget_id), RemarkForm(sent(request))

    def act() -> object:
        return comment_budget(actor=request.user, budget=budget, language=page_language(), **form.cleaned_data)

    verdict, words = can_comment_budget(request.user, budget), {"budget": budget, "kind": "remark"}
    return form_step(request, "budget_form", form, verdict, act, _("Your remark is kept."), home_of(budget), words)


@require_http_methods(["GET", "HEAD", "POST"])
def sending_back(request: CommunityRequest, budget_id: str) -> HttpResponse:
    """`/budgets/<b>/return/`: what has to change before it is handed in again."""
    budget, form = find_budget(request, budget_id), RemarkForm(sent(request))

    def act() -> object:
        return return_budget(actor=request.user, budget=budget, language=page_language(), **form.cleaned_data)

    said = _("Sent back with your remark. Approvals given so far fall away.")
    verdict, words = can_return_budget(request.user, budget), {"budget": budget, "kind": "return"}
    return form_step(request, "budget_form", form, verdict, act, said, home_of(budget), words)


@require_POST
def approval(request: CommunityRequest, budget_id: str) -> HttpResponse:
    """`/budgets/<b>/approval/`: of the version as it was read."""
    budget = find_budget(request, budget_id)
    try:
        version = approve_budget(actor=request.user, budget=budget, seen=seen_in(request))
    except Refused as error:
        return refused(request, error)
    in_force = version.state == VersionState.APPROVED
    say(request, _("Approved: the budget is in force.") if in_force else _("Your approval is noted. Others follow."))
    return see(request, home_of(budget))
