"""The frame of a public page: it does not ask who reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from palabre.kit.pages import render_page
from palabre.public.incident import is_on


def visitor_page(request: HttpRequest, template: str, words: Mapping[str, Any] | None = None) -> HttpResponse:
    """A page whose frame does not ask who reads it."""
    return render_page(request, template, {**(words or {}), "for_all": True, "incident": is_on()})
