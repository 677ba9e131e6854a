"""Components as pages write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from xml.etree.ElementTree import Element
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone, translation

from palabre.kit.icons import ICONS, drawn
from palabre.kit.verdict import YES, no

from .pagetools import asked, read, render, text_of

SVG = "{http://www.w3.org/2000/svg}"
NBSP, THIN = "\u00a0", "\u202f"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"), timezone.override("UTC"):
        yield


def piece(text: str, **context: object) -> Element:
    return read(render(text, context), whole=False)


@pytest.mark.parametrize("name", sorted(ICONS))
def test_every_icon_is_drawn_and_silent(name: str) -> None:
    svg = read(drawn(name), whole=False)[0]
    assert svg.attrib["aria-hidden"] == "true"
    assert len(svg) > 0


def test_an_icon_nobody_drew_is_an_error() -> None:
    with pytest.raises(KeyError):
        render('{% icon "unicorn" %}')


@pytest.mark.covers("SR-54", "SR-57")
def test_a_guard_brings_the_token_and_a_key_that_never_comes_twice() -> None:
    once = set()
    for _ in range(3):
        csrf, key = piece("{% guard %}", csrf_token="abc").iter("input")
        assert (csrf.attrib["name"], csrf.attrib["value"]) == ("csrfmiddlewaretoken", "abc")
        assert key.attrib["name"] == "once"
        once.add(key.attrib["value"])
    assert len(once) == 3
    assert all(len(key) >= 12 for key in once)


def test_a_button_escapes_what_it_says() -> None:
    button = piece(
        '{% button label name="later" icon="check" hidden=heard %}', label="<Send>", heard="<the list>"
    ).find("button")
    assert button is not None
    assert text_of(button) == "<Send> <the list>"
    assert button.attrib["class"] == "btn main"
    assert (button.attrib["name"], button.attrib["value"]) == ("later", "1")


@pytest.mark.parametrize(
    "tag",
    ['{% button "Join" verdict=v %}', '{% link_button "Join" "/" verdict=v %}', '{% action "/" "Join" verdict=v %}'],
)
def test_what_is_refused_is_shown_shut_with_its_reason(tag: str) -> None:
    shut = piece(tag, v=no("Sign first."))
    button, why = shut.find("button"), shut.find("p")
    assert button is not None
    assert why is not None
    assert "disabled" in button.attrib
    assert button.attrib["aria-describedby"] == why.attrib["id"]
    assert text_of(why) == "Sign first."
    assert list(shut.iter("form")) == []
    assert list(shut.iter("a")) == []
    assert "disabled" not in render(tag, {"v": YES})


def test_two_shut_buttons_have_two_reasons() -> None:
    shut = piece("{% button 'A' verdict=v %}{% button 'B' verdict=v %}", v=no("No."))
    assert len({button.attrib["aria-describedby"] for button in shut.iter("button")}) == 2


def test_an_action_is_a_guarded_form_with_or_without_htmx() -> None:
    plain, live = piece('{% action "/x/" "Go" %}')[0], piece('{% action "/x/" "Go" fragment="place" %}')[0]
    assert (plain.attrib["method"], plain.attrib["action"]) == ("post", "/x/")
    assert "hx-post" not in plain.attrib
    assert (live.attrib["hx-post"], live.attrib["hx-target"], live.attrib["hx-swap"]) == ("/x/", "#place", "outerHTML")
    assert live.attrib["action"] == "/x/"
    assert [one.attrib["name"] for one in plain.iter("input")] == ["once"]


def test_an_answer_takes_one_tap_and_tells_which_was_given() -> None:
    choices = [("yes", "I come", "check"), ("no", "I cannot", "cross")]
    form = piece('{% answers "/x/" "Will you be there?" choices "no" %}', choices=choices)[0]
    assert [(one.attrib["value"], one.attrib["aria-pressed"]) for one in form.iter("button")] == [
        ("yes", "false"),
        ("no", "true"),
    ]
    assert text_of(next(form.iter("legend"))) == "Will you be there?"


def test_a_state_is_a_shape_and_a_word() -> None:
    badge = piece('{% badge "Kept" "ok" %}')[0]
    assert badge.attrib["class"] == "badge ok"
    assert [child.tag for child in badge] == [f"{SVG}svg"]
    assert len(piece('{% badge "In progress" %}')[0]) == 0


@pytest.mark.parametrize(
    ("state", "shape", "word"),
    [
        ("approved", "ok", "up to date"),
        ("in_review", "draft", "to review"),
        ("draft", "draft", "draft"),
        ("outdated", "warn", "outdated"),
        ("missing", "none", "missing"),
    ],
)
def test_a_language_says_its_state(state: str, shape: str, word: str) -> None:
    rows = list(piece("{% pair states %}", states=[("fr", "approved"), ("en", state)]).iter("div"))
    assert rows[1].attrib["class"] == shape
    assert text_of(rows[1]) == f"ENEnglish{word}"


def test_stages_are_done_current_or_to_come() -> None:
    stages = list(piece("{% steps labels 2 %}", labels=["Form", "Plan", "Close"]).iter("li"))
    assert [stage.attrib.get("class") for stage in stages] == ["done", None, None]
    assert [stage.attrib.get("aria-current") for stage in stages] == [None, "step", None]
    assert text_of(stages[0]) == "Form, done"


def test_a_gate_says_what_is_there_and_supplies_what_is_not() -> None:
    there, missing = piece("{% checks rows %}", rows=[(True, "A budget"), (False, "A date", "/x/", "Add it")]).iter(
        "li"
    )
    assert text_of(there) == "Done: A budget"
    assert text_of(missing) == "Missing: A date Add it"
    assert next(missing.iter("a")).attrib["href"] == "/x/"


@pytest.mark.covers("INV-35")
@pytest.mark.parametrize(
    ("precision", "said"), [("about", "about 1,041"), ("at_least", "at least 1,041"), ("exact", "1,041")]
)
def test_a_number_never_goes_without_its_precision(precision: str, said: str) -> None:
    assert render("{{ n|figure:p }}", {"n": 1041, "p": precision}) == said
    assert text_of(piece("{% figure n p 'people' %}", n=1041, p=precision)) == f"{said} people"


def test_thousands_are_set_apart_as_the_language_does() -> None:
    with translation.override("fr"):
        assert render("{{ n|figure }}", {"n": 1234567}) == f"1{THIN}234{THIN}567"


def test_a_precision_nobody_knows_is_an_error() -> None:
    """A word lost on the way would make an estimate look exact."""
    with pytest.raises(KeyError):
        render("{{ n|figure:p }}", {"n": 41, "p": "abuot"})


def test_no_number_is_no_zero() -> None:
    assert render("{% figure none %}|{{ none|figure }}|{% figure zero %}", {"none": None, "zero": 0}).startswith(
        "||<span"
    )


def test_dates_are_said_in_the_language_and_the_zone_of_the_reader() -> None:
    late = datetime(2026, 11, 26, 23, 30, tzinfo=UTC)
    words = {"d": date(2026, 11, 26), "t": time(9, 5), "dt": late}
    assert (
        render("{{ d|day }}, {{ d|short_day }}, {{ t|hour }}", words) == "Thursday 26 November 2026, 26 Nov 2026, 9:05"
    )
    with translation.override("fr"), timezone.override(ZoneInfo("Africa/Cairo")):
        said = render("{{ dt|day|upper_first }}; {{ dt|hour }}; {{ dt|moment }}", words)
    assert said == f"Vendredi 27 novembre 2026; 1{NBSP}h{NBSP}30; vendredi 27 novembre 2026 à 1{NBSP}h{NBSP}30"


def test_nothing_is_said_of_no_date() -> None:
    assert render("{{ n|day }}{{ n|short_day }}{{ n|hour }}{{ n|moment }}{{ n|ago }}{% leaf n %}", {"n": None}) == ""


def test_distance_is_told_for_moments_and_for_days_due() -> None:
    with time_machine.travel(datetime(2026, 11, 17, 12, tzinfo=UTC), tick=False):
        assert render("{{ d|ago }}", {"d": date(2026, 11, 13)}) == "4 days late"
        assert render("{{ d|ago }}", {"d": datetime(2026, 11, 17, 11, 55, tzinfo=UTC)}) == "5 minutes ago"


@time_machine.travel(datetime(2026, 11, 17, 12, tzinfo=UTC), tick=False)
def test_a_leaf_says_the_year_where_it_is_another_one() -> None:
    assert text_of(piece("{% leaf d %}", d=date(2025, 11, 9))[0]) == "9 Nov 2025"
    assert text_of(piece("{% leaf d %}", d=date(2026, 11, 9))[0]) == "9 Nov"


@time_machine.travel(datetime(2026, 11, 17, 12, tzinfo=UTC), tick=False)
def test_a_leaf_sets_day_and_month_apart() -> None:
    leaf = piece("{% leaf d %}", d=date(2026, 12, 3))[0]
    assert leaf.attrib["datetime"] == "2026-12-03"
    assert text_of(leaf) == "3 Dec"
    with translation.override("fr"):
        assert text_of(piece("{% leaf d %}", d=date(2026, 12, 1))[0]) == "1 déc."


@pytest.mark.covers("SR-52")
def test_markdown_is_made_safe() -> None:
    html = render("{{ text|md }}", {"text": "**Oui** <script>x</script> [a](javascript:x)"})
    assert "<strong>Oui</strong>" in html
    assert "<script" not in html
    assert "href" not in html


def test_french_spaces_are_set_on_french_pages_and_the_text_stays_escaped() -> None:
    assert render("{{ text|typo }}", {"text": "Quoi ?"}) == "Quoi ?"
    with translation.override("fr"):
        assert render("{{ text|typo }}", {"text": "<b>Quoi ?"}) == f"&lt;b&gt;Quoi{THIN}?"


def test_a_difference_is_heard_as_well_as_seen() -> None:
    changed = piece("{% difference old new %}", old="every <year>", new="every month")
    assert text_of(next(changed.iter("del"))) == "removed: <year>"
    assert text_of(next(changed.iter("ins"))) == "added: month"


def test_an_empty_list_says_what_to_do() -> None:
    box = piece('{% empty "Nothing yet" "One page is enough." "/new/" "Share" %}')[0]
    assert [text_of(child) for child in box] == ["Nothing yet", "One page is enough.", "Share"]
    assert len(piece('{% empty "Nothing yet" %}')[0]) == 1


def test_a_refusal_card_gives_the_reason_and_the_next_step() -> None:
    card = piece('{% refusal "Not yet" v "/code/" "Read the code" %}', v=no("Sign first."))[0]
    assert text_of(card) == "Not yetSign first.Read the code"


def test_the_line_of_the_draft_speaks_the_language_of_the_reader() -> None:
    line = piece("{% saved %}", saved_at=time(14, 7))[0]
    assert line.attrib["role"] == "status"
    assert "Draft saved at 14:07" in text_of(line)
    assert "HH:MM" in line.attrib["data-ok"]
    assert text_of(piece("{% saved %}")[0]) == ""


def test_paging_keeps_the_other_questions_of_the_address() -> None:
    from palabre.kit.paging import Slice

    request = asked("/list/?kind=late&older=abc")
    html = render("{% page_nav part %}", {"part": Slice([], newer="new1", older="old2")}, request)
    links = [(link.attrib["href"], link.attrib["rel"]) for link in read(html, whole=False).iter("a")]
    assert links == [("?kind=late&newer=new1", "prev"), ("?kind=late&older=old2", "next")]
    assert render("{% page_nav part %}", {"part": Slice([])}, request).strip() == ""
