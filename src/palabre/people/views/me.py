"""What a person says of herself, and her keys."""

from __future__ import annotations

from typing import cast

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palabre.kit.pages import render_page, say, see
from palabre.kit.verdict import Refused
from palabre.people.actions import change_password, change_profile, renew_calendar_key, set_language
from palabre.people.entering import safe_next
from palabre.people.forms import LanguageForm, PasswordForm, ProfileForm, profile_of
from palabre.people.proving import note_proof, proof_attempt, proved_recently
from palabre.people.queries import devices
from palabre.people.requests import PersonRequest


@require_safe
def me(request: PersonRequest) -> HttpResponse:
    """`/me/`: what is one's own, as a list; where one is signed in; the calendar."""
    return render_page(request, "people/me.html", {"devices": devices(request.user, request.session.session_key)})


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: PersonRequest) -> HttpResponse:
    """`/me/profile/`: name, language, clock."""
    form = ProfileForm(request.POST or None, initial=profile_of(request.user))
    if form.is_valid():
        person = change_profile(actor=request.user, **form.cleaned_data)
        with translation.override(person.language):
            say(request, _("Your profile is saved."))
        return see(request, reverse("people:me"))
    words = {"form": form, "place": "me"}
    return render_page(request, "people/profile.html", words, status=422 if form.is_bound else 200)


def _has_no_password(request: HttpRequest) -> bool:
    """Whoever has one gives it in the form itself."""
    return not cast("PersonRequest", request).user.has_usable_password()


@proved_recently(when=_has_no_password)
@sensitive_post_parameters("old", "password")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: PersonRequest) -> HttpResponse:
    """`/me/password/`: the other devices are signed out; this one goes on under a new session id."""
    form = PasswordForm(request.POST or None, person=request.user)
    if form.is_valid():
        said, here = form.cleaned_data, request.session.session_key
        try:
            basics = {"old": said.get("old", ""), "new": said["password"], "keep": here}
            change_password(actor=request.user, attempt=proof_attempt(request), **basics)
            update_session_auth_hash(request, request.user)
            note_proof(request)
            say(request, _("Your password is changed. Your other devices are signed out."))
            return see(request, reverse("people:me"))
        except Refused as error:
            form.refuse(error)
    return render_page(request, "people/password.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
def language(request: PersonRequest) -> HttpResponse:
    """`/me/language/`: the other language, on the same page."""
    form = LanguageForm(request.POST)
    if form.is_valid():
        set_language(actor=request.user, language=form.cleaned_data["language"])
    return see(request, safe_next(request))


@require_POST
def calendar(request: PersonRequest) -> HttpResponse:
    """`/me/calendar/`: a new private address for the calendar."""
    renew_calendar_key(actor=request.user)
    say(request, _("Your calendar has a new address. The old one no longer answers."))
    return see(request, f"{reverse('people:me')}#calendar")
