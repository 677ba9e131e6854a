"""Taking up a second factor and giving it up: the printed sheet, the code generator, passkeys."""

from __future__ import annotations

from datetime import timedelta

import segno
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused
from palabre.people.actions import (
    add_passkey,
    begin_generator,
    confirm_generator,
    keep_sheet,
    remove_generator,
    remove_passkey,
    remove_sheet,
)
from palabre.people.codes import codes_of, generator_address, grouped, new_seed
from palabre.people.forms.factors import GeneratorForm, PasskeyForm
from palabre.people.models import Totp
from palabre.people.passkeys import begin_making, mark_of
from palabre.people.proving import note_factor, proved_recently
from palabre.people.queries import factors_of
from palabre.people.requests import PersonRequest
from palabre.people.rules import can_add_passkey, visible_passkeys

SHEET_KEY = "sheet"
SHOWN_FOR = timedelta(minutes=30)


@proved_recently
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: PersonRequest) -> HttpResponse:
    """`/me/security/sheet/`: POST makes one; it is shown until she says that she has it, and never again."""
    if request.method == "POST":
        request.session[SHEET_KEY] = [new_seed(), timezone.now().timestamp()]
        return see(request, request.path)
    seed = _seed(request)
    words = {"codes": codes_of(seed) if seed else None, "factors": factors_of(request.user), "made": timezone.now()}
    return render_page(request, "people/security/sheet.html", words)


def _seed(request: PersonRequest) -> str:
    """Of the sheet that is being shown; the codes themselves stand in no table."""
    seed, since = request.session.get(SHEET_KEY, ["", 0])
    return seed if timezone.now().timestamp() - since < SHOWN_FOR.total_seconds() else ""


@proved_recently
@require_POST
def sheet_kept(request: PersonRequest) -> HttpResponse:
    """`/me/security/sheet/keeping/`: she has it in her hands: now it counts."""
    seed = _seed(request)
    request.session.pop(SHEET_KEY, None)
    if not seed:
        say(request, _("This sheet was shown for too long and does not count. Make a new one."), "warn")
        return see(request, reverse("people:sheet"))
    keep_sheet(actor=request.user, seed=seed)
    return _taken_up(request, _("Your sheet counts from now on. Keep it apart from your phone and computer."))


@proved_recently
@require_POST
def sheet_removal(request: PersonRequest) -> HttpResponse:
    remove_sheet(actor=request.user)
    return _given_up(request, _("The codes of this sheet open nothing any more."))


@proved_recently
@require_http_methods(["GET", "HEAD", "POST"])
def generator(request: PersonRequest) -> HttpResponse:
    """`/me/security/generator/`: the square and the letters, until the first code was right."""
    form = GeneratorForm(request.POST or None)
    if form.is_valid():
        try:
            confirm_generator(actor=request.user, code=form.cleaned_data["code"])
            return _taken_up(request, _("The code generator counts from now on."))
        except Refused as error:
            form.refuse(error)
    factors = factors_of(request.user)
    begun = factors.generator if not factors.confirmed else None
    words = {"form": form, "factors": factors, "square": _square(request, begun) if begun else None}
    words |= {"letters": grouped(begun.secret) if begun else ""}
    return render_page(request, "people/security/generator.html", words, status=422 if form.is_bound else 200)


def _square(request: PersonRequest, begun: Totp) -> SafeString:
    """The drawing that a phone reads: dark on white in both themes, with attributes only."""
    drawing = segno.make(generator_address(begun.secret, mark_of(request.user)), error="m", micro=False)
    svg = drawing.svg_inline(scale=5, border=4, dark="#000", light="#fff", svgclass="square", omitsize=True)
    return mark_safe(svg)  # noqa: S308 (made of our own figures)


@proved_recently
@require_POST
def generator_start(request: PersonRequest) -> HttpResponse:
    try:
        begin_generator(actor=request.user)
    except Refused as error:
        return refused(request, error)
    return see(request, reverse("people:generator"))


@proved_recently
@require_POST
def generator_removal(request: PersonRequest) -> HttpResponse:
    remove_generator(actor=request.user)
    return _given_up(request, _("The code generator opens nothing any more. Delete its line on the phone too."))


@proved_recently
@require_http_methods(["GET", "HEAD", "POST"])
def passkeys(request: PersonRequest) -> HttpResponse:
    """`/me/security/passkeys/`: the list, and a new one."""
    form = PasskeyForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        try:
            add_passkey(
                actor=request.user, label=said["label"], state=said["proof_state"], answer=said["proof_credential"]
            )
            return _taken_up(request, _("The passkey is kept. It can sign you in by itself."))
        except Refused as error:
            form.refuse(error)
    known = list(visible_passkeys(request.user).order_by("created_at"))
    words = {"form": form, "passkeys": known, "verdict": can_add_passkey(request.user)}
    words |= {"ceremony": begin_making(request.user, known)}
    return render_page(request, "people/security/passkeys.html", words, status=422 if form.is_bound else 200)


@proved_recently
@require_POST
def passkey_removal(request: PersonRequest, passkey_id: str) -> HttpResponse:
    found = get_object_or_404(visible_passkeys(request.user), public_id=passkey_id)
    try:
        remove_passkey(actor=request.user, passkey=found)
    except Refused as error:
        return refused(request, error)
    return _given_up(request, _("This passkey opens nothing any more."))


def _taken_up(request: PersonRequest, words: str) -> HttpResponse:
    """She has just shown that she holds it: this session counts as proved, under a new id (SR-07)."""
    note_factor(request)
    request.session.cycle_key()
    say(request, words)
    return see(request, reverse("people:security"))


def _given_up(request: PersonRequest, words: str) -> HttpResponse:
    say(request, words)
    return see(request, reverse("people:security"))
