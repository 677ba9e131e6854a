"""Reading bilingual texts: one query for a whole list, then plain look-ups."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.db.models import Q

from palabre.languages.choices import LANGUAGES, HalfState
from palabre.languages.models import Half, Translatable, source_digest

State = Literal["approved", "in_review", "draft", "outdated", "missing"]
ORDER: tuple[State, ...] = ("missing", "outdated", "draft", "in_review", "approved")


@dataclass(frozen=True, slots=True)
class Words:
    """A text as it is in one language. When that half is missing, `text` is empty and `state` says so."""

    text: str
    language: str
    state: State
    half: Half | None = None

    @property
    def missing(self) -> bool:
        return self.state == "missing"

    @property
    def outdated(self) -> bool:
        return self.state == "outdated"


def thing_name(thing: Translatable) -> str:
    """`room.model`, as the table of halves writes it."""
    return thing._meta.label_lower


def load_halves(things: Iterable[Translatable]) -> None:
    """Read the halves of a list, whatever its classes, in one query; then `words` and `pair` ask nothing more."""
    found: dict[tuple[str, int], list[Translatable]] = {}
    for thing in things:
        found.setdefault((thing_name(thing), thing.pk), []).append(thing)
        thing.__dict__["_halves"] = {}
    wanted = Q()
    for name in {name for name, _pk in found}:
        wanted |= Q(thing=name, thing_id__in=[pk for other_name, pk in found if other_name == name])
    for half in Half.objects.filter(wanted) if found else ():
        for thing in found[half.thing, half.thing_id]:
            thing.__dict__["_halves"][half.field, half.language] = half


def halves_of(thing: Translatable) -> dict[tuple[str, str], Half]:
    """The halves that `load_halves` read, read now if nobody did."""
    if "_halves" not in thing.__dict__:
        load_halves([thing])
    halves: dict[tuple[str, str], Half] = thing.__dict__["_halves"]
    return halves


def words(thing: Translatable, field: str, language: str) -> Words:
    """One field in one language. The source itself is always up to date, or missing when it is empty."""
    source: str = getattr(thing, field)
    if language == thing.source_language:
        return Words(source, language, "approved" if source else "missing")
    half = halves_of(thing).get((field, language))
    if half is None or not half.text:
        return Words("", language, "missing" if source else "approved")
    if half.source_digest != source_digest(source):
        return Words(half.text, language, "outdated", half)
    return Words(half.text, language, HalfState(half.state).value, half)  # type: ignore[arg-type]


def best_words(thing: Translatable, field: str, language: str) -> Words:
    """The reader's language, or the source where the other half does not exist."""
    found = words(thing, field, language)
    if found.text or language == thing.source_language:
        return found
    return words(thing, field, thing.source_language)


def state_in(thing: Translatable, language: str, fields: Iterable[str] | None = None) -> State:
    """The weakest state among the fields that have a source."""
    names = fields or thing.translatable
    states = [words(thing, name, language).state for name in names if getattr(thing, name)]
    return min(states, key=ORDER.index, default="missing")


def pair(thing: Translatable, fields: Iterable[str] | None = None) -> list[tuple[str, State]]:
    """Both languages with their states, French first: `[("fr", "approved"), ("en", "outdated")]`."""
    chosen = tuple(fields or thing.translatable)
    return [(language, state_in(thing, language, chosen)) for language in LANGUAGES]


def weakest(pairs: Iterable[list[tuple[str, State]]]) -> list[tuple[str, State]]:
    """The pair of a whole: for each language the weakest state of its parts."""
    rows = [dict(row) for row in pairs]
    return [
        (language, min((row[language] for row in rows), key=ORDER.index, default="missing")) for language in LANGUAGES
    ]


def other(language: str) -> str:
    """The other of the two languages."""
    return "en" if language == "fr" else "fr"
