"""How one signs in safely: one page that says what there is, and the step that asks for a factor in a running session."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused
from palabre.people.actions import refuse_reset
from palabre.people.entering import attempt_of, safe_next
from palabre.people.forms.factors import ProofForm
from palabre.people.passkeys import begin_showing
from palabre.people.proving import check_proof, has_shown_factor
from palabre.people.queries import devices, factors_of, reset_of
from palabre.people.requests import PersonRequest
from palabre.people.throttling import Attempt


@require_safe
def security(request: PersonRequest) -> HttpResponse:
    """`/me/security/`: password, printed sheet, generator, passkeys, and whoever asks to come in without."""
    others = len(devices(request.user, request.session.session_key)) - 1
    words = {"factors": factors_of(request.user), "reset": reset_of(request.user), "others": others}
    words |= {"asked": getattr(request, "factor_wanted", False), "password": request.user.has_usable_password()}
    return render_page(request, "people/security/security.html", words)


@sensitive_post_parameters("proof_code")
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: PersonRequest) -> HttpResponse:
    """`/me/security/check/`: she has a factor, and this session has not seen it yet."""
    to, factors = safe_next(request), factors_of(request.user)
    if has_shown_factor(request) or not factors.any:
        return see(request, to)
    form = ProofForm(request.POST or None, factors=factors, password=False)
    if form.is_valid():
        try:
            check_proof(request, request.user, form.cleaned_data, factor_attempt(request))
            # a new right is a new session id (SR-07)
            request.session.cycle_key()
            return see(request, to)
        except Refused as error:
            form.refuse(error)
    ceremony = begin_showing(factors.passkeys, str(request.user.pk)) if factors.passkeys else None
    words = {"form": form, "ceremony": ceremony, "factors": factors, "carried": [("next", to)]}
    return render_page(request, "people/security/check.html", words, status=422 if form.is_bound else 200)


def factor_attempt(request: PersonRequest) -> Attempt:
    """Codes are counted by account and by source, and by device where the account knows it."""
    return attempt_of(request, request.user.email).for_factor(request.user.public_id)


@require_POST
def stop(request: PersonRequest) -> HttpResponse:
    """`/me/security/request/`: it was not she who asked to come in without a factor."""
    reset = reset_of(request.user)
    try:
        if reset is not None:
            refuse_reset(by=request.user, reset=reset)
    except Refused as error:
        return refused(request, error)
    say(request, _("The request is stopped. Now change your password: whoever asked knew it, or reads your mail."))
    return see(request, reverse("people:security"))
