"""What the pages of a group share: finding it, standing inside its community, one form, one press."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse

from palabre.groups.models import WorkingGroup
from palabre.groups.rules.circles import visible_groups
from palabre.kit.forms import PalabreForm
from palabre.kit.pages import refused, render_page, say, see
from palabre.kit.verdict import Refused, Text, Verdict, require
from palabre.people.requests import PersonRequest


def find_group(request: PersonRequest, group_id: str) -> WorkingGroup:
    """The group, or 404 for whoever does not see it; its community stands around the page."""
    found: WorkingGroup = get_object_or_404(
        visible_groups(request.user).select_related("community"), public_id=group_id
    )
    request.community = found.community  # type: ignore[attr-defined]
    return found


def home_of(group: WorkingGroup) -> str:
    return reverse("desk:group", args=[group.public_id])


def form_page(
    request: HttpRequest,
    template: str,
    form: PalabreForm,
    verdict: Verdict,
    act: Callable[[], HttpResponse],
    context: Mapping[str, Any],
    seen: Callable[[], object] | None = None,
) -> HttpResponse:
    """A page with one form: what was sent is done (`act` answers), or it comes back with its sentences.

    Whoever may not do it gets the refusal as a page; what was typed meanwhile comes back with it. After a clash the
    form carries what stands now (`seen`), so that the next press is a choice.
    """
    try:
        require(verdict)
        if form.is_valid():
            return act()
    except Refused as error:
        if not form.is_bound:
            return refused(request, error)
        form.refuse(error)
    if form.clash and seen is not None and isinstance(form.data, QueryDict):
        form.data = {**form.data.dict(), "seen": str(seen())}
    status = 409 if form.clash else 422 if form.is_bound else 200
    return render_page(request, f"groups/{template}.html", {"form": form, **context}, status=status)


def pressed(request: HttpRequest, act: Callable[[], object], said: Text, url: str) -> HttpResponse:
    """One button: done and said, or refused as a page."""
    try:
        act()
    except Refused as error:
        return refused(request, error)
    say(request, said)
    return see(request, url)
