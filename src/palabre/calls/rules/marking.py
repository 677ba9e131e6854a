"""What points come to: one definition, for the ranking, for the file and for whoever composes the cohort."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# readers who are so many points apart, of a hundred, do not see the same file
APART, FAR_APART = 15.0, 30.0


@dataclass(frozen=True, slots=True)
class Points:
    """What one reader gave for one criterion: 0 to its scale, and what the criterion weighs."""

    points: int
    scale: int
    weight: int


@dataclass(frozen=True, slots=True)
class Mark:
    """What the reviews of one file come to, of a hundred: their mean, how many they are, the lowest and the highest."""

    mean: float
    number: int
    low: float
    high: float

    @property
    def spread(self) -> float:
        return self.high - self.low

    @property
    def apart(self) -> str:
        """How far the readers are from each other: "one", "near", "apart", "far"."""
        if self.number < 2:
            return "one"
        if self.spread >= FAR_APART:
            return "far"
        return "apart" if self.spread >= APART else "near"


def _clean(number: float) -> float:
    """Without the dust of floating point: equal marks are equal in order and in print, where .05 is rounded up."""
    return round(number, 9)


def weighted_mean(given: Iterable[Points]) -> float | None:
    """What one review comes to, of a hundred: 100 × Σ(weight × points ÷ scale) ÷ Σ weight; None without any points.

    So each criterion first becomes a share of its own scale (3 of 5 and 6 of 10 are worth the same), and counts as
    often as it weighs. It never leaves 0 to 100, and never falls when a reader gives more points.
    """
    total, weights = 0.0, 0
    for one in given:
        total += one.weight * (one.points / one.scale)
        weights += one.weight
    return mean_of(total, weights)


def mean_of(total: float, weights: int) -> float | None:
    """The same from both sums, where the database has made them."""
    return _clean(min(100.0, 100.0 * total / weights)) if weights else None


def mark_of(means: Sequence[float]) -> Mark | None:
    """What the reviews of one file come to together: each counts the same. None without a review."""
    if not means:
        return None
    low, high = min(means), max(means)
    return Mark(mean=min(high, max(low, _clean(sum(means) / len(means)))), number=len(means), low=low, high=high)
