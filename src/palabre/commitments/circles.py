"""Promises that stay in the circle where they were made: said by the rooms above, each in its `rules/promise_circles.py`."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q

from palabre.people.models import Person

Reads = Callable[[Person], Q]
_CIRCLES: list[Reads] = []


def within(reads: Reads) -> Reads:
    """`@within`: this function gives, without a query, the promises that its room does not keep from this person."""
    _CIRCLES.append(reads)
    return reads


def read_in_circles(actor: Person) -> Q:
    """What no room keeps from her."""
    found = Q()
    for reads in _CIRCLES:
        found &= reads(actor)
    return found
