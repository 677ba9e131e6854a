"""What changed between two states of a text, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

Op = Literal["same", "del", "ins"]
Piece = tuple[Op, str]

# Accents and vowel signs stay with their word, which is why words are "all but space and punctuation".
_PARTS = re.compile(r"\s+|[^\s.,;:!?…«»“”\"()\[\]/]+|.", re.DOTALL)
# The comparison takes time by the product of the lengths: past this, a changed passage is shown whole.
_MOST = 4_000_000


def word_diff(old: str, new: str) -> list[Piece]:
    """The pieces in reading order: `same` and `del` make up the old text, `same` and `ins` the new one."""
    lines = _compare(old.splitlines(keepends=True), new.splitlines(keepends=True))
    pieces: list[Piece] = []
    for changed, run in groupby(lines, key=lambda piece: piece[0] != "same"):
        passage = list(run)
        pieces += _inside(passage) if changed else passage
    return _merge(_bridge(pieces))


def _inside(passage: list[Piece]) -> list[Piece]:
    """A changed passage, compared by words when it is not too long for that."""
    old = _PARTS.findall("".join(text for op, text in passage if op == "del"))
    new = _PARTS.findall("".join(text for op, text in passage if op == "ins"))
    if len(old) * len(new) > _MOST:
        return [("del", "".join(old)), ("ins", "".join(new))]
    return _compare(old, new)


def _compare(old: Sequence[str], new: Sequence[str]) -> list[Piece]:
    """The two lists compared; what they share at both ends is set aside first, which is most of it."""
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    first: Piece = ("same", "".join(old[:head]))
    last: Piece = ("same", "".join(old[len(old) - tail :]))
    middle = _matched(old[head : len(old) - tail], new[head : len(new) - tail])
    return [piece for piece in (first, *middle, last) if piece[1]]


def _shared(old: Sequence[str], new: Sequence[str]) -> int:
    """How many parts are the same from the beginning."""
    pairs = zip(old, new, strict=False)
    return next((place for place, (one, other) in enumerate(pairs) if one != other), min(len(old), len(new)))


def _matched(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    for op, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if op == "equal":
            yield "same", "".join(old[start:end])
        else:
            yield "del", "".join(old[start:end])
            yield "ins", "".join(new[new_start:new_end])


def _bridge(pieces: list[Piece]) -> list[Piece]:
    """Take a lone space between two changed words into the change: phrases read better than confetti."""
    bridged: list[Piece] = []
    for place, (op, text) in enumerate(pieces):
        inner = 0 < place < len(pieces) - 1
        if inner and op == "same" and text.isspace() and "\n" not in text:
            bridged += [("del", text), ("ins", text)]
        else:
            bridged.append((op, text))
    return bridged


def _merge(pieces: list[Piece]) -> list[Piece]:
    """One deletion and one insertion for each run of changes, the deletion first."""
    merged: list[Piece] = []
    for changed, run in groupby(pieces, key=lambda piece: piece[0] != "same"):
        passage = list(run)
        ops: tuple[Op, ...] = ("del", "ins") if changed else ("same",)
        for op in ops:
            text = "".join(part for kind, part in passage if kind == op)
            if text:
                merged.append((op, text))
    return merged
