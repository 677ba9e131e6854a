"""What can be pressed, and why it cannot."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any, TypeGuard

from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from palabre.kit.icons import drawn
from palabre.kit.tags.library import register
from palabre.kit.verdict import Text, Verdict

NOTHING = SafeString("")


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """`{% icon "clock" %}`; `extra` is a further class, such as "flip" for arrows that turn with the script."""
    return drawn(name, extra)


@register.simple_tag(takes_context=True)
def guard(context: Context) -> SafeString:
    """First thing in every POST form: against forgery (csrf), and against doubles on a bad line (once)."""
    token = str(context.get("csrf_token") or "")
    csrf = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token) if token else NOTHING
    return format_html('{}<input type="hidden" name="once" value="{}">', csrf, secrets.token_urlsafe(9))


@register.simple_tag
def why(text: Text, element_id: str = "") -> SafeString:
    """A quiet remark."""
    named = format_html(' id="{}"', element_id) if element_id else NOTHING
    return format_html('<p class="why"{}>{}<span>{}</span></p>', named, drawn("info"), text)


def is_refused(verdict: object) -> TypeGuard[Verdict]:
    """Whether there is a verdict and it says no; a form that asks for none passes nothing."""
    return isinstance(verdict, Verdict) and not verdict


def _css(tone: str) -> str:
    return f"btn {tone}".strip()


def _refused(label: Text, verdict: Verdict, drawing: SafeString) -> SafeString:
    """Shown, dashed, and telling what is missing: the sentence is tied to the button."""
    reason = f"why-{secrets.token_hex(3)}"
    shut = '<button class="btn" type="button" disabled aria-describedby="{}">{}{}</button>{}'
    return format_html(shut, reason, drawing, label, why(verdict.why, reason))


@register.simple_tag
def button(
    label: Text,
    tone: str = "main",
    *,
    name: str = "",
    value: str = "",
    icon: str = "",
    hidden: Text = "",
    verdict: Verdict | None = None,
) -> SafeString:
    """A submit button; `hidden` completes the label for those who hear it ("It is done" + "Send the list")."""
    drawing = drawn(icon) if icon else NOTHING
    if is_refused(verdict):
        return _refused(label, verdict, drawing)
    sent = format_html(' name="{}" value="{}"', name, value or "1") if name else NOTHING
    heard = format_html('<span class="vh"> {}</span>', hidden) if hidden else NOTHING
    return format_html('<button class="{}"{}>{}<span>{}{}</span></button>', _css(tone), sent, drawing, label, heard)


@register.simple_tag
def link_button(label: Text, url: str, tone: str = "", *, icon: str = "", verdict: Verdict | None = None) -> SafeString:
    """The same look, for going somewhere."""
    drawing = drawn(icon) if icon else NOTHING
    if is_refused(verdict):
        return _refused(label, verdict, drawing)
    return format_html('<a class="{}" href="{}">{}{}</a>', _css(tone), url, drawing, label)


def _form(context: Context, url: str, inside: SafeString, css: str, fragment: str) -> SafeString:
    htmx = '" hx-post="{}" hx-target="#{}" hx-swap="outerHTML'
    more = format_html(htmx, url, fragment) if fragment else NOTHING
    start = '<form method="post" class="{}" action="{}{}">{}{}</form>'
    return format_html(start, css, url, more, guard(context), inside)


@register.simple_tag(takes_context=True)
def action(
    context: Context,
    url: str,
    label: Text,
    tone: str = "",
    *,
    verdict: Verdict | None = None,
    fragment: str = "",
    css: str = "",
    **wanted: Any,
) -> SafeString:
    """A form of one button; refused, only the button and its reason. `wanted`: name, value, icon, hidden."""
    pressed = button(label, tone, verdict=verdict, **wanted)
    return pressed if is_refused(verdict) else _form(context, url, pressed, css or "act", fragment)


@register.simple_tag(takes_context=True)
def answers(
    context: Context,
    url: str,
    question: Text,
    choices: Iterable[tuple[str, Text, str]],
    chosen: str | None = None,
    *,
    name: str = "answer",
    fragment: str = "",
) -> SafeString:
    """One question, one tap. Choices are (value, label, icon); `chosen` is the value already given, if one."""
    one = '<button name="{}" value="{}" aria-pressed="{}">{}{}</button>'
    rows = ((name, value, str(value == chosen).lower(), drawn(icon), label) for value, label, icon in choices)
    inside = '<fieldset class="answers"><legend>{}</legend>{}</fieldset>'
    return _form(context, url, format_html(inside, question, format_html_join("", one, rows)), "", fragment)
