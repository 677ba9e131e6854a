"""Mails that wait: figures only."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from palabre.communities.keeping import for_keepers
from palabre.communities.requests import CommunityRequest
from palabre.kit.pages import render_page, say, see
from palabre.notices.actions import try_again
from palabre.notices.queries import mail_queue
from palabre.notices.rules import can_see_mail
from palabre.people.requests import PersonRequest


def community_mail(request: CommunityRequest, community_id: str) -> HttpResponse:
    """The mails of one community, for its coordination."""
    community = request.community
    if not can_see_mail(request.user, community):
        raise Http404
    if request.method == "POST":
        _say_tried(request, try_again(actor=request.user, community=community))
        return see(request, reverse("notices:community_mail", args=[community_id]))
    return render_page(request, "notices/mail.html", {"queue": mail_queue(community)})


@for_keepers
def instance_mail(request: PersonRequest) -> HttpResponse:
    """The mails of the whole instance, for its keeper."""
    if request.method == "POST":
        _say_tried(request, try_again(actor=request.user, community=None))
        return see(request, reverse("notices:instance_mail"))
    return render_page(request, "notices/mail.html", {"queue": mail_queue()})


def _say_tried(request: HttpRequest, number: int) -> None:
    if not number:
        say(request, _("No mail is waiting."), "")
        return
    told = ngettext("%(number)s mail will be tried again now.", "%(number)s mails will be tried again now.", number)
    say(request, told % {"number": number})
