"""What those who write a text see: its versions, its articles side by side, what is missing before it is published."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from palabre.charter.choices import PARTS, EditionState, Part, TextKind
from palabre.charter.models import Article, Edition
from palabre.charter.queries.reading import articles_of
from palabre.charter.rules import (
    can_approve_texts,
    can_begin_edition,
    can_edit_edition,
    can_publish,
    can_translate_edition,
    visible_editions,
)
from palabre.communities.models import Community
from palabre.kit.ids import digest
from palabre.kit.verdict import Text, Verdict
from palabre.languages.choices import LANGUAGES, HalfState
from palabre.languages.models import Half, Translatable
from palabre.languages.queries import State, halves_of, load_halves, other, pair, weakest, words
from palabre.people.models import Person


@dataclass(frozen=True, slots=True)
class Shelf:
    """One kind of text of a community: its versions, the latest first, and whether a new one may be begun."""

    kind: TextKind
    editions: list[Edition]
    begin: Verdict


@dataclass(frozen=True, slots=True)
class Row:
    """One article, the state of its two languages, and whether its translation waits for the reader's approval."""

    article: Article
    number: int
    pair: list[tuple[str, State]]
    waits: bool


@dataclass(frozen=True, slots=True)
class EditionPage:
    """A text that is being written, or that was published."""

    edition: Edition
    parts: list[tuple[Part, Text, list[Row]]]
    pair: list[tuple[str, State]]
    edit: Verdict
    translate: Verdict
    approve: Verdict
    publish: Verdict
    waiting: str

    @property
    def is_draft(self) -> bool:
        return self.edition.state == EditionState.DRAFT


def shelves(actor: Person, community: Community) -> list[Shelf]:
    """Every text of this community, by kind."""
    rows = list(visible_editions(actor).filter(community=community).order_by("kind", "-version"))
    return [
        Shelf(kind, [row for row in rows if row.kind == kind], can_begin_edition(actor, community, kind))
        for kind in TextKind
    ]


def edition_page(actor: Person, edition: Edition) -> EditionPage:
    """Two queries for its words, whatever its length."""
    articles = articles_of([edition])
    load_halves([edition, *articles])
    things: list[Translatable] = [*articles, *([edition] if edition.intro else [])]
    return EditionPage(
        edition=edition,
        parts=[(part, part.label, _rows(actor, articles, part)) for part in PARTS[edition.kind]],
        pair=weakest(pair(thing) for thing in things),
        edit=can_edit_edition(actor, edition),
        translate=can_translate_edition(actor, edition),
        approve=can_approve_texts(actor, edition),
        publish=can_publish(actor, edition, articles),
        waiting=waiting_seal([edition, *articles]) if theirs_to_approve(actor, [edition, *articles]) else "",
    )


def _rows(actor: Person, articles: list[Article], part: Part) -> list[Row]:
    rows = [row for row in articles if row.part == part]
    return [
        Row(row, number, pair(row), bool(theirs_to_approve(actor, [row]))) for number, row in enumerate(rows, start=1)
    ]


def waiting(things: Iterable[Translatable]) -> list[tuple[Translatable, Half]]:
    """The current halves that nobody has approved yet; nothing is asked once the halves are loaded."""
    found = []
    for thing in things:
        for (field, language), half in halves_of(thing).items():
            current = language == other(thing.source_language) and half.text
            if current and half.state != HalfState.APPROVED and not words(thing, field, language).outdated:
                found.append((thing, half))
    return found


def theirs_to_approve(actor: Person, things: Iterable[Translatable]) -> list[tuple[Translatable, Half]]:
    """Those that somebody else wrote."""
    return [(thing, half) for thing, half in waiting(things) if half.written_by_id != actor.pk]


def waiting_seal(things: Iterable[Translatable]) -> str:
    """Changes as soon as one of the halves that wait does."""
    return digest(" ".join(sorted(f"{half.pk}.{half.version}" for _thing, half in waiting(things))))[:16]


def words_seal(thing: Translatable) -> str:
    """Changes as soon as a word of it does, in either language."""
    load_halves([thing])
    said = [words(thing, name, language).text for name in thing.translatable for language in LANGUAGES]
    return digest("\x1f".join(said))[:16]
