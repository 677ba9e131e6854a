"""What the tests of this room share."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from palabre.people.models import Person

AsPerson = Callable[[Person | None], Client]


def url(community: object, page: str = "") -> str:
    return f"/c/{community.public_id}/{page}"  # type: ignore[attr-defined]
