"""French is complete, none fuzzy, and typeset as French is."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest

CATALOGUE = Path(__file__).parents[2] / "src/palabre/locale/fr/LC_MESSAGES/django.po"
NARROW, NO_BREAK = "\u202f", "\u00a0"


@pytest.fixture(scope="module")
def catalogue() -> polib.POFile:
    return polib.pofile(str(CATALOGUE))


def test_every_message_is_translated_and_none_is_fuzzy(catalogue: polib.POFile) -> None:
    assert [entry.msgid for entry in catalogue if not entry.obsolete and not entry.translated()] == []
    assert [entry.msgid for entry in catalogue if entry.fuzzy] == []


def french(catalogue: polib.POFile) -> list[str]:
    return [text for entry in catalogue for text in (entry.msgstr, *entry.msgstr_plural.values()) if text]


def test_punctuation_is_preceded_by_a_space_that_does_not_break(catalogue: polib.POFile) -> None:
    """Narrow before ; ? !, plain no-break before : and inside « » (hours, addresses and placeholders apart)."""
    wrong = re.compile(
        rf"(?<![{NARROW}{NO_BREAK}])[;?!](?=\s|$)|(?<![{NO_BREAK}{NARROW}\d/s]):(?=\s|$)|«(?![{NO_BREAK}{NARROW}])|(?<![{NO_BREAK}{NARROW}])»"
    )
    assert [text for text in french(catalogue) if wrong.search(text)] == []


def test_system_texts_have_no_midpoint_and_no_straight_apostrophe(catalogue: polib.POFile) -> None:
    """Screen readers stumble over midpoints."""
    assert [text for text in french(catalogue) if re.search(r"\w[·∙•]\w|\w'\w", text)] == []


def test_people_are_never_addressed_as_tu(catalogue: polib.POFile) -> None:
    familiar = re.compile(r"\b(tu|toi|ton|tes)\b", re.IGNORECASE)
    assert [text for text in french(catalogue) if familiar.search(text)] == []
