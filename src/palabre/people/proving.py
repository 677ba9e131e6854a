"""A gesture that weighs asks once more who is there: the password or a factor, not longer than five minutes ago (SR-09).

`@proved_recently` stands above a view. While the proof is stale the same address shows a page that asks for it; what
was typed is carried along and sent on. Files and passwords are not carried: the page says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone

from palabre.kit.pages import render_page, see
from palabre.kit.verdict import Refused
from palabre.people.actions import prove_by_code, prove_by_passkey, prove_by_password
from palabre.people.forms.factors import ProofForm
from palabre.people.models import Person
from palabre.people.passkeys import begin_showing
from palabre.people.queries import factors_of
from palabre.people.rules import has_factor
from palabre.people.sources import hashed_source
from palabre.people.throttling import Attempt

PROVED_KEY = "proved"
FACTOR_KEY = "factor"
# her last code was used: nothing opens in this session before she has a new sheet
RENEW_KEY = "renew"
FRESH_FOR = timedelta(minutes=5)
NOT_CARRIED = frozenset({"csrfmiddlewaretoken", "once", "password", "old"})
View = Callable[..., HttpResponse]
Condition = Callable[[HttpRequest], bool]


def has_proved(request: HttpRequest) -> bool:
    """Whether she proved who she is within the last five minutes of this session."""
    stamp = request.session.get(PROVED_KEY)
    return stamp is not None and timezone.now().timestamp() - float(stamp) <= FRESH_FOR.total_seconds()


def note_proof(request: HttpRequest) -> None:
    """She has just proved it."""
    request.session[PROVED_KEY] = timezone.now().timestamp()


def note_factor(request: HttpRequest) -> None:
    """She has just shown a second factor in this session."""
    request.session[FACTOR_KEY] = timezone.now().timestamp()
    request.session.pop(RENEW_KEY, None)


def has_shown_factor(request: HttpRequest) -> bool:
    """Whether a second factor was shown in this session."""
    return FACTOR_KEY in request.session


def when_sent(request: HttpRequest) -> bool:
    """The page may be read; what is sent needs the proof."""
    return request.method == "POST"


def proved_recently(view: View | None = None, *, when: Condition | None = None) -> Any:
    """The view answers only after a recent proof; `when` narrows it: `@proved_recently(when=when_sent)`."""

    def protect(wrapped: View) -> View:
        @wraps(wrapped)
        def asked(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            if not _must_prove(request) or (when is not None and not when(request)):
                return wrapped(request, *args, **kwargs)
            return _prove_first(request, lambda: wrapped(request, *args, **kwargs))

        return asked

    return protect(view) if view is not None else protect


def _must_prove(request: Any) -> bool:
    """The proof is stale; or she has a factor that this session, begun before it, has never seen."""
    return not has_proved(request) or (not has_shown_factor(request) and has_factor(request.user))


def _prove_first(request: Any, go_on: Callable[[], HttpResponse]) -> HttpResponse:
    """The page that asks; and once it is answered, what was wanted."""
    factors = factors_of(request.user)
    by_password = request.user.has_usable_password() and (has_shown_factor(request) or not factors.any)
    form = ProofForm(request.POST if "proving" in request.POST else None, factors=factors, password=by_password)
    if form.is_valid():
        try:
            check_proof(request, request.user, form.cleaned_data)
            return _carry_on(request, go_on)
        except Refused as error:
            form.refuse(error)
    words = {"form": form, "carried": carried(request), "files": bool(request.FILES), "sent": _was_sent(request)}
    words |= {"ceremony": begin_showing(factors.passkeys, str(request.user.pk)) if factors.passkeys else None}
    words |= {"address": request.get_full_path(), "nothing": not form.fields}
    return render_page(request, "people/security/proof.html", words, status=422 if form.is_bound else 200)


def proof_attempt(request: Any) -> Attempt:
    """What is tried inside a session is counted apart from what strangers try at the door."""
    return Attempt(f"proof {request.user.public_id}", hashed_source(request))


def check_proof(request: HttpRequest, person: Person, said: Mapping[str, str], attempt: Attempt | None = None) -> str:
    """One of password, code or passkey, whichever was given; gives which, and notes it. Raises Refused."""
    attempt = attempt or proof_attempt(request)
    if said.get("proof_credential"):
        kind = prove_by_passkey(person=person, state=said["proof_state"], answer=said["proof_credential"]).value
    elif said.get("proof_code"):
        kind = prove_by_code(person=person, attempt=attempt, code=said["proof_code"]).value
    else:
        prove_by_password(person=person, attempt=attempt, password=said.get("proof_password", ""))
        kind = "password"
    note_proof(request)
    if kind != "password":
        note_factor(request)
    return kind


def _was_sent(request: HttpRequest) -> bool:
    """Whether something was being sent, and not only a page asked for."""
    return request.method == "POST" and ("proving" not in request.POST or "sending" in request.POST)


def carried(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed before the proof was asked for."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in NOT_CARRIED and not name.startswith("proof_") and name not in {"proving", "sending"}
    ]


def _carry_on(request: Any, go_on: Callable[[], HttpResponse]) -> HttpResponse:
    """The page again, or what was being sent, as if it were sent now."""
    if not _was_sent(request):
        return see(request, request.get_full_path())
    typed = QueryDict(mutable=True)
    for name, value in carried(request):
        typed.appendlist(name, value)
    typed["once"] = request.POST.get("once", "")
    request.POST = typed
    return go_on()
