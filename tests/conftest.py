"""Fixtures of every test: the cast, and a browser-less client signed in as one of them."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import Client

from palabre.people.choices import DeviceKind
from palabre.people.models import Person
from palabre.people.proving import FACTOR_KEY, PROVED_KEY
from palabre.people.sessions import DEVICE_KEY
from tests.personas import Cast, make_cast

pytest_plugins = ["tests.covers", "tests.served"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Side by side, what looks at one served house stays in one process: it is started once."""
    for item in items:
        for house in {"demo", "empty_house"}.intersection(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.xdist_group(house))


def pytest_sessionstart() -> None:
    """French is read from compiled messages; side by side, each process keeps its uploads apart, for sweeps look at all.

    Passphrases are hashed by the same function as in service, with its smallest figures: guessing costs nothing here.
    """
    from django.contrib.auth.hashers import Argon2PasswordHasher

    from palabre.config.messages import compile_messages

    compile_messages()
    Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 8, 1
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        settings.MEDIA_ROOT = Path(settings.MEDIA_ROOT) / worker
        settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def counts_of_its_own() -> None:
    """With Redis, tests side by side share one cache: each counts under a prefix of its own."""
    prefix = uuid4().hex
    settings.CACHES["default"]["KEY_PREFIX"] = prefix
    caches["default"].key_prefix = prefix


@pytest.fixture
def cast(db: None) -> Cast:
    """Two sister communities and the persons around them."""
    return make_cast()


@pytest.fixture
def as_person() -> Callable[[Person | None], Client]:
    """`as_person(cast.member)` is a client signed in as her, on her own device; `None` is a visitor."""

    def sign_in(person: Person | None) -> Client:
        client = Client()
        if person is not None:
            client.force_login(person)
            session = client.session
            session[DEVICE_KEY] = DeviceKind.OWN.value
            session[PROVED_KEY] = session[FACTOR_KEY] = time.time()
            session.save()
        return client

    return sign_in
