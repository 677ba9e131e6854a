"""What the counted reviews of files come to: read whole, whatever the number of files, in two queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from palabre.calls.choices import Recommendation
from palabre.calls.models import Call, ReviewAssignment, Score, SelectionCriterion
from palabre.calls.rules.marking import Mark, Points, mark_of, weighted_mean

# more keys than this are asked for as "all of the call"
MANY = 500


@dataclass(frozen=True, slots=True)
class Standing:
    """One file as its readers see it: its mark, and how often each recommendation was given."""

    mark: Mark | None
    said: Counter[str]

    @property
    def opposed(self) -> bool:
        """One says yes, another says no."""
        return bool(self.said[Recommendation.YES]) and bool(self.said[Recommendation.NO])


def standings(call: Call, applications: Iterable[int] | None = None) -> dict[int, Standing]:
    """By application: only reviews that are handed in and not void (INV-14). Files without one are not in it.

    `applications`: only these, by key; None: all of the call.
    """
    keys = None if applications is None else set(applications)
    given = ReviewAssignment.objects.counted().filter(application__call=call)
    if keys is not None and len(keys) <= MANY:
        given = given.filter(application__in=keys)
    rows = given.values_list("review__pk", "application_id", "review__recommendation")
    wanted = {review: (file, said) for review, file, said in rows if keys is None or file in keys}
    means, words = defaultdict[int, list[float]](list), defaultdict[int, Counter[str]](Counter)
    for review, mean in _means(call, wanted, few=keys is not None and len(keys) <= MANY).items():
        file, said = wanted[review]
        means[file].append(mean)
        words[file][said] += 1
    return {file: Standing(mark_of(sorted(found)), words[file]) for file, found in means.items()}


def _means(call: Call, reviews: Iterable[int], *, few: bool) -> dict[int, float]:
    """What each of these reviews comes to."""
    wanted = set(reviews)
    weights = {
        pk: (scale, weight)
        for pk, scale, weight in SelectionCriterion.objects.filter(call=call, scored=True).values_list(
            "pk", "scale", "weight"
        )
    }
    rows = Score.objects.filter(criterion__in=list(weights))
    rows = rows.filter(review__in=wanted) if few else rows
    given = defaultdict[int, list[Points]](list)
    for review, criterion, points in rows.order_by("pk").values_list("review_id", "criterion_id", "points"):
        if review in wanted:
            given[review].append(Points(points, *weights[criterion]))
    means = ((review, weighted_mean(points)) for review, points in given.items())
    return {review: mean for review, mean in means if mean is not None}
