"""The emergency lock: the code that turns it, the page that takes the code, the way back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from palabre.kit.access import open_to_all
from palabre.kit.pages import render_page, say, see
from palabre.kit.verdict import Refused
from palabre.people.actions.lock import give_lock_code, lock_account
from palabre.people.actions.opening import ask_opening
from palabre.people.entering import attempt_of, safe_next
from palabre.people.forms.opening import OpeningForm
from palabre.people.forms.privacy import LockForm
from palabre.people.proving import proved_recently
from palabre.people.requests import PersonRequest
from palabre.people.sources import hashed_source


@require_http_methods(["GET", "HEAD", "POST"])
def lock_code(request: PersonRequest) -> HttpResponse:
    """`/me/lock/`: a code of one's own, shown once. A first one is for the asking; a new one asks who is there."""
    if request.method == "POST":
        return _renewed(request) if request.user.lock_digest else _given(request)
    words = {"has_code": bool(request.user.lock_digest), "next": safe_next(request), "place": "me"}
    return render_page(request, "people/lock_code.html", words)


def _given(request: PersonRequest) -> HttpResponse:
    words = {"code": give_lock_code(actor=request.user), "next": safe_next(request), "place": "me"}
    return render_page(request, "people/lock_code.html", words)


_renewed = proved_recently(_given)


@open_to_all
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def lock(request: HttpRequest) -> HttpResponse:
    """`/lock/`: the same answer whether there is such a code or not."""
    form = LockForm(request.POST or None)
    if form.is_valid():
        try:
            lock_account(code=form.cleaned_data["code"], source=hashed_source(request))
            return see(request, f"{reverse('people:lock')}?done")
        except Refused as error:
            form.refuse(error)
    words = {"form": form, "done": "done" in request.GET}
    return render_page(request, "people/lock.html", words, status=422 if form.is_bound else 200)


@open_to_all
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "HEAD", "POST"])
def opening(request: HttpRequest) -> HttpResponse:
    """`/lock/opening/`: whoever knows the password and the second factor; a day later, or with a word of hers."""
    form, found = OpeningForm(request.POST or None), None
    if form.is_valid():
        said = form.cleaned_data
        try:
            attempt = attempt_of(request, said["email"])
            found = ask_opening(attempt=attempt, password=said["password"], code=said["code"])
        except Refused as error:
            form.refuse(error)
    if found and found.opened:
        say(request, _("Your account is open again. Sign in."))
        return see(request, reverse("people:sign_in"))
    status = 422 if form.is_bound and not found else 200
    return render_page(request, "people/opening.html", {"form": form, "found": found}, status=status)
