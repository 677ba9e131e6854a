"""Components that say how things stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext

from palabre.kit.icons import drawn
from palabre.kit.reader import page_language
from palabre.kit.tags.buttons import NOTHING
from palabre.kit.tags.library import register
from palabre.kit.verdict import Text, Verdict

BADGE_ICONS = {"ok": "check", "warn": "clock", "bad": "alert"}
NOTICE_ICONS = {"ok": "check", "warn": "alert", "bad": "alert"}
PAIR_STATES = {
    "approved": "ok",
    "current": "ok",
    "source": "ok",
    "ok": "ok",
    "in_review": "draft",
    "draft": "draft",
    "outdated": "warn",
    "warn": "warn",
    "missing": "none",
    "none": "none",
}


@register.simple_tag
def badge(label: Text, tone: str = "", icon: str = "") -> SafeString:
    """The state of one thing. What is late is `clay` with a clock; `bad` is for what is wrong or has failed."""
    name = icon or BADGE_ICONS.get(tone, "")
    css = f"badge {tone}".strip()
    return format_html('<span class="{}">{}{}</span>', css, drawn(name) if name else NOTHING, label)


@register.simple_tag
def notice(text: Text, tone: str = "") -> SafeString:
    """Something changed or failed, in one sentence."""
    css = f"notice {tone}".strip()
    return format_html('<div class="{}">{}<p>{}</p></div>', css, drawn(NOTICE_ICONS.get(tone, "info")), text)


@register.inclusion_tag("kit/empty.html")
def empty(title: Text, text: Text = "", url: str = "", label: Text = "") -> dict[str, Any]:
    """Nothing yet, and what to do about it."""
    return {"title": title, "text": text, "url": url, "label": label}


@register.inclusion_tag("kit/refusal.html")
def refusal(title: Text, verdict: Verdict, url: str = "", label: Text = "") -> dict[str, Any]:
    """A refusal is a sentence, with the next step when there is one."""
    return {"title": title, "verdict": verdict, "url": url, "label": label}


@register.simple_tag
def pair(states: Iterable[tuple[str, str]]) -> SafeString:
    """Both languages: disc, half disc, diamond, dotted ring, each with its word."""
    return _pair(page_language(), tuple((language, state) for language, state in states))


_PAIR = '<div class="{}"><dt><span aria-hidden="true">{}</span><span class="vh">{}</span></dt><dd>{}</dd></div>'


@lru_cache(maxsize=256)
def _pair(_page: str, states: tuple[tuple[str, str], ...]) -> SafeString:
    """Stands on every row of a list: written once for each language of the page and each pair of states."""
    names = {"fr": gettext("French"), "en": gettext("English")}
    words = {
        "ok": gettext("up to date"),
        "draft": gettext("draft"),
        "warn": gettext("outdated"),
        "none": pgettext("translation", "missing"),
    }
    rows = []
    for language, state in states:
        shape = PAIR_STATES[state]
        word = gettext("to review") if state == "in_review" else words[shape]
        rows.append((shape, language.upper(), names.get(language, language), word))
    return format_html('<dl class="pair">{}</dl>', format_html_join("", _PAIR, rows))


@register.inclusion_tag("kit/steps.html")
def steps(labels: Sequence[Text], current: int) -> dict[str, Any]:
    """Stages in order; `current` counts from 1, and what comes before it is done."""
    return {
        "rows": [
            (label, "done" if place < current else "now" if place == current else "")
            for place, label in enumerate(labels, 1)
        ]
    }


@register.inclusion_tag("kit/checks.html")
def checks(items: Iterable[Sequence[Any]]) -> dict[str, Any]:
    """A gate: (done, text), or (done, text, url, label) where something can be supplied."""
    return {"rows": [(*item, "", "")[:4] for item in items]}
