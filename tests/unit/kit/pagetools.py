"""Templates given as text, and a reading of the HTML that comes out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from types import SimpleNamespace
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory, override_settings


@contextmanager
def templates(**pages: str) -> Iterator[None]:
    """Inside, `name.html` is the text given as `name`, beside the templates of the house."""
    wanted = deepcopy(settings.TEMPLATES)
    wanted[0]["OPTIONS"]["loaders"] = [
        (
            "template_partials.loader.Loader",
            [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        (
                            "django.template.loaders.locmem.Loader",
                            {f"{name}.html": text for name, text in pages.items()},
                        ),
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
        )
    ]
    with override_settings(TEMPLATES=wanted):
        yield


def render(text: str, context: Mapping[str, Any] | None = None, request: HttpRequest | None = None) -> str:
    """A template given as text."""
    return engines["django"].from_string(text).render(dict(context or {}), request)


def asked(path: str = "/", *, member: bool = False, **headers: str) -> HttpRequest:
    """A request as a view sees it."""
    request = RequestFactory(headers=headers).get(path)
    request.user = SimpleNamespace(is_authenticated=member)  # type: ignore[assignment]
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    return request


def read(html: str, *, whole: bool = True) -> Element:
    """The tree of a page, or of a piece; raises at the first parse error."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False)
    tree: Element = parser.parse(html) if whole else parser.parseFragment(html)
    return tree


def ids(tree: Element) -> list[str]:
    """Every id of a page, in order."""
    return [element.attrib["id"] for element in tree.iter() if "id" in element.attrib]


def faults(html: str) -> list[str]:
    """What a page must not have: double ids, references to nothing, anything inline."""
    tree = read(html)
    known = ids(tree)
    found = [f"double id {name}" for name, number in Counter(known).items() if number > 1]
    for element in tree.iter():
        for name in ("aria-labelledby", "aria-describedby", "for"):
            targets = element.attrib.get(name, "").split()
            found += [f"{name}={target} leads nowhere" for target in targets if target not in known]
        found += [f"inline {name}" for name in element.attrib if name == "style" or name.startswith("on")]
    return found


def text_of(element: Element) -> str:
    """The words of an element, spaces brought together (non-breaking ones stay)."""
    return " ".join("".join(element.itertext()).replace("\n", " ").split(" ")).strip()
