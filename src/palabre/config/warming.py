"""Loads before the fork what every process needs, so that it is in memory once and the first page is quick."""

from __future__ import annotations

import gc
from typing import Any

from django.core.cache import caches
from django.db import connections
from django.urls import get_resolver
from django.utils import translation


def loaded_application() -> Any:
    """The WSGI application with URLs, views and messages loaded, and no connection open (none may cross a fork)."""
    from palabre.config.wsgi import application  # noqa: PLC0415 (checks the configuration when imported)

    get_resolver().url_patterns  # noqa: B018 (importing every view is the point)
    for language in ("en", "fr"):
        with translation.override(language):
            translation.gettext("palabre")
    caches.close_all()
    connections.close_all()
    # what is loaded by now stays for good: the collector need not touch it, so the processes go on sharing it
    gc.collect()
    gc.freeze()
    return application
