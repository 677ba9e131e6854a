"""What makes a page the same for everyone: the language of the address or of the browser, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from palabre.kit.onion import point_to_onion
from palabre.kit.reader import TONGUES, chosen_language

Params = ParamSpec("Params")
View = Callable[Concatenate[HttpRequest, Params], HttpResponse]
# seconds for which anybody may keep a page for others
KEPT = 300
FRESH = f"public, max-age={KEPT}"


def browser_language(request: HttpRequest) -> str:
    """The first of our languages that the browser asks for; English if it asks for neither."""
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if code[:2] in TONGUES:
            return code[:2]
    return "en"


def for_everyone(view: View[Params]) -> View[Params]:
    """Written in the language of the address, else of the browser; may be kept for five minutes by anyone."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Params.args, **wanted: Params.kwargs) -> HttpResponse:
        language = chosen_language(request) or browser_language(request)
        with translation.override(language):
            response = view(request, *args, **wanted)
        response["Content-Language"] = language
        response.headers.setdefault("Cache-Control", FRESH)
        point_to_onion(request, response)
        patch_vary_headers(response, ["Accept-Language", "Cookie"] if request.path == "/" else ["Accept-Language"])
        return response

    return shown
