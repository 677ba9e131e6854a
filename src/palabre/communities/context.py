"""What every page of a community shows beside its content: the rooms that one may enter.

Asks the database nothing but what a room above asks to say whether it stands here (`communities.rooms`).
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, ResolverMatch, reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.text import format_lazy
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from palabre.communities.choices import Role
from palabre.communities.keeping import rooms_of_keeping
from palabre.communities.models import Community
from palabre.communities.rooms import OFFERED
from palabre.communities.rules import holds, may_act, standing
from palabre.communities.rules.communities import can_coordinate
from palabre.communities.rules.directory import can_open_people
from palabre.kit.dates import long_date
from palabre.kit.reader import page_language
from palabre.people.models import Person

Item = tuple[str | Promise, str, bool]
ABOUT_PEOPLE = {
    *("communities:me", "communities:messages", "communities:message", "communities:campaigns", "communities:campaign"),
    *("communities:campaign_wording", "communities:wishes", "communities:introduction"),
}
COORDINATED = {
    *(
        f"communities:{page}"
        for page in ("members", "level", "invitations", "links", "questions", "question", "requests")
    ),
    *(f"communities:{page}" for page in ("request", "organisations", "organisation", "roles", "settings", "life")),
    *(f"communities:{page}" for page in ("sharing", "twins", "children", "child", "member_import", "member_export")),
    *("charter:standards", "desk:network_report"),
}
OTHER_ROOMS = {"meetings": "meetings:list", "commitments": "commitments:list"}


def community(request: HttpRequest) -> dict[str, Any]:
    """`community` and `local_items`: (label, address, whether one is there)."""
    here: Community | None = getattr(request, "community", None)
    if here is None or not request.user.is_authenticated:
        return rooms_of_keeping(request)
    items = []
    for label, name in _rooms(request.user, here):
        try:
            url = reverse(name, args=[here.public_id])
        except NoReverseMatch:  # a room that does not stand yet
            continue
        there = _is_there(request, name, url) or (
            name == "desk:coordination" and _from_desk(request.resolver_match, request.user, here)
        )
        items.append((label, url, there))
    return {
        "community": here,
        "local_items": items,
        "local_title": _title(here),
        "to_sign": _gate(request.path, request.user, here),
    }


def _title(here: Community) -> str | None:
    """Its name in the language of the page, as the middleware read it; None: the page has to look for it itself."""
    if not hasattr(here, "named"):
        return None
    if here.named:
        return str(here.named)
    apart = here.source_language != page_language()
    return format_html('<span lang="{}">{}</span>', here.source_language, here.name) if apart else here.name


def _gate(path: str, actor: Person, here: Community) -> dict[str, Any] | None:
    """At the head of each page of a community whose code the reader has not signed: what opens everything (INV-03)."""
    verdict = may_act(actor, here.pk) if here.pk in standing(actor).unsigned else None
    url = reverse("charter:signature", args=[here.public_id])
    if verdict is None or path == url:
        return None
    return {"text": verdict.why, "url": url, "label": _("Read and sign")}


def reminder(request: HttpRequest) -> dict[str, Any]:
    """`reminder`: on every page, until when she may go on without the second factor that is asked of her."""
    if not hasattr(request, "factor_due") or request.path.startswith(reverse("people:security")):
        return {}
    until = request.factor_due
    if until is None:
        text = _("What you do here asks for a second factor, beside the password.")
    else:
        text = format_lazy(
            _("What you do here asks for a second factor, beside the password. You can go on without it until {day}."),
            day=long_date(localtime(until).date(), page_language()),
        )
    return {"reminder": {"text": text, "url": reverse("people:security"), "label": _("Choose it now")}}


def _rooms(actor: Person, here: Community) -> list[tuple[str | Promise, str]]:
    rooms: list[tuple[str | Promise, str, bool]] = [
        (pgettext_lazy("navigation", "Home"), "desk:community", True),
        (_("Meetings"), "meetings:list", True),
        (_("Commitments"), "commitments:list", True),
        *((room.label, room.view, room.stands(here) and room.opens(actor, here)) for room in OFFERED.values()),
        (_("News"), "communities:news", True),
        (_("People"), "communities:people", bool(can_open_people(actor, here))),
        (_("Charter"), "charter:charter", True),
        (
            _("Translate"),
            "desk:translations",
            holds(actor, here.pk, Role.TRANSLATOR, Role.COORDINATOR, Role.FACILITATOR),
        ),
        (_("Network"), "communities:network", True),
        (_("Coordination"), "desk:coordination", bool(can_coordinate(actor, here))),
        (_("Roles"), "communities:roles", not can_coordinate(actor, here)),
        (_("About"), "communities:about", True),
    ]
    return [(label, name) for label, name, open_ in rooms if open_]


def _is_there(request: HttpRequest, name: str, url: str) -> bool:
    match = request.resolver_match
    if match is not None and name == "desk:coordination" and match.view_name in COORDINATED:
        return True
    if match is not None and OTHER_ROOMS.get(match.app_name) == name:
        return True
    if match is not None and name in OFFERED and OFFERED[name].holds(match.view_name, match.app_name):
        return True
    if match is not None and name == "communities:people" and match.view_name in ABOUT_PEOPLE:
        return True
    return request.path == url or (name != "desk:community" and request.path.startswith(url))


def _from_desk(match: ResolverMatch | None, actor: Person, here: Community) -> bool:
    """A room above that is not in her navigation: whoever coordinates came to it from her desk."""
    rooms = [room for room in OFFERED.values() if match and room.holds(match.view_name, match.app_name)]
    return any(room.stands(here) and not room.opens(actor, here) for room in rooms)
