"""Coming in by a link from a mail: to sign in once, or to choose a new password."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from palabre.kit.access import open_to_all
from palabre.kit.pages import render_page, see
from palabre.kit.verdict import Refused
from palabre.people.actions import send_sign_in_link, use_mail_link
from palabre.people.choices import LinkPurpose
from palabre.people.entering import enter, home
from palabre.people.forms import AskLinkForm, NewPasswordForm, UseLinkForm
from palabre.people.models import MailLink
from palabre.people.queries import link_by_token
from palabre.people.rules import can_use_link
from palabre.people.sources import hashed_source


@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def ask_link(request: HttpRequest) -> HttpResponse:
    """`/sign-in/link/`: the answer is the same whether there is an account or not."""
    wish = LinkPurpose.NEW_PASSWORD if "password" in request.GET else LinkPurpose.SIGN_IN
    form = AskLinkForm(request.POST or None, initial={"purpose": wish})
    if form.is_valid():
        send_sign_in_link(source=hashed_source(request), **form.cleaned_data)
        return see(request, f"{reverse('people:ask_link')}?sent")
    words = {"form": form, "sent": "sent" in request.GET}
    return render_page(request, "people/ask_link.html", words, status=422 if form.is_bound else 200)


@open_to_all
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def use_link(request: HttpRequest, token: str) -> HttpResponse:
    """`/sign-in/link/<token>/`: reading it changes nothing (mail scanners read links too); the button enters once."""
    link = link_by_token(token)
    if link is None or not can_use_link(link):
        return render_page(request, "people/link_over.html", status=410)
    form = _form_for(link, request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        try:
            person = use_mail_link(token=token, purpose=link.purpose, password=said.get("password"))
            return enter(request, person, device=said["device"], way="link", to=home())
        except Refused as error:
            form.refuse(error)
    words = {"form": form, "new_password": link.purpose == LinkPurpose.NEW_PASSWORD}
    return render_page(request, "people/use_link.html", words, status=422 if form.is_bound else 200)


def _form_for(link: MailLink, sent: Any) -> NewPasswordForm | UseLinkForm:
    return NewPasswordForm(sent) if link.purpose == LinkPurpose.NEW_PASSWORD else UseLinkForm(sent)
