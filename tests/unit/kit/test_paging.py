"""Lists by key: whole, in order, at the same cost everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.db.models import QuerySet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from palabre.kit.ids import new_id
from palabre.kit.paging import Slice, page_of
from palabre.people.models import Person

pytestmark = pytest.mark.django_db


def people(names: list[str]) -> QuerySet[Person]:
    """Rows of this example only, told from those of the last one by their pronouns."""
    run = new_id()
    Person.objects.bulk_create(
        Person(email=f"{run}-{n}@example.org", pronouns=run, display_name=name) for n, name in enumerate(names)
    )
    return Person.objects.filter(pronouns=run)


def walk(
    rows: QuerySet[Person], by: str, size: int, way: str, asked: Mapping[str, str] | None = None
) -> list[Slice[Person]]:
    pages = [page_of(rows, asked or {}, by=by, size=size)]
    while cursor := getattr(pages[-1], way):
        pages.append(page_of(rows, {way: cursor}, by=by, size=size))
        assert len(pages) < 50
    return pages


@pytest.mark.parametrize("by", ["display_name", "-display_name"])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(st.sampled_from("abcd"), max_size=12), size=st.integers(1, 5))
def test_walking_down_and_up_again_shows_each_row_once_in_order(by: str, names: list[str], size: int) -> None:
    rows = people(names)
    expected = [row.pk for row in rows.order_by(by, "-pk" if by.startswith("-") else "pk")]
    down = walk(rows, by, size, "older")
    assert [row.pk for page in down for row in page.items] == expected
    assert down[0].newer is None
    assert down[-1].older is None
    if len(down) > 1:
        up = walk(rows, by, size, "newer", {"newer": down[-1].newer or ""})
        seen = [row.pk for page in reversed(up) for row in page.items]
        assert seen == expected[: len(seen)]
        assert len(seen) == len(expected) - len(down[-1].items)
        assert up[0].older is not None


@pytest.mark.covers("SR-12")
def test_a_cursor_that_may_not_be_seen_gives_the_first_page() -> None:
    rows = people(["a", "b", "c"])
    hidden = rows.get(display_name="b").public_id
    visible = rows.exclude(display_name="b")
    for asked in ({"older": hidden}, {"newer": hidden}, {"older": "nothing"}, {"newer": ""}):
        assert [row.display_name for row in page_of(visible, asked, by="display_name").items] == ["a", "c"]


def test_every_page_costs_two_queries_at_most(django_assert_max_num_queries: Any) -> None:
    rows = people([f"{n:03}" for n in range(60)])
    last = page_of(rows, {}, by="display_name", size=50).older
    with django_assert_max_num_queries(2):
        assert len(page_of(rows, {"older": last}, by="display_name").items) == 10
    with django_assert_max_num_queries(1):
        assert len(page_of(rows, {}, by="display_name").items) == 20
