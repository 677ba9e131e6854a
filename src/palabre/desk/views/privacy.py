"""What others see of me, what mails and calendar say, what I tell for counting: here, where communities are known too."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from palabre.desk.queries.privacy import privacy_page
from palabre.kit.pages import render_page, say, see
from palabre.kit.verdict import Refused
from palabre.people.actions.privacy import change_openness, choose_mail, describe_self, withdraw_description
from palabre.people.forms.privacy import DescriptionForm, MailForm, OpennessForm, mail_of, openness_of, told_of
from palabre.people.requests import PersonRequest

ME = {"place": "me"}


@require_http_methods(["GET", "HEAD", "POST"])
def privacy(request: PersonRequest) -> HttpResponse:
    """`/me/privacy/`: the fields of the profile, each with its readers, and the byline."""
    page = privacy_page(request.user)
    form = OpennessForm(request.POST or None, initial=openness_of(page.profile))
    if form.is_valid():
        try:
            change_openness(actor=request.user, said=form.cleaned_data)
            say(request, _("Saved. Whoever may no longer read a field does not see it from now on."))
            return see(request, reverse("desk:privacy"))
        except Refused as error:
            form.refuse(error)
    words = {"form": form, "page": page, **ME}
    return render_page(request, "desk/privacy.html", words, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def mails(request: PersonRequest) -> HttpResponse:
    """`/me/privacy/mail/`: what a mail and a calendar say."""
    form = MailForm(request.POST or None, initial=mail_of(request.user))
    if form.is_valid():
        choose_mail(actor=request.user, **form.cleaned_data)
        say(request, _("Saved. It also holds for mails that wait to leave."))
        return see(request, reverse("desk:privacy"))
    words = {"form": form, "page": privacy_page(request.user), **ME}
    return render_page(request, "desk/privacy_mail.html", words, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def description(request: PersonRequest) -> HttpResponse:
    """`/me/privacy/description/`: voluntary, sealed, for counting alone; sending it is consenting to it."""
    page = privacy_page(request.user)
    form = DescriptionForm(request.POST or None, initial=told_of(page.description))
    if form.is_valid():
        try:
            describe_self(actor=request.user, said=form.cleaned_data)
            say(request, _("Kept, sealed. You can take it back at any time."))
            return see(request, reverse("desk:privacy"))
        except Refused as error:
            form.refuse(error)
    words = {"form": form, "page": page, **ME}
    return render_page(request, "desk/privacy_description.html", words, status=422 if form.is_bound else 200)


@require_POST
def withdrawal(request: PersonRequest) -> HttpResponse:
    """One gesture: the consent ends and what was told is deleted."""
    withdraw_description(actor=request.user)
    say(request, _("Taken back. What you told is deleted."))
    return see(request, reverse("desk:privacy"))
