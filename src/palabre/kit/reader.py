"""Which of the two languages a page is in."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import get_language

TONGUES = {"fr": "Français", "en": "English"}


def page_language() -> str:
    """`fr` or `en`: what is being written."""
    return "fr" if (get_language() or "en").startswith("fr") else "en"


def chosen_language(request: HttpRequest | None) -> str:
    """The language a visitor asked for in the address; it goes along from page to page, without a cookie."""
    if request is None:
        return ""
    asked = request.GET.get("lang", "") or request.path.strip("/")
    return asked if asked in TONGUES else ""
