"""Figures without names: their word, their parts, and what a reader must not be able to work out."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palabre.kit.masking import SENSITIVE, THRESHOLD, masked
from palabre.meetings.actions.figures import Count, add_figure
from palabre.meetings.models import CountedLine
from tests.factories import make_organisation
from tests.personas import Cast
from tests.unit.meetings.attending import LEADS, READERS, held, url

ORDER = "abcd"


def figure(**fields) -> dict[str, str]:
    return {"label": "Mariage d’enfants", "value": "41", "precision": "about", "unit": "people", **fields}


@pytest.mark.covers("INV-35")
def test_every_page_keeps_the_word_and_nothing_is_added(cast: Cast, as_person) -> None:
    """Three forums: one sheet is partly illegible; organisations stand beside people."""
    meeting, lead = held(cast), as_person(cast.facilitator)
    rows = [
        figure(note="Une feuille est en partie illisible."),
        figure(label="Participation", value="35", precision="exact"),
        figure(label="Loi 052", value="38", precision="at_least"),
        figure(label="Organisations", value="19", precision="exact", unit="organisations"),
    ]
    for row in rows:
        assert lead.post(url("figures", meeting), row).status_code == 303
    reader = as_person(cast.member)
    for name in ("figures", "report"):
        page = reader.get(url(name, meeting), {"lang": "en", "language": "en"}).content.decode()
        assert '<i>about</i> <span class="num">41</span>' in page
        assert '<i>at least</i> <span class="num">38</span>' in page
        assert '<span class="num">35</span>' in page
        for total in ("114", "133", "76", "60"):
            assert f">{total}<" not in page


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"value": "many"}, "value"),
        ({"value": "-3"}, "value"),
        ({"label": ""}, "label"),
        ({"precision": "roughly"}, "precision"),
        ({"unit": "cats"}, "unit"),
        ({"precision": "exact", "gender_woman": "30", "gender_man": "12"}, "gender_woman"),
        ({"precision": "exact", "age_18_34": "42"}, "age_under_18"),
        ({"unit": "organisations", "gender_woman": "3"}, "gender_woman"),
    ],
)
def test_a_wrong_figure_comes_back_filled(cast: Cast, as_person, wrong: dict[str, str], field: str) -> None:
    answer = as_person(cast.facilitator).post(url("figures", held(cast)), figure(**wrong))
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert not CountedLine.objects.exists()


def test_the_parts_of_about_may_be_more_than_the_figure(cast: Cast, as_person) -> None:
    sent = figure(gender_woman="30", gender_man="12")
    assert as_person(cast.facilitator).post(url("figures", held(cast)), sent).status_code == 303


def test_a_figure_is_corrected_with_its_parts_and_taken_away(cast: Cast, as_person) -> None:
    meeting, client = held(cast), as_person(cast.coordinator)
    client.post(url("figures", meeting), figure(gender_woman="30"))
    line = CountedLine.objects.get()
    assert 'value="30"' in client.get(url("figure", line)).content.decode()
    sent = figure(value="40", precision="exact", gender_woman="22", gender_man="18")
    assert client.post(url("figure", line), sent).status_code == 303
    assert dict(line.splits.values_list("gender", "value")) == {"woman": 22, "man": 18}
    assert client.post(url("figure_removal", line)).status_code == 303
    assert not CountedLine.objects.exists()


def test_figures_are_read_by_the_community_and_written_by_those_who_lead(cast: Cast, as_person) -> None:
    meeting = held(cast)
    line = add_figure(actor=cast.facilitator, meeting=meeting, count=Count(label="Forum", value=35))
    for persona, person in cast.everyone().items():
        client = as_person(person)
        read = 200 if persona in LEADS | READERS else 404
        assert client.get(url("figures", meeting)).status_code == read, persona
        if persona not in LEADS:
            refused = 403 if persona in READERS else 404
            assert client.post(url("figures", meeting), figure()).status_code == refused, persona
            assert client.get(url("figure", line)).status_code == refused, persona
            assert client.post(url("figure_removal", line)).status_code == refused, persona
    assert CountedLine.objects.count() == 1


def test_an_organisation_from_elsewhere_cannot_carry_a_figure(cast: Cast, as_person) -> None:
    sent = figure(organisation=make_organisation("Ailleurs").public_id)
    assert as_person(cast.facilitator).post(url("figures", held(cast)), sent).status_code == 422


@pytest.mark.covers("INV-36")
def test_members_do_not_read_small_parts_and_those_who_lead_do(cast: Cast, as_person) -> None:
    meeting = held(cast)
    parts = {"woman": 30, "man": 9, "other": 2}
    add_figure(actor=cast.facilitator, meeting=meeting, count=Count(label="Forum", value=41, by_gender=parts))
    clear, page = (
        as_person(person).get(url("figures", meeting), {"lang": "en"}).content.decode()
        for person in (cast.facilitator, cast.member)
    )
    assert "women: 30, men: 9, another gender: 2" in words_of(clear)
    assert "women: 30, men: not shown, another gender: not shown" in words_of(page)
    for person in (cast.facilitator, cast.member):
        report = as_person(person).get(url("report", meeting), {"language": "en"}).content.decode()
        assert "women: 30, men: not shown, another gender: not shown" in words_of(report)


@pytest.mark.covers("INV-36")
def test_a_part_that_tells_of_gender_identity_is_shown_from_ten_up(cast: Cast, as_person) -> None:
    meeting = held(cast)
    for label, parts in (
        ("Nine", {"woman": 30, "man": 20, "other": 9}),
        ("Ten", {"woman": 30, "man": 20, "other": 10}),
    ):
        total = sum(parts.values())
        add_figure(actor=cast.facilitator, meeting=meeting, count=Count(label=label, value=total, by_gender=parts))
    page = words_of(as_person(cast.member).get(url("figures", meeting), {"lang": "en"}).content.decode())
    assert "women: 30, men: not shown, another gender: not shown" in page
    assert "women: 30, men: 20, another gender: 10" in page


def words_of(page: str) -> str:
    return " ".join(re.sub("<[^>]*>", "", page).split())


@pytest.mark.covers("SR-29", "INV-36")
@given(
    parts=st.lists(st.integers(0, 60), min_size=1, max_size=4),
    rest=st.integers(0, 12),
    threshold=st.sampled_from([THRESHOLD, SENSITIVE]),
)
@settings(max_examples=400, deadline=None)
def test_no_small_part_is_shown_and_none_can_be_subtracted(parts: list[int], rest: int, threshold: int) -> None:
    cells = dict(zip(ORDER, parts, strict=False))
    total = sum(parts) + rest
    shown = masked(cells, total, ORDER, threshold=threshold)
    visible = {key: value for key, value in shown.items() if value is not None}
    assert all(value == cells[key] >= threshold for key, value in visible.items())
    hidden = total - sum(visible.values())
    if shown and (None in shown.values() or rest):
        assert hidden >= threshold
    if shown:
        assert set(shown) == {key for key, value in cells.items() if value}


@pytest.mark.covers("SR-29")
def test_a_reader_who_knows_the_method_and_the_total_works_out_no_hidden_part() -> None:
    """Every table of three parts up to a total of 20: each hidden part has two possible values at least."""
    for total in range(21):
        views: dict[tuple, list[tuple[int, ...]]] = defaultdict(list)
        for values in product(range(total + 1), repeat=3):
            if sum(values) <= total:
                shown = masked(dict(zip(ORDER, values, strict=False)), total, ORDER)
                views[tuple(shown.items())].append(values)
        for view, possible in views.items():
            for key in (key for key, value in view if value is None):
                place = ORDER.index(key)
                assert len({values[place] for values in possible}) > 1, (total, view)
