"""Differences as a reader wants them: the changed words with a few around, the long unchanged runs left out."""

from __future__ import annotations

from palabre.kit.text import Op, word_diff

AROUND = 60


def changes(old: str, new: str, around: int = AROUND) -> list[tuple[Op, str]]:
    """The pieces of `word_diff` with `around` characters of unchanged text kept beside each change."""
    pieces = word_diff(old, new)
    last = len(pieces) - 1
    return [
        (op, _shortened(text, around, place == 0, place == last) if op == "same" else text)
        for place, (op, text) in enumerate(pieces)
    ]


def _shortened(text: str, around: int, opens: bool, closes: bool) -> str:
    """Cut at spaces: the end of an opening run, the start of a closing one, both ends of one between two changes."""
    head = "" if opens else _start(text, around)
    tail = "" if closes else _end(text, around)
    if opens and closes:
        return text
    return text if len(head) + len(tail) >= len(text) else f"{head}…{tail}"


def _start(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    cut = text.rfind(" ", 0, most)
    return text[: cut + 1] if cut > 0 else text[:most]


def _end(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    cut = text.find(" ", len(text) - most)
    return text[cut:] if cut > 0 else text[-most:]
