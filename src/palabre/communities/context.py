"""What every page of a community shows beside its content: the rooms that one may enter. Asks the database nothing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from palabre.communities.choices import Role
from palabre.communities.models import Community
from palabre.communities.rules import can_see_members, holds
from palabre.people.models import Person

Item = tuple[str | Promise, str, bool]
OTHER_ROOMS = {"meetings": "meetings:list", "commitments": "commitments:list"}


def community(request: HttpRequest) -> dict[str, Any]:
    """`community` and `local_items`: (label, address, whether one is there)."""
    here: Community | None = getattr(request, "community", None)
    if here is None or not request.user.is_authenticated:
        return {}
    items = []
    for label, name in _rooms(request.user, here):
        try:
            url = reverse(name, args=[here.public_id])
        except NoReverseMatch:  # a room that does not stand yet
            continue
        items.append((label, url, _is_there(request, name, url)))
    return {"community": here, "local_items": items}


def _rooms(actor: Person, here: Community) -> list[tuple[str | Promise, str]]:
    rooms: list[tuple[str | Promise, str, bool]] = [
        (pgettext_lazy("navigation", "Home"), "desk:community", True),
        (_("Meetings"), "meetings:list", True),
        (_("Commitments"), "commitments:list", True),
        (_("Members"), "communities:members", bool(can_see_members(actor, here))),
        (_("Roles"), "communities:roles", True),
        (
            _("Translate"),
            "desk:translations",
            holds(actor, here.pk, Role.TRANSLATOR, Role.COORDINATOR, Role.FACILITATOR),
        ),
        (_("Below"), "communities:children", holds(actor, here.pk, Role.STEWARD)),
        (_("About"), "communities:about", True),
    ]
    return [(label, name) for label, name, open_ in rooms if open_]


def _is_there(request: HttpRequest, name: str, url: str) -> bool:
    match = request.resolver_match
    if match is not None and match.view_name == "communities:invitations" and name == "communities:members":
        return True
    if match is not None and OTHER_ROOMS.get(match.app_name) == name:
        return True
    return request.path == url or (name != "desk:community" and request.path.startswith(url))
