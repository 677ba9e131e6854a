"""What the counted reviews of files come to: read whole, whatever the number of files, in one query."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, FloatField, QuerySet, Sum
from django.db.models.functions import Cast

from palabre.calls.choices import Recommendation
from palabre.calls.models import Call, ReviewAssignment
from palabre.calls.rules.marking import Mark, mark_of, mean_of

# more keys than this are asked for as "all of the call"
MANY = 500


@dataclass(frozen=True, slots=True)
class Standing:
    """One file as its readers see it: its mark, and how often each recommendation was given."""

    mark: Mark | None
    words: tuple[str, ...]

    @property
    def said(self) -> Counter[str]:
        return Counter(self.words)

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
    means, words = defaultdict[int, list[float]](list), defaultdict[int, list[str]](list)
    for file, said, total, weights in _summed(given):
        if (keys is None or file in keys) and (mean := mean_of(total, weights)) is not None:
            means[file].append(mean)
            words[file].append(said)
    return {file: Standing(mark_of(sorted(found)), tuple(words[file])) for file, found in means.items()}


def _summed(given: QuerySet[ReviewAssignment]) -> Iterable[tuple[int, str, float, int]]:
    """The file of each review, its recommendation, Σ(weight × points ÷ scale) and Σ weight: what `mean_of` needs."""
    scores, criterion = "review__scores", "review__scores__criterion"
    share = F(f"{criterion}__weight") * (Cast(F(f"{scores}__points"), FloatField()) / F(f"{criterion}__scale"))
    rows = given.filter(**{f"{criterion}__scored": True}).order_by().values_list("pk")
    sums = rows.annotate(
        file=F("application_id"),
        said=F("review__recommendation"),
        total=Sum(share),
        weights=Sum(f"{criterion}__weight"),
    )
    return ((file, said, total, weights) for _pk, file, said, total, weights in sums)
