"""A text as it is read in one language, its seal, and what changed between two versions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from palabre.charter.choices import PARTS, Part
from palabre.charter.models import Article, Edition
from palabre.kit.verdict import Text
from palabre.languages.queries import load_halves, words


@dataclass(frozen=True, slots=True)
class Passage:
    """One article in one language; `number` counts within its part."""

    number: int
    title: str
    text: str
    lineage: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole text in one language: parts in order, each with its heading."""

    edition: Edition
    language: str
    intro: str
    parts: list[tuple[Text, list[Passage]]]


def read(edition: Edition, language: str) -> Reading:
    """Two queries, whatever the length."""
    return read_all([edition], language)[0]


def read_all(editions: Iterable[Edition], language: str) -> list[Reading]:
    """Several texts at once: two queries for all of them."""
    found = list(editions)
    articles = articles_of(found)
    load_halves([*found, *articles])
    return [_reading(one, [row for row in articles if row.edition_id == one.pk], language) for one in found]


def articles_of(editions: Iterable[Edition]) -> list[Article]:
    """Part after part, in their order."""
    return list(Article.objects.filter(edition__in=list(editions)).order_by("part", "position", "pk"))


def _reading(edition: Edition, articles: list[Article], language: str) -> Reading:
    parts: list[tuple[Text, list[Passage]]] = []
    for part in PARTS[edition.kind]:
        rows = [row for row in articles if row.part == part]
        said = [
            Passage(place, words(row, "title", language).text, words(row, "text", language).text, row.lineage)
            for place, row in enumerate(rows, start=1)
        ]
        parts.append((Part(part).label, said))
    return Reading(edition, language, words(edition, "intro", language).text, parts)


def seal_of(reading: Reading) -> str:
    """SHA-256 of every word of it, in order: what a signature keeps."""
    edition = reading.edition
    said = [
        edition.kind, edition.version, reading.language, reading.intro,
        [[[one.title, one.text] for one in passages] for _heading, passages in reading.parts],
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Change:
    """One article in two versions; an empty side: it did not stand there."""

    state: Literal["new", "gone", "changed"]
    heading: Text
    before: Passage
    after: Passage


NOWHERE = Passage(0, "", "")


def changes(old: Reading, new: Reading) -> list[Change]:
    """What a reader of the old version finds different: changed and new articles in order, then those that are gone."""
    before = {one.lineage: (heading, one) for heading, passages in old.parts for one in passages}
    after = {one.lineage: (heading, one) for heading, passages in new.parts for one in passages}
    found: list[Change] = []
    if old.intro != new.intro:
        found.append(Change("changed", "", Passage(0, "", old.intro), Passage(0, "", new.intro)))
    for lineage, (heading, one) in after.items():
        was = before.get(lineage)
        if was is None:
            found.append(Change("new", heading, NOWHERE, one))
        elif (was[1].title, was[1].text) != (one.title, one.text):
            found.append(Change("changed", heading, was[1], one))
    gone = [Change("gone", heading, one, NOWHERE) for lineage, (heading, one) in before.items() if lineage not in after]
    return found + gone
