"""Two people wrote at once: what a mechanical merge can propose, for a person to read and mend."""

from __future__ import annotations

from difflib import SequenceMatcher


def merged(base: str | None, theirs: str, mine: str) -> str:
    """Both versions in one text, by lines: changes in different places are taken from each, nothing is dropped.

    Where both changed the same place, theirs comes first and mine follows. Without a `base` the lines that both
    have are kept once.
    """
    if mine in ("", theirs) or mine == base:
        return theirs
    if theirs in ("", base):
        return mine
    if base is None:
        return _union(theirs.split("\n"), mine.split("\n"))
    return _three_ways(base.split("\n"), theirs.split("\n"), mine.split("\n"))


def _union(theirs: list[str], mine: list[str]) -> str:
    lines: list[str] = []
    for op, a, b, c, d in SequenceMatcher(None, theirs, mine, autojunk=False).get_opcodes():
        lines += theirs[a:b]
        lines += [line for line in mine[c:d] if op != "equal"]
    return "\n".join(lines)


def _kept(base: list[str], other: list[str]) -> dict[int, int]:
    """Lines of the base that stand unchanged in the other text: their place there."""
    blocks = SequenceMatcher(None, base, other, autojunk=False).get_matching_blocks()
    return {a + n: b + n for a, b, size in blocks for n in range(size)}


def _three_ways(base: list[str], theirs: list[str], mine: list[str]) -> str:
    """Between two lines that all three texts have, take the side that changed; both if both did."""
    in_theirs, in_mine = _kept(base, theirs), _kept(base, mine)
    common = [n for n in range(len(base)) if n in in_theirs and n in in_mine]
    lines: list[str] = []
    at = (0, 0, 0)
    for n in [*common, len(base)]:
        there = in_theirs.get(n, len(theirs))
        here = in_mine.get(n, len(mine))
        lines += _passage(base[at[0] : n], theirs[at[1] : there], mine[at[2] : here])
        if n < len(base):
            lines.append(base[n])
        at = (n + 1, there + 1, here + 1)
    return "\n".join(lines)


def _passage(was: list[str], theirs: list[str], mine: list[str]) -> list[str]:
    if mine in (theirs, was):
        return theirs
    if theirs == was:
        return mine
    gap = [""] if "" in theirs[:-1] or "" in mine[1:] else []
    return [*theirs, *gap, *mine]
