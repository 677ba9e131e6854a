"""Every address of the house, read from the resolver, and what its arguments stand for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

CHOICES = {"language": "en", "field": "title", "form": "meeting-plan"}
"""Arguments that name no row."""


@dataclass(frozen=True, slots=True)
class Address:
    """A URL pattern: its full name, and the names of its arguments."""

    name: str
    arguments: tuple[str, ...]


def addresses() -> list[Address]:
    return sorted(_walk(get_resolver().url_patterns, ""), key=lambda address: address.name)


def _walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[Address]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _walk(pattern.url_patterns, space)
        else:
            yield Address(f"{prefix}{pattern.name}", tuple(pattern.pattern.converters))
