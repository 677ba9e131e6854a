"""`{% text thing "title" %}`: words in the reader's language, marked when they are in another."""

from __future__ import annotations

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from palabre.kit.reader import TONGUES, page_language
from palabre.kit.tags.states import pair as kit_pair
from palabre.kit.text import french_spaces, html
from palabre.languages.choices import LANGUAGES
from palabre.languages.differences import changes as pieces_of
from palabre.languages.models import Translatable
from palabre.languages.queries import Words, best_words, pair, words

register = template.Library()


def _marked(found: Words, inner: SafeString | str, tag: str) -> SafeString:
    if found.language == page_language():
        return conditional_escape(inner) if tag == "span" else format_html("<{}>{}</{}>", tag, inner, tag)
    return format_html('<{} lang="{}">{}</{}>', tag, found.language, inner, tag)


def _typeset(found: Words) -> str:
    return french_spaces(found.text) if found.language == "fr" else found.text


@register.simple_tag
def text(thing: Translatable, field: str) -> SafeString:
    """One line of words, escaped."""
    found = best_words(thing, field, page_language())
    return _marked(found, _typeset(found), "span")


@register.simple_tag
def long_text(thing: Translatable, field: str) -> SafeString:
    """A longer text, written in Markdown."""
    found = best_words(thing, field, page_language())
    return _marked(found, html(found.text, lang=found.language), "div") if found.text else SafeString("")


@register.simple_tag
def plain_text(thing: Translatable, field: str) -> str:
    """Only the words, for an attribute or a title of a file."""
    return best_words(thing, field, page_language()).text


@register.simple_tag
def words_in(thing: Translatable, field: str, language: str) -> Words:
    """`{% words_in thing "title" "en" as half %}`: words, state, half."""
    return words(thing, field, language)


@register.filter
def md_in(value: str, language: str) -> SafeString:
    """Markdown as safe HTML, with the typography of the language it is written in: `{{ text|md_in:"fr" }}`."""
    return html(value or "", lang=language)


@register.filter
def typo_in(value: str, language: str) -> str:
    """A line of words with the spaces of the language it is written in."""
    return french_spaces(value or "") if language == "fr" else value or ""


@register.filter
def tongue(code: str) -> str:
    """A language by its own name, for its own `lang`: `Français`, `English`."""
    return TONGUES[code]


@register.simple_tag
def changes(old: str, new: str) -> SafeString:
    """What changed, word by word, the long unchanged runs left out; each mark says its word to those who hear."""
    heard = {"del": gettext("removed:"), "ins": gettext("added:")}
    rows = (
        (format_html('<{0}><span class="vh">{1} </span>{2}</{0}>', op, heard[op], piece) if op != "same" else piece,)
        for op, piece in pieces_of(old, new)
    )
    return format_html_join("", "{}", rows)


@register.simple_tag
def states(thing: Translatable, *fields: str) -> SafeString:
    """Both languages and their states, as the pair component shows them."""
    return kit_pair(pair(thing, fields or None))


@register.simple_tag
def alone(language: str) -> SafeString:
    """Beside a text that is written in one language and has no other half; nothing for whoever reads that language."""
    if language == page_language():
        return SafeString("")
    return kit_pair([(one, "source" if one == language else "missing") for one in LANGUAGES])


@register.simple_tag
def pair_of(rows: list[tuple[str, str]]) -> SafeString:
    """The same for a pair that a query has already made."""
    return kit_pair(rows)
