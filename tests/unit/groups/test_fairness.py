"""The sharing out is exact: against every possible sharing, for small cohorts drawn at random."""

from __future__ import annotations

import random
import time
from collections.abc import Mapping, Sequence
from itertools import product

import pytest

from palabre.groups.fairness import NoRoom, share_out


def total(choices: Mapping[int, Sequence[int]], found: Mapping[int, int]) -> tuple[int, int]:
    """The total of ranks, and of their squares; whoever named nothing weighs nothing."""
    ranks = [
        said.index(found[one]) + 1 if found[one] in said else len(said) + 1 for one, said in choices.items() if said
    ]
    return sum(ranks), sum(rank * rank for rank in ranks)


def fits(found: Mapping[int, int], places: Mapping[int, int | None]) -> bool:
    return all(limit is None or list(found.values()).count(group) <= limit for group, limit in places.items())


@pytest.mark.parametrize("seed", range(300))
def test_no_other_sharing_has_a_smaller_total(seed: int) -> None:
    draw = random.Random(seed)
    groups = list(range(10, 10 + draw.randint(1, 4)))
    places = {group: draw.choice([None, 1, 2, 3]) for group in groups}
    choices = {one: draw.sample(groups, draw.randint(0, len(groups))) for one in range(draw.randint(1, 6))}
    try:
        found = share_out(choices, places, seed=str(seed))
    except NoRoom:
        assert sum(len(choices) if limit is None else limit for limit in places.values()) < len(choices)
        return
    assert set(found) == set(choices)
    assert fits(found, places)
    every = (dict(zip(choices, row, strict=True)) for row in product(groups, repeat=len(choices)))
    assert total(choices, found) == min(total(choices, one) for one in every if fits(one, places))


def test_two_second_choices_go_before_one_first_and_one_third() -> None:
    """Both sharings have the total 4: first and third, or twice second."""
    assert share_out({1: [10, 11], 2: [13, 10, 11]}, {10: 1, 11: 1, 13: 0}) == {1: 11, 2: 10}


def test_whoever_says_nothing_displaces_nobody_and_fills_what_is_left() -> None:
    found = share_out({1: [], 2: [], 3: [10], 4: [10]}, {10: 2, 11: 2})
    assert found == {1: 11, 2: 11, 3: 10, 4: 10}


def test_it_says_the_same_twice_and_does_not_favour_the_first_to_answer() -> None:
    choices = {one: [10, 11] for one in range(6)}
    places = {10: 3, 11: 3}
    assert share_out(choices, places, seed="a") == share_out(dict(reversed(choices.items())), places, seed="a")
    firsts = {
        tuple(sorted(one for one, at in share_out(choices, places, seed=str(n)).items() if at == 10)) for n in range(20)
    }
    assert len(firsts) > 5


def test_five_hundred_members_and_six_groups_within_a_second() -> None:
    draw = random.Random(7)
    groups = list(range(6))
    choices = {one: draw.choice([groups, draw.sample(groups, 4), []]) for one in range(500)}
    begun = time.perf_counter()
    found = share_out(choices, dict.fromkeys(groups, 84))
    assert time.perf_counter() - begun < 1
    assert fits(found, dict.fromkeys(groups, 84))
