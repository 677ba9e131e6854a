"""Small numbers hidden, and enough beside them that they cannot be worked out (SR-29, INV-36)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

THRESHOLD = 5
# where a part tells of gender identity or disability
SENSITIVE = 10


def masked(
    cells: Mapping[str, int], total: int, order: Sequence[str], *, threshold: int = THRESHOLD
) -> dict[str, int | None]:
    """The parts of one published figure: `None` for a part that is not shown, `{}` when the split must stay hidden.

    `total` is the figure that stands beside the split, so what is missing to it is a part as well. Parts of zero are
    no parts. The parts that are hidden in company are taken from the end of `order`, never by their size: a reader
    who knows this function learns nothing more from the choice. Together they hold `threshold` at least.
    """
    rest = max(0, total - sum(cells.values()))
    parts = {key: cells[key] for key in order if cells.get(key)}
    known = [*([rest] if rest else []), *parts.values()]
    if all(value >= threshold for value in known):
        return dict(parts)
    hidden, unsaid = _hidden(parts, rest, threshold)
    if sum(parts[key] for key in hidden) + unsaid < threshold or len(hidden) == len(parts):
        return {}
    return {key: None if key in hidden else value for key, value in parts.items()}


def _hidden(parts: dict[str, int], rest: int, threshold: int) -> tuple[set[str], int]:
    """The parts to hide, and the missing rest, which nobody sees anyway but a subtraction would show."""
    hidden = {key for key, value in parts.items() if value < threshold}
    for key in reversed(parts):
        together = sum(parts[key] for key in hidden) + rest
        if len(hidden) + bool(rest) >= 2 and together >= threshold:
            break
        hidden.add(key)
    return hidden, rest
