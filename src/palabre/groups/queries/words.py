"""A seal over the words of a thing: it changes as soon as one of them does."""

from __future__ import annotations

from palabre.kit.ids import digest
from palabre.languages.choices import LANGUAGES
from palabre.languages.models import Translatable
from palabre.languages.queries import load_halves, words


def seal_of(thing: Translatable, *beside: str) -> str:
    """Of both languages, and of the plain columns named beside them: what two writers notice each other by."""
    load_halves([thing])
    said = [words(thing, name, language).text for name in thing.translatable for language in LANGUAGES]
    said += [str(getattr(thing, name)) for name in beside]
    return digest("\x1f".join(said))[:16]
