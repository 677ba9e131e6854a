"""What members write to the facilitation where there is no directory."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from palabre.communities.actions.directory import reply_to_message
from palabre.communities.forms.presence import ReplyToMessageForm
from palabre.communities.queries.directory import messages_page
from palabre.communities.requests import CommunityRequest
from palabre.communities.rules.directory import can_read_messages, can_reply_to_message, visible_messages
from palabre.kit.pages import render_page, say, see
from palabre.kit.verdict import Refused


@require_safe
def messages(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/messages/`."""
    if not can_read_messages(request.user, request.community):
        raise Http404
    words = {"slice": messages_page(request.user, request.community, request.GET)}
    return render_page(request, "communities/messages.html", words)


@require_http_methods(["GET", "HEAD", "POST"])
def message(request: CommunityRequest, community_id: str, message_id: str) -> HttpResponse:
    """`/c/<x>/messages/<m>/`: its words, and the answer; whoever wrote it reads it too."""
    rows = visible_messages(request.user).filter(community=request.community).select_related("sender")
    found = get_object_or_404(rows, public_id=message_id)
    form = ReplyToMessageForm(request.POST or None)
    if form.is_valid():
        try:
            reply_to_message(actor=request.user, message=found, reply=form.cleaned_data["reply"])
            say(request, _("Your answer stands beside the message."))
            return see(request, reverse("communities:message", args=[community_id, message_id]))
        except Refused as error:
            form.refuse(error)
    reads = can_read_messages(request.user, request.community)
    words = {"form": form, "message": found, "verdict": can_reply_to_message(request.user, found), "reads": reads}
    return render_page(request, "communities/message.html", words, status=422 if form.is_bound else 200)
