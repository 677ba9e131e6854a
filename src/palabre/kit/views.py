"""What is shown when something does not work, with a reference that says nothing (SR-62)."""

from __future__ import annotations

import logging
import sys

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language, gettext

from palabre.kit.ids import new_id
from palabre.kit.pages import render_page, weighed

log = logging.getLogger("palabre.errors")

LAST_RESORT = """<!doctype html><html lang="{language}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Palabre</title>
<h1>{title}</h1><p>{text}</p><p><code>{reference}</code></p><p><a href="/">Palabre</a></p></html>"""


def error_400(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What was sent cannot be read."""
    return _problem(
        request,
        400,
        gettext("This request could not be read"),
        gettext("Nothing was recorded. Go back, reload the page and try again."),
    )


def error_403(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Not allowed here, in general words."""
    return _problem(
        request,
        403,
        gettext("This is not open to you"),
        gettext("Nothing was changed. If you think it should be open, ask the coordination of your community."),
    )


def error_csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its guard (SR-54)."""
    return _problem(
        request,
        403,
        gettext("This form is no longer valid"),
        gettext(
            "It was open for too long, or the browser refuses cookies. Nothing was recorded. "
            "Go back, reload the page and send it again."
        ),
    )


def error_404(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Absent, or not to be seen: the same words for both."""
    return _problem(
        request,
        404,
        gettext("There is nothing at this address"),
        gettext("The page may have moved, or it may not be open to you."),
    )


def error_500(request: HttpRequest) -> HttpResponse:
    """Our fault. Asks nothing of the database, and if the template itself fails says it in plain HTML."""
    reference = new_id()
    log.error("error 500, reference %s", reference, exc_info=sys.exc_info())
    words = {
        "title": gettext("Something broke on our side"),
        "text": gettext(
            "Wait a minute and try again: sending the same form twice does no harm. "
            "If it happens again, give this reference to whoever runs this site."
        ),
        "reference": reference,
    }
    try:
        html = weighed(render_to_string("kit/error.html", words))
    except Exception:  # whatever broke the page must not break its apology
        log.exception("the error page itself failed, reference %s", reference)
        html = LAST_RESORT.format(language=get_language() or "en", **words)
    return HttpResponse(html, status=500)


def _problem(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    words = {"title": title, "text": text}
    if status != 404:  # a line for each guess would fill the disk
        words["reference"] = new_id()
        log.info("error %s, reference %s", status, words["reference"])
    return render_page(request, "kit/error.html", words, status=status)
