"""In which community a page stands, and what her communities' risk asks of whoever reads it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse

from palabre.communities.actions.recognising import note_grace
from palabre.communities.queries.naming import named_in
from palabre.communities.rules import may_wait, needs_factor, standing, visible_communities
from palabre.kit.access import is_open
from palabre.kit.reader import page_language
from palabre.people.choices import Limit
from palabre.people.middleware import IdleLimit, asked_page, lead
from palabre.people.models import Person
from palabre.people.proving import RENEW_KEY, has_shown_factor
from palabre.people.rules import has_factor

Answer = Callable[[HttpRequest], HttpResponseBase]
# beside /me/security/ and what is open to all (signing out, quick exit, emergency lock)
ALWAYS = frozenset({"people:language"})


class RiskLimit(IdleLimit):
    """The strictest idle and absolute limits of her communities, beside those of the device (DOMAIN.md §4.1)."""

    def limit_for(self, person: Person) -> Limit | None:
        asked = standing(person).protection()
        return Limit(asked.idle, asked.absolute)


class Protect:
    """The second factor: shown in this session, or taken up now, or put off for a few days where the risk is standard.

    Whoever has shown one costs no query; standing is read by every page anyway.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        person = getattr(request, "entered", None)
        if person is not None:  # a POST that signed her in: the only moment at which her days are written
            note_grace(person=person)
        return response

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> HttpResponseBase | None:
        if is_open(view) or not request.user.is_authenticated:
            return None
        person = request.user
        if RENEW_KEY in request.session:
            return self._held(request, "people:sheet")
        if has_shown_factor(request) or not needs_factor(person):
            return None
        if has_factor(person):
            return self._held(request, "people:check")
        if may_wait(person, person.factor_due_at):
            request.factor_due = person.factor_due_at  # type: ignore[attr-defined]
            request.factor_wanted = False  # type: ignore[attr-defined]
            return None
        request.factor_wanted = True  # type: ignore[attr-defined]
        return self._held(request, "people:security")

    def _held(self, request: HttpRequest, name: str) -> HttpResponseBase | None:
        """Led to the page that is missing, unless she is there, or on another of those that help her."""
        match = request.resolver_match
        if request.path.startswith(reverse("people:security")) or (match and match.view_name in ALWAYS):
            return None
        return lead(request, reverse(name), asked_page(request) if name == "people:check" else {})


class CurrentCommunity:
    """An address with `community_id` leads into that community, or nowhere if the reader does not belong there.

    Pages of rooms whose address has none set `request.community` themselves.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.community = None  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, kwargs: dict[str, Any]) -> None:
        public_id = kwargs.get("community_id")
        if public_id and request.user.is_authenticated:
            mine = named_in(visible_communities(request.user), page_language())
            request.community = get_object_or_404(mine, public_id=public_id)  # type: ignore[attr-defined]
