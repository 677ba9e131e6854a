"""Counting attempts."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import override_settings

from palabre.kit.throttle import allow

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
IN_MEMORY = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "throttle"}}


@pytest.fixture(autouse=True)
def memory():
    with override_settings(CACHES=IN_MEMORY):
        cache.clear()
        yield
        cache.clear()


def test_the_limit_is_reached_and_not_passed() -> None:
    assert [allow("door", 3, 60) for _ in range(5)] == [True, True, True, False, False]


def test_each_key_has_its_own_count() -> None:
    assert allow("a", 1, 60)
    assert allow("b", 1, 60)
    assert not allow("a", 1, 60)


def test_the_window_slides_with_each_attempt() -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        assert allow("door", 2, 60)
        clock.shift(timedelta(seconds=40))
        assert allow("door", 2, 60)
        clock.shift(timedelta(seconds=21))
        assert allow("door", 2, 60)
        assert not allow("door", 2, 60)
        clock.shift(timedelta(seconds=40))
        assert allow("door", 2, 60)


def test_parallel_attempts_never_share_a_place() -> None:
    with ThreadPoolExecutor(16) as pool:
        allowed = sum(pool.map(lambda _: allow("door", 10, 60), range(200)))
    assert allowed == 10


def test_no_key_stays_readable_in_the_cache() -> None:
    allow("awa@example.org", 1, 60)
    assert not [name for name in cache._cache if "awa" in name]
