"""How the pages of the network write what a community says and is."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from palabre.kit.reader import page_language
from palabre.kit.text import french_spaces
from palabre.languages.models import Translatable
from palabre.languages.queries import best_words

register = template.Library()


@register.filter
def lines(text: str) -> list[str]:
    """Objectives, themes and ways of working are written one a line."""
    return [line.strip(" -*•\t") for line in (text or "").splitlines() if line.strip(" -*•\t")]


@register.simple_tag
def list_of(thing: Translatable, field: str) -> SafeString:
    """The lines of a text as a list, in the reader's language or marked as the other one."""
    found = best_words(thing, field, page_language())
    words = french_spaces(found.text) if found.language == "fr" else found.text
    rows = format_html_join("", "<li>{}</li>", ((line,) for line in lines(words)))
    if found.language == page_language():
        return format_html("<ul>{}</ul>", rows)
    return format_html('<ul lang="{}">{}</ul>', found.language, rows)
