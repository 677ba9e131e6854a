"""Every page that a person can reach by links: one of each kind, and a further one where it looks different."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass

from tests.browser.wire import Wire

ID = re.compile(r"[2-9a-hjkmnp-z]{12}")  # kit.ids: no letter that could be taken for a figure
TOKEN = re.compile(r"[\w-]{24,}(:[\w-]+)*")
NOT_WALKED = re.compile(r"^/(exit|static|calendar)/|\.(ics|xlsx|csv|pdf|docx|md|txt|ico)$")
START = {None: ("/", "/fr/", "/en/", "/sign-in/", "/information/")}
ASKED = 6  # pages of one kind that are looked at, to find links
KEPT = 3  # at most so many of one kind are kept


@dataclass(frozen=True, slots=True)
class Found:
    """A page as `who` gets it; `shapes` is what it is made of: tags with their classes, roles and ARIA words."""

    who: str
    kind: str
    url: str
    html: str
    shapes: frozenset[str]


def kind_of(url: str) -> str:
    parts = url.split("/")
    return "/".join("…" if ID.fullmatch(part) or TOKEN.fullmatch(part) else part for part in parts)


def shapes_of(html: str) -> frozenset[str]:
    tags = re.findall(r"<([a-z][a-z0-9]*)((?:\s[^<>]*)?)>", html)
    return frozenset(
        f"{tag} {' '.join(sorted(re.findall(r'class=.[^>]*?[^a-z -]|aria-[a-z]+|role=.[a-z]+', rest)))}"
        for tag, rest in tags
    )


def walk(wire: Wire, who: str | None, more: Iterable[str] = ()) -> list[Found]:
    """By links only, from the first pages and from `more`; every page that is linked must be there."""
    waiting, asked = deque([*START.get(who, ("/home/",)), *more]), defaultdict[str, int](int)
    seen, kept, missing = set[str](), defaultdict[str, list[Found]](list), []
    while waiting:
        url = waiting.popleft().split("#")[0].split("?")[0]
        kind = kind_of(url)
        if url in seen or asked[kind] >= ASKED or NOT_WALKED.search(url):
            continue
        seen.add(url)
        asked[kind] += 1
        answer = wire.get(url)
        if answer.status in {301, 302, 303}:
            waiting.append(answer.location)
        elif answer.status != 200:
            missing.append((answer.status, url))
        elif answer.is_page:
            page = Found(who or "visitor", kind, url, answer.text, shapes_of(answer.text))
            _keep(kept[kind], page)
            waiting += re.findall(r'href="(/[^"]*)"', page.html)
    assert missing == [], f"links that lead nowhere for {who}: {missing}"
    return [page for pages in kept.values() for page in pages]


def _keep(pages: list[Found], page: Found) -> None:
    """The first of its kind, then those that show something the others do not."""
    known: frozenset[str] = frozenset().union(*(one.shapes for one in pages))
    if not pages or (len(pages) < KEPT and page.shapes - known):
        pages.append(page)


def unlike(pages: Iterable[Found]) -> list[Found]:
    """Without those that only repeat, for another person, what was already seen on pages of the same kind."""
    known: dict[str, frozenset[str]] = {}
    chosen = []
    for page in pages:
        before = known.get(page.kind)
        if before is None or page.shapes - before:
            chosen.append(page)
            known[page.kind] = (before or frozenset()) | page.shapes
    return chosen
