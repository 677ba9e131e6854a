"""Masked tables of voluntary data: no single table, and no two of them, tell of one person (INV-16, SR-29)."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palabre.calls.actions.balancing import count_balance
from palabre.calls.balance import may_take, safe_cells, threshold_of
from palabre.calls.choices import Balanced, Counted, Outcome
from palabre.calls.models import BalanceData, BalanceTable, Deliberation
from palabre.calls.queries.balances import balance_page
from palabre.kit.masking import SENSITIVE, THRESHOLD
from palabre.kit.verdict import Refused
from tests.personas import Cast
from tests.unit.calls.making_deciding import Selecting, in_state, says

KEYS = ("woman", "man", "nonbinary", "other", "")
PEOPLE = st.integers(12, 80)


def table(people: set[int], said: dict[int, str], what: str, earlier: list[tuple[int, dict]]) -> tuple[int, dict]:
    counted = Counter(said[one] for one in people if said.get(one))
    return len(people), safe_cells(what, counted, len(people), list(KEYS[:-1]), earlier)


@st.composite
def stories(draw: st.DrawFn) -> tuple[dict[int, str], list[set[int]], str]:
    """A population, what each said, and a few sets of people, one after the other."""
    number = draw(PEOPLE)
    said = {one: draw(st.sampled_from(KEYS)) for one in range(number)}
    sets = [set(range(number))]
    for _step in range(draw(st.integers(1, 5))):
        low = draw(st.integers(0, number))
        high = draw(st.integers(low, number))
        sets.append(set(range(low, high)))
    return said, sets, draw(st.sampled_from(("gender", "age_band", "disability")))


@pytest.mark.covers("INV-16", "SR-29")
@settings(max_examples=300, deadline=None)
@given(stories())
def test_no_table_and_no_two_tables_tell_of_fewer_than_the_threshold(story: tuple) -> None:
    said, sets, what = story
    taken: list[set[int]] = []
    shown: list[tuple[int, dict[str, int | None]]] = []
    for people in sets:
        if may_take(people, taken, threshold_of(what)):
            shown.append(table(people, said, what, shown))
            taken.append(people)
    for people, (total, cells) in zip(taken, shown, strict=True):
        known = {key: value for key, value in cells.items() if value is not None}
        assert all(value >= threshold_of(what, key) for key, value in known.items())
        below = total - sum(known.values())
        if cells and below:
            parts = {said[one] for one in people} - set(known)
            assert len(parts) >= 2
            assert below >= max(threshold_of(what, key) for key in parts)
    # whoever is in some of the sets and not in others: never fewer than the threshold
    kinds = Counter(tuple(one in people for people in taken) for one in set().union(*taken, set()))
    assert all(number >= threshold_of(what) for number in kinds.values())
    for (total, cells), (before, earlier) in combinations(reversed(shown), 2):
        if not cells or not earlier:
            continue
        both = [key for key in KEYS[:-1] if cells.get(key, 0) is not None and earlier.get(key, 0) is not None]
        told = {key: (cells.get(key) or 0) - (earlier.get(key) or 0) for key in both}
        assert all(value == 0 or abs(value) >= threshold_of(what, key) for key, value in told.items()), (cells, earlier)
        rest = (total - before) - sum(told.values())
        assert rest == 0 or abs(rest) >= threshold_of(what), (cells, earlier)


@settings(max_examples=200, deadline=None)
@given(st.sets(st.integers(0, 60), min_size=10), st.integers(0, 60), st.sampled_from((THRESHOLD, SENSITIVE)))
def test_one_person_more_or_less_never_makes_a_new_table(people: set[int], one: int, threshold: int) -> None:
    everybody = set(range(200))
    assert not may_take(people ^ {one}, [everybody, people], threshold)
    # nor by a detour: everything was taken away and came back with one more
    assert not may_take(people ^ {one}, [everybody, people, set(range(100, 150))], threshold)


def test_a_detour_over_three_sets_is_seen_too() -> None:
    """1_A + 1_B − 1_C would be one person: each set is far from every other, the three together are not."""
    a, b = set(range(20)), set(range(20, 40))
    c = (a | b) - {0}
    assert may_take(b, [a], 5)
    assert not may_take(c, [a, b], 5)


def test_what_somebody_changed_meanwhile_does_not_show() -> None:
    people = set(range(40))
    said = {one: "woman" if one < 20 else "man" for one in people}
    first = table(people, said, "age_band", [])
    said[3] = "man"
    chosen = set(range(10, 40))
    total, cells = table(chosen, said, "age_band", [first])
    assert total == 30
    assert all(value is None or value in (10, 20) for value in cells.values())
    moved = {**said, 12: "man"}
    _total, cells = table(chosen, moved, "age_band", [first])
    assert cells.get("man") != 21


def test_sensitive_words_need_ten() -> None:
    assert threshold_of(Balanced.AGE_BAND) == threshold_of(Counted.THEME) == threshold_of("gender", "woman") == 5
    sensitive = [threshold_of("gender", "nonbinary"), threshold_of("disability", "no"), threshold_of("diversity")]
    assert sensitive == [10, 10, 10]
    assert safe_cells("gender", {"woman": 20, "man": 20, "nonbinary": 9}, 60, KEYS[:-1])["nonbinary"] is None
    assert safe_cells("gender", {"woman": 20, "man": 20, "nonbinary": 10}, 50, KEYS[:-1])["nonbinary"] == 10
    assert safe_cells("disability", {"yes": 9, "no": 91}, 100, ["yes", "no"]) == {}


@pytest.fixture
def here(cast: Cast) -> Selecting:
    """Forty files; half of the people say that they are women, half say how old they are."""
    here = Selecting(cast, files=0, places=30)
    here.files = [here.file() for _number in range(40)]
    for place, file in enumerate(here.files):
        says(file, gender="woman" if place % 2 else "man", age_band="18_34" if place < 20 else "35_59")
    return here


def count(here: Selecting) -> int:
    return count_balance(actor=here.lead, deliberation=Deliberation.objects.latest("pk"))


def shown(here: Selecting) -> list[object]:
    return [one.bars for one in balance_page(here.call, live=False)]


@pytest.mark.django_db
def test_everybody_is_counted_at_the_first_sitting_and_the_chosen_when_it_is_over(here: Selecting) -> None:
    here.shortlist(*here.files[:20])
    assert set(BalanceTable.objects.values_list("chosen", "number")) == {(False, 40)}
    count(here)
    first = list(BalanceTable.objects.values_list("what", "chosen", "number"))
    assert ("gender", True, 20) in first
    page = {one.what: one for one in balance_page(here.call, live=False)}
    assert [bar.chosen for bar in page["gender"].bars] == [10, 10]
    with pytest.raises(Refused, match="already"):
        count(here)


@pytest.mark.django_db
def test_a_few_people_more_or_less_leave_the_page_as_it_was(here: Selecting) -> None:
    here.shortlist(*here.files[:20])
    count(here)
    before, tables = shown(here), BalanceTable.objects.count()
    for change in (
        lambda: here.shortlist(here.files[20]),
        lambda: here.decide(Outcome.DECLINE, here.files[0]),
        lambda: here.shortlist(*here.files[21:24]),
    ):
        change()
        with pytest.raises(Refused, match="would tell of somebody"):
            count(here)
        assert shown(here) == before
    # neither does a withdrawal, nor taking one's words back
    in_state(here.files[5], "withdrawn")
    BalanceData.objects.filter(application=here.files[6]).delete()
    assert shown(here) == before
    assert BalanceTable.objects.count() == tables


@pytest.mark.django_db
def test_a_new_table_comes_when_enough_people_are_other_people(here: Selecting) -> None:
    here.shortlist(*here.files[:20])
    count(here)
    here.shortlist(*here.files[20:30])
    count(here)
    numbers = BalanceTable.objects.filter(what="gender", chosen=True).values_list("number", flat=True)
    assert list(numbers) == [20, 30]


@pytest.mark.django_db
def test_a_table_that_would_show_nothing_does_not_hide_an_older_one(here: Selecting) -> None:
    """The five who come next are all women: the number of men did not change, that of women did by five."""
    here.shortlist(*here.files[:20])
    count(here)
    here.shortlist(*here.files[21:30:2])
    count(here)
    page = {one.what: one for one in balance_page(here.call, live=False)}
    assert [bar.chosen for bar in page["gender"].bars] == [15, 10]
    here.shortlist(*here.files[20:28:2], here.files[31])
    before = page["gender"].bars
    with suppress(Refused):
        count(here)
    assert {one.what: one for one in balance_page(here.call, live=False)}["gender"].bars == before


@pytest.mark.django_db
def test_a_small_cohort_has_no_table_and_the_page_says_so(cast: Cast) -> None:
    here = Selecting(cast, files=8)
    for file in here.files:
        says(file, gender="woman", disability="yes")
    here.shortlist(*here.files[:3])
    with pytest.raises(Refused):
        count(here)
    page = {one.what: one for one in balance_page(here.call, live=False)}
    assert page["disability"].bars == []
    assert page["gender"].number_chosen is None


@pytest.mark.django_db
def test_who_counts_and_when(here: Selecting) -> None:
    sitting = here.sitting()
    with pytest.raises(Refused, match="First note"):
        count_balance(actor=here.lead, deliberation=sitting)
    here.shortlist(*here.files[:20])
    with pytest.raises(Refused):
        count_balance(actor=here.cast.person("member"), deliberation=Deliberation.objects.latest("pk"))
    assert count_balance(actor=here.reader(), deliberation=Deliberation.objects.latest("pk"))


@pytest.mark.django_db
def test_nothing_in_a_table_says_whose_words_they_are(here: Selecting) -> None:
    here.shortlist(*here.files[:20])
    count(here)
    table = BalanceTable.objects.get(what="gender", chosen=True)
    assert table.cells == {"man": 10, "woman": 10}
    assert sorted(table.people) == sorted(file.pk for file in here.files[:20])
