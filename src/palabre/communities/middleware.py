"""In which community a page stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from palabre.communities.rules import visible_communities


class CurrentCommunity:
    """An address with `community_id` leads into that community, or nowhere if the reader does not belong there.

    Pages of rooms whose address has none set `request.community` themselves.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.community = None  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, kwargs: dict[str, Any]) -> None:
        public_id = kwargs.get("community_id")
        if public_id and request.user.is_authenticated:
            mine = visible_communities(request.user)
            request.community = get_object_or_404(mine, public_id=public_id)  # type: ignore[attr-defined]
