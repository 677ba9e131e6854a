"""The spaces that French typography asks for."""

from __future__ import annotations

import re

NBSP = "\u00a0"
THIN = "\u202f"
_GAP = f"[ {NBSP}{THIN}]"
# what one of the steps below could change
_TOUCHED = re.compile(rf"[«»;!?:]|\d{_GAP}(?:h|min|%|€|FCFA|km|kg|p\.)|{NBSP}h|(?:n°|art\.|p\.){_GAP}")
_ADDRESS = re.compile(r"(\S*(?:://|@|www\.)\S*)")
_STEPS = [
    (re.compile(rf"«{_GAP}*(?=\S)"), "«" + NBSP),
    (re.compile(rf"(?<=\S){_GAP}*»"), NBSP + "»"),
    # a space stands already: make it the right one
    (re.compile(rf"(?:(?<=\S)|^){_GAP}+(?=[;!?])"), THIN),
    (re.compile(rf"(?:(?<=\S)|^){_GAP}+(?=:(?:\s|$))"), NBSP),
    # no space stands: only after a word and before the end of the phrase
    (re.compile(r"(?<=[\w)\]»”’%])(?=[;!?]+(?:\s|$|»))"), THIN),
    (re.compile(r"(?<=[^\W\d])(?=:(?:\s|$))"), NBSP),
    # a number and its unit stay on one line
    (re.compile(rf"(?<=\d){_GAP}(?=(?:h|min|%|€|FCFA|km|kg|p\.)(?!\w))"), NBSP),
    (re.compile(rf"(?<={NBSP}h){_GAP}(?=\d\d(?!\d))"), NBSP),
    (re.compile(rf"(?<!\w)(n°|art\.|p\.){_GAP}(?=\d)"), r"\1" + NBSP),
]


def french_spaces(text: str) -> str:
    """The text with non-breaking spaces: thin before `; ! ?`, full before `:`, inside « » and before units.

    Addresses are left alone. Applying it twice changes nothing more.
    """
    if not _TOUCHED.search(text):
        return text
    parts = _ADDRESS.split(text)
    return "".join(part if place % 2 else _space(part) for place, part in enumerate(parts))


def _space(text: str) -> str:
    for pattern, right in _STEPS:
        text = pattern.sub(right, text)
    return text
