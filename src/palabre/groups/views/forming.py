"""Choosing a group, and sharing the members out."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from palabre.communities.queries import known, load_handles
from palabre.communities.requests import CommunityRequest
from palabre.groups.actions.forming import choose, open_choice
from palabre.groups.actions.sharing_out import confirm_sharing, correct_line, place_member, propose_sharing
from palabre.groups.forms.forming import ChoiceDayForm, PlaceForm, RankingForm
from palabre.groups.queries.forming import (
    grouping_of,
    line_of,
    my_ranking,
    named_groups,
    possible_members,
    sharing_lines,
    sharing_page,
    waiting_people,
)
from palabre.groups.rules.forming import can_choose, can_open_choice, can_place, can_share_out
from palabre.groups.views.common import form_page, pressed
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.reader import page_language
from palabre.kit.verdict import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def choice(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/groups/choice/`: what I prefer, changeable until the day."""
    actor, community = request.user, request.community
    grouping = grouping_of(community)
    groups, names = named_groups(community, page_language())
    before = {f"choice_{one.rank}": one.group.public_id for one in my_ranking(actor, grouping)}
    form = RankingForm(request.POST or None, initial=before, groups=groups, names=names)
    arrived = getattr(request, "arrived_at", None) or timezone.now()

    def act() -> HttpResponse:
        choose(actor=actor, community=community, ranking=form.ranking(), now=arrived)
        say(request, _("Your choice is noted. You can change it until the day."))
        return see(request, reverse("groups:groups", args=[community_id]))

    verdict = can_choose(actor, community, grouping, arrived)
    return form_page(request, "choice", form, verdict, act, {"groups": groups, "grouping": grouping})


@require_http_methods(["GET", "HEAD", "POST"])
def day(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/groups/choice/day/`: until when members choose."""
    actor, community = request.user, request.community
    grouping = grouping_of(community)
    form = ChoiceDayForm(request.POST or None, zone=community.zone, until=grouping.choose_until if grouping else None)

    def act() -> HttpResponse:
        open_choice(actor=actor, community=community, until=form.until or timezone.now())
        say(request, _("The choice is open. Every member is told."))
        return see(request, reverse("groups:groups", args=[community_id]))

    verdict = can_open_choice(actor, community, grouping)
    return form_page(request, "choice_day", form, verdict, act, {"grouping": grouping})


@require_http_methods(["GET", "HEAD", "POST"])
def sharing(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/groups/sharing/`: how many chose what; a POST asks for a proposal."""
    actor, community = request.user, request.community
    here = reverse("groups:sharing", args=[community_id])
    if request.method == "POST":
        said = _("The proposal stands below. Nothing holds before you confirm it.")
        return pressed(request, lambda: propose_sharing(actor=actor, community=community), said, here)
    page = sharing_page(community)
    verdict = can_share_out(actor, community, page.grouping)
    if not verdict:
        return refused(request, Refused(verdict))
    lines = sharing_lines(page.grouping, request.GET)
    words = {"page": page, "lines": lines, "groups": [one.group for one in page.wanted]}
    return render_page(request, "groups/sharing.html", words)


@require_POST
def line(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/groups/sharing/lines/`: another group for one member, before it holds."""
    found = line_of(request.community, request.POST.get("line", ""))
    groups = {one.public_id: one for one in named_groups(request.community, page_language())[0]}
    group = groups.get(request.POST.get("group", ""))
    if found is None or group is None or not can_place(request.user, request.community):
        raise Http404
    url = f"{reverse('groups:sharing', args=[community_id])}?{request.GET.urlencode()}#lines"
    return pressed(request, lambda: correct_line(actor=request.user, line=found, group=group), _("Changed."), url)


@require_POST
def confirmation(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/groups/sharing/confirmation/`: the groups are formed."""
    said = _("The groups are formed. Everybody is told of her own.")
    url = reverse("groups:groups", args=[community_id])
    return pressed(request, lambda: confirm_sharing(actor=request.user, community=request.community), said, url)


@require_http_methods(["GET", "HEAD", "POST"])
def places(request: CommunityRequest, community_id: str) -> HttpResponse:
    """`/c/<x>/groups/places/`: late-comers and changes, one by one."""
    community = request.community
    verdict = can_place(request.user, community)
    if not verdict:
        return refused(request, Refused(verdict))
    load_handles([community])
    groups, names = named_groups(community, page_language())
    people = known(possible_members(community), community)
    form = PlaceForm(request.POST or None, people=people, groups=groups, names=names)

    def act() -> HttpResponse:
        place_member(actor=request.user, **form.place())
        say(request, _("The place is noted. The person is told."))
        return see(request, reverse("groups:places", args=[community_id]))

    words = {"waiting": waiting_people(community, request.GET)}
    return form_page(request, "places", form, verdict, act, words)
