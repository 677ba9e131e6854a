"""Addresses on shelves lead where Django's own resolver leads."""

from __future__ import annotations

import pytest
from django.urls import NoReverseMatch, Resolver404, ResolverMatch, URLResolver, get_resolver, include, path, reverse
from django.urls.resolvers import RoutePattern

from palabre.config.urls import ROOMS, urlpatterns
from palabre.kit.routes import Room
from tests.isolation.addresses import addresses

PLAIN = URLResolver(RoutePattern("/"), [urlpatterns[0], *(path("", include(name)) for name in ROOMS)])  # type: ignore[list-item]
ENDS = ("", "x", "x/", "../", "2026/07/", "/")


def led(resolver: URLResolver, url: str) -> tuple[object, ...] | None:
    try:
        found: ResolverMatch = resolver.resolve(url)
    except Resolver404:
        return None
    return found.func, found.kwargs, found.view_name, found.route, found.namespaces


def test_every_address_and_what_comes_near_it_lead_to_the_same_page() -> None:
    asked = {
        reverse(one.name, kwargs=dict.fromkeys(one.arguments, said)) + end
        for one in addresses()
        for said in ("abcdefghjkmn", "2026", "en", "1")
        for end in ENDS
        if _takes(one.name, dict.fromkeys(one.arguments, said))
    }
    assert len(asked) > 2000
    wrong = [url for url in asked if led(get_resolver(), url) != led(PLAIN, url)]
    assert wrong == []


def _takes(name: str, kwargs: dict[str, str]) -> bool:
    try:
        reverse(name, kwargs=kwargs)
    except NoReverseMatch:
        return False
    return True


@pytest.mark.parametrize("url", ["/", "//", "/c/", "/wp-admin/x/y/z/" * 9, "/c/abcdefghjkmn/nowhere/"])
def test_what_nobody_has_is_nowhere(url: str) -> None:
    assert led(get_resolver(), url) == led(PLAIN, url)


def test_shelves_stay_few_whatever_is_asked() -> None:
    """What people type makes no shelf of its own."""
    rooms = [one for one in get_resolver().url_patterns if isinstance(one, Room)]
    for number in range(300):
        led(get_resolver(), f"/word{number}/" * (number + 1))
    assert all(len(one.shelves) <= (len(one.words) + 1) * (one.most + 1) for one in rooms)
    assert len({shelf for one in rooms for shelf in one.shelves if shelf[1].startswith("word")}) == 0
