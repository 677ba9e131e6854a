"""What the pages of plans, check-ins and outputs share: finding the group, one form, one button."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404

from palabre.communities.models import Community
from palabre.communities.queries.naming import named_in
from palabre.communities.requests import CommunityRequest
from palabre.communities.rules import visible_communities
from palabre.groups.models import WorkingGroup
from palabre.groups.rules.circles import visible_groups
from palabre.kit.forms import PalabreForm
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.reader import page_language
from palabre.kit.verdict import Refused, Text, Verdict
from palabre.languages.queries import load_halves


def find_group(request: CommunityRequest, group_id: str) -> WorkingGroup:
    """A group that the reader may see, or 404; she stands in its community."""
    group: WorkingGroup = get_object_or_404(visible_groups(request.user), public_id=group_id)
    communities = named_in(visible_communities(request.user), page_language())
    here: Community = get_object_or_404(communities, pk=group.community_id)
    group.community = request.community = here
    load_halves([group])
    return group


def form_page(
    request: CommunityRequest,
    template: str,
    form: PalabreForm,
    verdict: Verdict,
    act: Callable[[], object],
    *,
    done: Text,
    to: str,
    seal: object = None,
    **words: Any,
) -> HttpResponse:
    """One form: shown, sent, or refused with its sentence and everything that was typed. `to`: where it leads.

    After a clash it carries `seal`, what stands now, so that the next press is a choice.
    """
    if not verdict:
        return refused(request, Refused(verdict))
    if form.is_bound and form.is_valid():
        try:
            act()
        except Refused as error:
            form.refuse(error)
            if form.clash and isinstance(form.data, QueryDict):
                form.data = {**form.data.dict(), "seen": str(seal)}
        else:
            say(request, done)
            return see(request, to)
    status = 409 if form.clash else 422 if form.is_bound else 200
    context = {"form": form, "up": to, **words}
    return render_page(request, f"groups/{template}.html", context, status=status)


def pressed(request: CommunityRequest, act: Callable[[], object], done: Text, to: str) -> HttpResponse:
    """One button: done and said, or refused as a page."""
    try:
        act()
    except Refused as error:
        return refused(request, error)
    say(request, done)
    return see(request, to)
