"""Markdown, the only formatting that people may write (SR-52)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererProtocol
from markdown_it.token import Token

from palabre.kit.text.typography import french_spaces

_SCHEMES = {"http", "https", "mailto"}
_TAGS = {
    "p", "br", "hr", "blockquote", "ul", "ol", "li", "strong", "em", "s", "code", "pre", "a",
    "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_ATTRIBUTES: dict[str, set[str]] = {"a": {"href"}, "ol": {"start"}, "*": set()}
# A page has its own h1 and h2.
_HEADINGS = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h6", "h5": "h6"}
_LINK = re.compile(r"(?:https?://|mailto:)[^\s]", re.IGNORECASE)


def _words_only(_: RendererProtocol, tokens: Sequence[Token], place: int, *rest: Any) -> str:
    """A picture is its description: nothing is ever fetched from elsewhere (SR-22)."""
    return escapeHtml(tokens[place].content)


def _reader() -> MarkdownIt:
    # A new line stays one: people who are no technicians end lines where they mean it.
    reader = MarkdownIt("commonmark", {"html": False, "maxNesting": 20, "breaks": True})
    reader.enable(["table", "strikethrough"])
    reader.validateLink = lambda url: bool(_LINK.match(url))  # type: ignore[method-assign]
    reader.add_render_rule("image", _words_only)
    return reader


_READER = _reader()


def html(markdown: str, *, lang: str = "") -> SafeString:
    """Safe HTML: headings from h3 down, tables, lists, links to http(s) and mailto; no picture, no raw HTML.

    With `lang="fr"` the spaces of French typography are set, outside code and addresses.
    """
    tokens = _READER.parse(markdown.encode(errors="ignore").decode())
    for token in tokens:
        token.tag = _HEADINGS.get(token.tag, token.tag)
        token.attrs.pop("style", None)
        if lang == "fr":
            _space_words(token)
    dirty = _READER.renderer.render(tokens, _READER.options, {})
    safe = nh3.clean(
        dirty,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        url_relative="deny",
        link_rel="noopener noreferrer nofollow",
    )
    return mark_safe(safe.strip())  # noqa: S308 (this is the one place where it is made safe)


def _space_words(token: Token) -> None:
    for child in token.children or []:
        if child.type == "text":
            child.content = french_spaces(child.content)


def plain(markdown: str, *, links: bool = False, bullet: str = "") -> str:
    """The words alone, a line for each paragraph, item (after `bullet`) or cell; `links`: addresses in brackets."""
    lines: list[str] = []
    before = ""
    for token in _READER.parse(markdown):
        if token.type == "list_item_open":
            before = bullet
        elif token.type == "inline":
            lines.append(before + _words(token.children or [], links))
            before = ""
        elif token.type in {"fence", "code_block"}:
            lines.append(token.content.rstrip("\n"))
    return "\n".join(line for line in lines if line)


def _words(tokens: Sequence[Token], links: bool) -> str:
    words: list[str] = []
    address = ""
    for token in tokens:
        if token.type in {"softbreak", "hardbreak"}:
            words.append("\n")
        elif token.type == "link_open":
            address = str(token.attrs.get("href", ""))
        elif token.type == "link_close" and links and address not in words:
            words.append(f" ({address})")
        else:
            words.append(token.content)
    return "".join(words)
