"""Finds the page of an address among the few that can have it, instead of trying hundreds in turn."""

from __future__ import annotations

from functools import cached_property

from django.urls import ResolverMatch, URLPattern, URLResolver, include
from django.urls.resolvers import RoutePattern

Shelf = tuple[int, str]


class Room(URLResolver):
    """The addresses of a room, shelved by their number of parts and their first word; tried in their own order.

    Answers what Django's resolver would: it is asked for one shelf, and a shelf holds all that could match.
    """

    def resolve(self, path: str) -> ResolverMatch:
        asked = str(path)
        first = asked.partition("/")[0]
        shelf = (min(asked.count("/"), self.most), first if first in self.words else "")
        if shelf not in self.shelves:
            rows = [one for one in self.url_patterns if _may_stand_on(one, shelf)]
            self.shelves[shelf] = URLResolver(self.pattern, rows, self.default_kwargs, self.app_name, self.namespace)
        return self.shelves[shelf].resolve(path)

    @cached_property
    def shelves(self) -> dict[Shelf, URLResolver]:
        return {}

    @cached_property
    def words(self) -> frozenset[str]:
        """First words that some address has; all others share one shelf, so that shelves stay few."""
        return frozenset(_route(one).partition("/")[0] for one in self.url_patterns)

    @cached_property
    def most(self) -> int:
        """One part more than any address has: what is longer stands together."""
        return 1 + max((_route(one).count("/") for one in self.url_patterns), default=0)


def room(module: str) -> Room:
    """`path("", include(module))`, on shelves."""
    patterns, app_name, namespace = include(module)
    return Room(RoutePattern(""), patterns, None, app_name, namespace)


def _route(one: URLPattern | URLResolver) -> str:
    return str(one.pattern)


def _may_stand_on(one: URLPattern | URLResolver, shelf: Shelf) -> bool:
    parts, word = shelf
    route = _route(one)
    if isinstance(one, URLResolver) or not isinstance(one.pattern, RoutePattern) or "<path:" in route:
        return True
    first = route.partition("/")[0]
    return route.count("/") == parts and ("<" in first or first == word)
