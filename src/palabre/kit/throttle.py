"""Counting attempts, in the cache that all processes share."""

from __future__ import annotations

import hashlib

from django.core.cache import cache


def allow(key: str, limit: int, seconds: int) -> bool:
    """Whether one more attempt fits into `limit` within any `seconds`; an attempt that fits is counted.

    Each attempt takes one of `limit` places and frees it `seconds` later, so the window slides. Taking a
    place is `cache.add`, which every backend does in one step: parallel attempts never share one. The key is
    kept as a digest: neither an address nor a name stays in the cache.
    """
    name = "throttle:" + hashlib.sha256(f"{key}\n{limit}\n{seconds}".encode()).hexdigest()
    places = [f"{name}:{number}" for number in range(limit)]
    taken = cache.get_many(places)
    return any(cache.add(place, 1, timeout=seconds) for place in places if place not in taken)
