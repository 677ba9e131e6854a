"""Between the password and the session: the second factor; or all of it in one gesture, with a passkey."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from palabre.kit.access import open_to_all
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused, no
from palabre.people.actions import ask_reset, show_passkey, use_reset
from palabre.people.choices import RESET_WAIT
from palabre.people.entering import Waiting, attempt_of, enter_proved, home, safe_next, waiting
from palabre.people.forms import SignInForm
from palabre.people.forms.factors import PasskeySignInForm, ProofForm
from palabre.people.passkeys import begin_showing
from palabre.people.proving import check_proof
from palabre.people.queries import factors_of, reset_of
from palabre.people.rules import can_use_reset

NOT_VERIFIED = no(
    gettext_lazy(
        "This passkey did not check that it is you, by a finger, a face or a code. Begin with your password: "
        "the passkey then serves as the second step."
    )
)


@open_to_all
@sensitive_post_parameters("proof_code")
@require_http_methods(["GET", "HEAD", "POST"])
def factor(request: HttpRequest) -> HttpResponse:
    """`/sign-in/factor/`: the password was right, or the mail link; the session begins after this step."""
    who = waiting(request)
    if who is None:
        return see(request, reverse("people:sign_in"))
    factors = factors_of(who.person)
    form = ProofForm(request.POST or None, factors=factors, password=False)
    if form.is_valid():
        try:
            attempt = attempt_of(request, who.person.email).for_factor(who.person.public_id)
            kind = check_proof(request, who.person, form.cleaned_data, attempt)
            return _enter(request, who, kind)
        except Refused as error:
            form.refuse(error)
    ceremony = begin_showing(factors.passkeys, str(who.person.pk)) if factors.passkeys else None
    words = {"form": form, "ceremony": ceremony, "factors": factors}
    return render_page(request, "people/security/factor.html", words, status=422 if form.is_bound else 200)


def _enter(request: HttpRequest, who: Waiting, kind: str) -> HttpResponse:
    """In; and where the sheet comes to its end, first to the page that makes a new one."""
    left = factors_of(who.person)
    to = reverse("people:sheet") if left.few else who.to
    response = enter_proved(request, who.person, device=who.device, way=who.way, to=to, factor=kind)
    if left.few:
        say(request, _("Your sheet has only a few codes left. Make a new one before they are used up."), "warn")
    return response


@open_to_all
@require_POST
def passkey(request: HttpRequest) -> HttpResponse:
    """`/sign-in/passkey/`: a passkey that checked who holds it counts as both steps."""
    form = PasskeySignInForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(no(_("The passkey could not be read. Try once more, or use another way.")))
        said = form.cleaned_data
        shown = show_passkey(state=said["proof_state"], answer=said["proof_credential"])
        if not shown.verified:
            raise Refused(NOT_VERIFIED)
        whose, to = shown.passkey.person, safe_next(request)
        return enter_proved(request, whose, device=said["device"], way="passkey", to=to, factor="passkey")
    except Refused as error:
        start = SignInForm(initial={"email": request.POST.get("email", ""), "device": request.POST.get("device", "")})
        words = {"form": start, "refusal": error.verdict.why, "ceremony": begin_showing(()), "next": _next(request)}
        return render_page(request, "people/sign_in.html", words, status=422)


def _next(request: HttpRequest) -> str:
    to = safe_next(request)
    return "" if to == home() else to


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def lost(request: HttpRequest) -> HttpResponse:
    """`/sign-in/factor/lost/`: phone and sheet are gone: somebody who knows her says so, then a day passes."""
    who = waiting(request)
    if who is None:
        return see(request, reverse("people:sign_in"))
    if request.method == "POST":
        try:
            ask_reset(person=who.person)
        except Refused as error:
            return refused(request, error)
        return see(request, request.path)
    reset = reset_of(who.person)
    opens = reset.confirmed_at + RESET_WAIT if reset and reset.confirmed_at else None
    words = {"reset": reset, "opens": opens, "open": bool(reset and can_use_reset(reset)), "now": timezone.now()}
    return render_page(request, "people/security/lost.html", words)


@open_to_all
@require_POST
def without(request: HttpRequest) -> HttpResponse:
    """`/sign-in/factor/without/`: the day is over; every factor of hers ends, and she takes up a new one."""
    who = waiting(request)
    if who is None:
        return see(request, reverse("people:sign_in"))
    try:
        use_reset(person=who.person)
    except Refused as error:
        return refused(request, error)
    return enter_proved(request, who.person, device=who.device, way=who.way, to=reverse("people:security"))
