"""What points come to, and who reads what: pure functions, by examples and by many invented cases."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from palabre.calls.rules.marking import Mark, Points, mark_of, weighted_mean
from palabre.calls.rules.sharing_out import File, Plan, Reader, share_out

# a machine that has other things to do is no failure
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


def points() -> st.SearchStrategy[list[Points]]:
    def one(scale: int) -> st.SearchStrategy[Points]:
        return st.builds(Points, st.integers(0, scale), st.just(scale), st.integers(1, 10))

    return st.lists(st.integers(2, 10).flatmap(one), min_size=1, max_size=8)


def test_equal_marks_are_equal_to_the_last_digit() -> None:
    """Three fifths and six tenths, however they were added up: 81.25 is one number, in order and in print."""
    marks = {weighted_mean([Points(13, 16, 1)] * times) for times in range(1, 40)}
    marks |= {weighted_mean([Points(13, 16, weight), Points(26, 32, 3)]) for weight in range(1, 40)}
    assert marks == {81.25}
    found = mark_of([81.1, 81.2, 81.45])
    assert found is not None
    assert found.mean == 81.25


def test_a_mean_by_hand() -> None:
    assert weighted_mean([Points(5, 5, 1)]) == 100
    assert weighted_mean([Points(3, 5, 1), Points(6, 10, 4)]) == pytest.approx(60)
    assert weighted_mean([Points(5, 5, 3), Points(0, 5, 1)]) == pytest.approx(75)
    assert weighted_mean([]) is None


@CALM
@given(points())
def test_a_mean_stays_between_nothing_and_everything(given_: list[Points]) -> None:
    mean = weighted_mean(given_)
    assert mean is not None
    assert 0 <= mean <= 100
    assert weighted_mean([Points(one.scale, one.scale, one.weight) for one in given_]) == pytest.approx(100)
    assert weighted_mean([Points(0, one.scale, one.weight) for one in given_]) == 0


@CALM
@given(points(), st.data())
def test_a_mean_never_falls_when_a_point_is_added_and_rises_by_its_share(
    given_: list[Points], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(given_) - 1))
    one = given_[place]
    more = [*given_[:place], Points(min(one.scale, one.points + 1), one.scale, one.weight), *given_[place + 1 :]]
    before, after = weighted_mean(given_), weighted_mean(more)
    assert before is not None
    assert after is not None
    gained = 100 * one.weight / one.scale / sum(each.weight for each in given_) if one.points < one.scale else 0
    assert after == pytest.approx(before + gained)


@CALM
@given(points(), st.integers(2, 5))
def test_weights_count_by_their_shares_only(given_: list[Points], times: int) -> None:
    heavier = [Points(one.points, one.scale, one.weight * times) for one in given_]
    assert weighted_mean(heavier) == pytest.approx(weighted_mean(given_))
    twice = weighted_mean([*given_, *given_])
    assert twice == pytest.approx(weighted_mean(given_))


@CALM
@given(st.lists(st.floats(0, 100), min_size=1, max_size=6))
def test_a_mark_lies_between_the_lowest_and_the_highest(means: list[float]) -> None:
    mark = mark_of(means)
    assert mark is not None
    assert mark.low <= mark.mean <= mark.high
    assert (mark.number, mark.spread) == (len(means), max(means) - min(means))


def test_how_far_readers_are_apart_is_said_in_words() -> None:
    assert mark_of([]) is None
    found = [mark_of(means) for means in ([50.0], [50.0, 60.0], [50.0, 65.0], [50.0, 80.0])]
    assert [one.apart for one in found if isinstance(one, Mark)] == ["one", "near", "apart", "far"]


BOTH = frozenset({"fr", "en"})


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[File], list[Reader]]:
    readers = [
        Reader(
            key,
            draw(st.sampled_from([BOTH, frozenset({"fr"}), frozenset({"en"})])),
            draw(st.none() | st.integers(1, 6)),
            draw(st.integers(0, 3)),
        )
        for key in range(1, draw(st.integers(1, 6)) + 1)
    ]
    keys = st.sampled_from([one.key for one in readers])
    files = [
        File(key, draw(st.sampled_from(["fr", "en"])), draw(st.integers(0, 3)), draw(st.frozensets(keys, max_size=3)))
        for key in range(1, draw(st.integers(1, 9)) + 1)
    ]
    return files, readers


@settings(CALM, max_examples=300)
@given(tables())
def test_a_plan_never_gives_a_file_to_whoever_may_not_read_it(table: tuple[list[File], list[Reader]]) -> None:
    files, readers = table
    plan = share_out(files, readers)
    known_files, known = {one.key: one for one in files}, {one.key: one for one in readers}
    for file, key in plan.pairs:
        assert key not in known_files[file].shut
        assert known_files[file].language in known[key].languages
    assert len(set(plan.pairs)) == len(plan.pairs)
    given_, taken = Counter(file for file, _ in plan.pairs), Counter(reader for _, reader in plan.pairs)
    for one in files:
        assert given_[one.key] + plan.short.get(one.key, 0) == max(0, one.wanted)
    for reader in readers:
        assert plan.loads[reader.key] == reader.load + taken[reader.key]
        assert reader.capacity is None or taken[reader.key] == 0 or plan.loads[reader.key] <= reader.capacity
    assert share_out(files, readers) == plan


def best(files: list[File], readers: list[Reader]) -> tuple[int, int]:
    """By trying everything: how many readings can be given, and then how even the loads can be."""
    able = {one.key: [r.key for r in readers if one.language in r.languages and r.key not in one.shut] for one in files}
    limits = {one.key: one.capacity for one in readers}
    found: set[tuple[int, tuple[tuple[int, int], ...]]] = {(0, tuple((one.key, one.load) for one in readers))}
    for file in files:
        following = set()
        for number, loads in found:
            held = dict(loads)
            free = [key for key in able[file.key] if limits[key] is None or held[key] < (limits[key] or 0)]
            for much in range(min(file.wanted, len(free)) + 1):
                for chosen in combinations(free, much):
                    more = {key: value + (key in chosen) for key, value in held.items()}
                    following.add((number + much, tuple(sorted(more.items()))))
        found = following
    most = max(number for number, _ in found)
    return most, min(sum(load**2 for _, load in loads) for number, loads in found if number == most)


@settings(CALM, max_examples=60)
@given(tables().filter(lambda table: len(table[0]) <= 5 and len(table[1]) <= 4))
def test_no_plan_gives_more_readings_and_none_as_many_more_evenly(table: tuple[list[File], list[Reader]]) -> None:
    files, readers = table
    plan = share_out(files, readers)
    most, evenest = best(files, readers)
    assert len(plan.pairs) == most
    assert sum(load**2 for load in plan.loads.values()) == evenest


@CALM
@given(st.integers(2, 40), st.integers(2, 7), st.integers(1, 3))
def test_loads_differ_by_one_at_most_where_nothing_stands_between(number: int, readers: int, wanted: int) -> None:
    wanted = min(wanted, readers)
    plan = share_out([File(key, "fr", wanted) for key in range(number)], [Reader(key, BOTH) for key in range(readers)])
    assert plan.short == {}
    assert max(plan.loads.values()) - min(plan.loads.values()) <= 1


def test_two_thousand_files_and_twenty_readers_are_shared_out_at_once() -> None:
    plan = large()
    assert plan.short == {}
    assert len(plan.pairs) == 4000
    assert max(plan.loads.values()) - min(plan.loads.values()) <= 1


def large() -> Plan:
    chance = Random(7)
    readers = [Reader(key, BOTH if key % 4 else frozenset({"fr"})) for key in range(20)]
    files = [
        File(key, "en" if chance.random() < 0.3 else "fr", 2, frozenset(chance.sample(range(20), chance.randint(0, 3))))
        for key in range(2000)
    ]
    return share_out(files, readers)
