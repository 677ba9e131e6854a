"""Who finds whom: the directory, one person, test entries."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palabre.communities.actions.directory import (
    add_canary,
    remove_canary,
    tell_canary_opened,
    tell_directory_overrun,
    write_to_facilitation,
)
from palabre.communities.forms.presence import CanaryForm, MessageForm, SearchForm
from palabre.communities.queries.directory import canaries_of, people_page, profile_in
from palabre.communities.requests import CommunityRequest
from palabre.communities.rules.directory import can_keep_watch, can_open_people, may_open_page, may_open_profile
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused, no

ENOUGH = no(
    gettext_lazy(
        "That is enough for one day: the directory protects everybody in it. Please go on tomorrow, or ask the "
        "coordination."
    )
)


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/people/`: the directory; where there is none, why, and how to reach somebody all the same."""
    actor, community = request.user, request.community
    if not can_open_people(actor, community):
        raise Http404
    message = MessageForm(request.POST or None)
    if message.is_valid():
        try:
            write_to_facilitation(actor=actor, community=community, text=message.cleaned_data["text"])
            say(request, _("Your message waits for the facilitation. The answer will stand on this page."))
            return see(request, request.path)
        except Refused as error:
            message.refuse(error)
    search = SearchForm(request.GET if "name" in request.GET else None)
    wanted = search.cleaned_data["name"] if search.is_valid() else ""
    page = people_page(actor, community, request.GET, wanted)
    if page.look and not may_open_page(actor):
        return _too_much(request)
    words = {"page": page, "search": search, "form": message}
    return render_page(request, "communities/people.html", words, status=422 if message.is_bound else 200)


@require_safe
def person(request: CommunityRequest, community_id: str, membership_id: str) -> HttpResponse:
    """`/c/<x>/people/<m>/`: one person; sixty in a day, so that a robot does not copy everybody (SR-26)."""
    actor, community = request.user, request.community
    profile = profile_in(actor, community, membership_id)
    if profile is None:
        raise Http404
    if not may_open_profile(actor):
        return _too_much(request)
    if profile.canary:
        tell_canary_opened(actor=actor, canary=profile.membership)
    return render_page(request, "communities/person.html", {"profile": profile})


def _too_much(request: CommunityRequest) -> HttpResponse:
    """A calm page, and the coordination is told who it was."""
    tell_directory_overrun(actor=request.user, community=request.community)
    answer = refused(request, Refused(ENOUGH))
    answer.status_code = 429
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def watch(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/people/watch/`: test entries, for whoever coordinates."""
    actor, community = request.user, request.community
    if not can_keep_watch(actor, community):
        raise Http404
    form = CanaryForm(request.POST or None)
    if form.is_valid():
        try:
            add_canary(actor=actor, community=community, **form.cleaned_data)
            say(request, _("The test entry stands at the end of the directory."))
            return see(request, request.path)
        except Refused as error:
            form.refuse(error)
    words = {"form": form, "rows": canaries_of(actor, community)}
    return render_page(request, "communities/watch.html", words, status=422 if form.is_bound else 200)


@require_POST
def watch_removal(request: CommunityRequest, community_id: str, membership_id: str) -> HttpResponse:
    canary = get_object_or_404(canaries_of(request.user, request.community), public_id=membership_id)
    try:
        remove_canary(actor=request.user, canary=canary)
    except Refused as error:
        return refused(request, error)
    say(request, _("The test entry is gone."))
    return see(request, request.path.rsplit(membership_id, 1)[0])
