"""From a view to the reader: whole pages, fragments, and one calm sentence."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext

from palabre.kit.verdict import Clash, Refused, Text

WEIGHT_MARK = "<!--weight-->"
_LEVELS = {"": messages.INFO, "ok": messages.SUCCESS, "warn": messages.WARNING, "bad": messages.ERROR}


def render_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    fragment: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """A whole page, or the template partial `fragment` when htmx asks for the element of that name.

    htmx that asked for another element was led here by a redirect or a refusal: it gets the whole page, in `body`.
    """
    words = dict(context or {})
    by_htmx = request.headers.get("HX-Request") == "true"
    if by_htmx and fragment and request.headers.get("HX-Target") == fragment:
        html = render_to_string(f"{template}#{fragment}", words, request)
        html += render_to_string("kit/said.html", {"out_of_band": True}, request)
        response = HttpResponse(html, status=status)
    else:
        response = HttpResponse(weighed(render_to_string(template, words, request)), status=status)
        if by_htmx:
            response["HX-Retarget"] = "body"
            response["HX-Reswap"] = "innerHTML show:window:top"
            if request.method == "GET":
                response["HX-Push-Url"] = request.get_full_path()
    if fragment:
        patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def weighed(html: str) -> str:
    """The page with its own weight on the line (gzip, in kB) written at its foot."""
    if WEIGHT_MARK not in html:
        return html
    size = max(1, round(len(zlib.compress(html.encode(), 1)) / 1000))
    return html.replace(WEIGHT_MARK, gettext("This page weighs %(size)s kB, without images.") % {"size": size}, 1)


class SeeOther(HttpResponseRedirect):
    """303: what was sent is done, here is what to read next."""

    status_code = 303


def see(request: HttpRequest, url: str) -> HttpResponse:
    """The answer to a POST that was accepted; a reload of what follows sends nothing again."""
    return SeeOther(url)


def say(request: HttpRequest, text: Text, tone: str = "ok") -> None:
    """One calm sentence at the top of the next page. Tones: ok, warn, bad, or "" for plain information."""
    messages.add_message(request, _LEVELS[tone], str(text), extra_tags=tone, fail_silently=True)


def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """The refusal as a page: 403, or 409 when somebody else wrote meanwhile."""
    status = 409 if isinstance(error, Clash) else 403
    return render_page(request, "kit/refused.html", {"verdict": error.verdict}, status=status)
