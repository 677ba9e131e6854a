"""Coming in with a password, and going out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from palabre.kit.access import open_to_all
from palabre.kit.pages import render_page, see
from palabre.kit.verdict import Refused
from palabre.people.actions import check_password
from palabre.people.entering import attempt_of, enter, home, leave, safe_next
from palabre.people.forms import SignInForm
from palabre.people.passkeys import begin_showing


@open_to_all
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """`/sign-in/`."""
    to = safe_next(request)
    if request.method != "POST" and request.user.is_authenticated:
        return see(request, to)
    form = SignInForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        try:
            person = check_password(attempt=attempt_of(request, said["email"]), password=said["password"])
            return enter(request, person, device=said["device"], way="password", to=to)
        except Refused as error:
            form.refuse(error)
    words = {"form": form, "next": "" if to == home() else to, "over": "over" in request.GET}
    words |= {"ceremony": begin_showing(())}
    return render_page(request, "people/sign_in.html", words, status=422 if form.is_bound else 200)


@open_to_all
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session on the server; harmless when it has already ended."""
    return leave(request, see(request, reverse("people:sign_in")))
