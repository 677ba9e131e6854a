"""The rooms of whoever keeps the instance: pages without content, and absent for everybody else."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from palabre.communities.rules import is_keeper

ROOMS: tuple[tuple[Promise, str], ...] = (
    (_("Networks"), "communities:instance"),
    (_("Settings"), "exchange:settings"),
    (_("Security events"), "desk:security_events"),
    (_("Mails that wait"), "notices:instance_mail"),
    (_("Background work"), "exchange:work"),
    (_("Backups"), "exchange:backups"),
    (_("Retention"), "exchange:retention"),
    (_("Keys"), "exchange:keys"),
    (_("Keepers"), "exchange:keepers"),
)
Item = tuple[str | Promise, str, bool]


def for_keepers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view is absent (404) for whoever does not keep the instance."""

    @wraps(view)
    def shown(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_keeper(request.user):
            raise Http404
        request.keeping = True
        return view(request, *args, **kwargs)

    return shown


def rooms_of_keeping(request: HttpRequest) -> dict[str, Any]:
    """`local_items` of a page of the keeper; nothing on any other, so that a refusal shows none of it."""
    if not getattr(request, "keeping", False):
        return {}
    items: list[Item] = []
    for label, name in ROOMS:
        try:
            url = reverse(name)
        except NoReverseMatch:  # a room that does not stand
            continue
        items.append((label, url, request.path == url))
    return {"local_items": items, "local_title": _("This site"), "place": "communities"}
