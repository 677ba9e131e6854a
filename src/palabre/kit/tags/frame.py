"""The frame of a page: who reads it, in which language, where they are, where they can go."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from palabre.kit.icons import drawn
from palabre.kit.paging import Slice
from palabre.kit.reader import TONGUES, chosen_language, page_language
from palabre.kit.tags.library import register
from palabre.kit.verdict import Text

PLACES: tuple[tuple[str, str, str, Promise], ...] = (
    ("day", "desk:my_day", "sun", _("My day")),
    ("communities", "communities:list", "people", _("Communities")),
    ("commitments", "commitments:mine", "promise", _("Commitments")),
    ("me", "people:me", "person", _("Me")),
)


@register.simple_tag(takes_context=True)
def signed_in(context: Context) -> bool:
    """Whether the frame is a member's. A page that is the same for all (`for_all`) does not even ask."""
    request = context.get("request")
    if request is None or context.get("for_all"):
        return False
    return bool(getattr(getattr(request, "user", None), "is_authenticated", False))


register.simple_tag(page_language)


@register.simple_tag(takes_context=True)
def door(context: Context, name: str) -> str:
    """The address of a page for visitors, in the language they chose; empty if it does not stand yet."""
    try:
        url = reverse(name)
    except NoReverseMatch:
        return ""
    if signed_in(context):  # a page that is the same for all does not know the reader's language: tell it
        return f"{url}?lang={page_language()}" if name.startswith("public:") else url
    chosen = chosen_language(context.get("request"))
    return f"{url}?lang={chosen}" if chosen else url


@register.simple_tag(takes_context=True)
def other_language(context: Context) -> dict[str, str]:
    """Code, name and address of the other language of this very page."""
    code = "en" if page_language() == "fr" else "fr"
    request: HttpRequest | None = context.get("request")
    if request is None:
        return {"code": code, "name": TONGUES[code], "url": f"/{code}/", "path": "/"}
    if request.path.strip("/") in {*TONGUES, ""}:
        url = f"/{code}/"
    else:
        query = request.GET.copy()
        query["lang"] = code
        url = f"?{query.urlencode()}"
    return {"code": code, "name": TONGUES[code], "url": url, "path": request.get_full_path()}


@register.inclusion_tag("kit/bar.html", takes_context=True)
def bar(context: Context) -> dict[str, Any]:
    """The four places of a member; only those that stand."""
    request: HttpRequest = context["request"]
    here = context.get("place") or ("communities" if context.get("community") else "")
    rows = []
    for key, name, drawing, label in PLACES:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        inside = here == key or (not here and request.path.startswith(url))
        current = "page" if request.path == url else "true" if inside else ""
        rows.append((url, drawing, label, current))
    return {"rows": rows}


@register.simple_tag
def back(url: str, label: Text) -> SafeString:
    """The way up, at the top of a page."""
    return format_html('<a class="back no-print" href="{}">{}{}</a>', url, drawn("prev", "flip"), label)


@register.inclusion_tag("kit/page_nav.html", takes_context=True)
def page_nav(context: Context, part: Slice[Any], newer: Text = "", older: Text = "") -> dict[str, Any]:
    """Newer and older rows; other questions of the address stay."""
    query = context["request"].GET.copy()
    links = []
    for key, cursor, label in (
        ("newer", part.newer, newer or gettext("Newer")),
        ("older", part.older, older or gettext("Older")),
    ):
        for name in ("newer", "older"):
            query.pop(name, None)
        if cursor:
            query[key] = cursor
            links.append((key, f"?{query.urlencode()}", label))
    return {"links": links}
