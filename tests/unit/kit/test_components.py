"""Every component on one page: valid, named, nothing inline; and what travels on the line."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.utils import translation

from palabre.kit import forms
from palabre.kit.icons import ICONS
from palabre.kit.paging import Slice
from palabre.kit.verdict import YES, no

from .pagetools import asked, faults, read, render

HERE = Path(__file__).parent
SOURCE = HERE.parents[2] / "src" / "palabre"


class Sample(forms.PalabreForm):
    title = forms.Line(label="Title")
    day = forms.DayField(label="Day", help_text="The day of the meeting.")
    where = forms.Pick(label="Where", choices=[("here", "Here"), ("far", "Far")])
    care = forms.LongText(label="Access and care", required=False, help_text="What the room allows.")


def page(language: str) -> str:
    form = Sample({"title": "", "day": "31 February"})
    words = {
        "shut": no("A second person must agree."),
        "free": YES,
        "moment": datetime(2026, 11, 26, 9, tzinfo=UTC),
        "day": date(2026, 11, 13),
        "choices": [("yes", "I come", "check"), ("far", "From afar", "phone"), ("no", "I cannot", "cross")],
        "pairs": [
            [("fr", "approved"), ("en", state)] for state in ("approved", "draft", "in_review", "outdated", "missing")
        ],
        "stages": ["Form", "Ask", "Choose", "Plan", "Do", "Share", "Close"],
        "gate": [(True, "A budget"), (False, "A date is missing.", "/x/", "Add it")],
        "part": Slice([], newer="abc", older="def"),
        "form": form,
        "icons": ICONS,
    }
    with translation.override(language):
        return render((HERE / "components.html").read_text(), words, asked(member=True))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_component_is_valid_and_leads_somewhere(language: str) -> None:
    assert faults(page(language)) == []


def test_everything_that_can_be_pressed_or_filled_has_a_name() -> None:
    tree = read(page("en"))
    labels = {label.attrib.get("for") for label in tree.iter("label")}
    inside = {id(control) for label in tree.iter("label") for control in label.iter("input")}
    for tag in ("button", "a"):
        assert [one.attrib for one in tree.iter(tag) if not "".join(one.itertext()).strip()] == []
    for control in [*tree.iter("input"), *tree.iter("select"), *tree.iter("textarea")]:
        if control.attrib.get("type") != "hidden":
            assert control.attrib.get("id") in labels or id(control) in inside


def test_every_form_that_posts_is_guarded() -> None:
    for form in read(page("en")).iter("form"):
        assert form.attrib["method"] == "post"
        assert [one.attrib["name"] for one in form.iter("input")].count("once") == 1


def swallowed(source: str) -> Iterator[str]:
    """`{% empty "Nothing" %}` straight inside a `for` is taken for the loop's own `{% empty %}`, and is lost."""
    stack: list[list[str | bool]] = []
    for tag, rest in re.findall(r"\{%\s*(\w+)([^%]*)%\}", source):
        if tag in {"for", "if", "with", "block", "partialdef"}:
            stack.append([tag, False])
        elif stack and tag == f"end{stack[-1][0]}":
            stack.pop()
        elif tag == "empty" and stack and stack[-1] == ["for", False]:
            stack[-1][1] = True
            if rest.strip():
                yield rest.strip()


def test_no_empty_component_is_swallowed_by_a_loop() -> None:
    assert list(swallowed("{% for a in b %}{% empty 'x' %}{% endfor %}")) == ["'x'"]
    assert list(swallowed("{% for a in b %}{% empty %}{% empty 'x' %}{% endfor %}")) == []
    for path in SOURCE.rglob("templates/**/*.html"):
        assert list(swallowed(path.read_text())) == [], path


def weight(name: str) -> int:
    path = finders.find(name)
    assert isinstance(path, str)
    return len(gzip.compress(Path(path).read_bytes(), 9))


def test_style_and_scripts_keep_their_weight() -> None:
    """GOALS P5: CSS at most 8 kB, scripts at most 20 kB, on the line; our own script at most 4 kB as it stands."""
    assert weight("kit/palabre.css") <= 8_000
    assert weight("kit/palabre.js") + weight("django_htmx/htmx-2.min.js") <= 20_000
    own = finders.find("kit/palabre.js")
    assert isinstance(own, str)
    assert Path(own).stat().st_size <= 4_096


def test_the_script_keeps_nothing_on_the_device() -> None:
    own = finders.find("kit/palabre.js")
    assert isinstance(own, str)
    assert not re.search(
        r"localStorage|sessionStorage|indexedDB|document\.cookie|caches|serviceWorker", Path(own).read_text()
    )


def test_the_style_asks_for_no_other_file() -> None:
    sheet = finders.find("kit/palabre.css")
    assert isinstance(sheet, str)
    assert not re.search(r"@import|url\(|@font-face", Path(sheet).read_text())


def test_every_class_of_a_kit_template_is_in_the_sheet() -> None:
    sheet = finders.find("kit/palabre.css")
    assert isinstance(sheet, str)
    known = set(re.findall(r"\.([a-z][\w-]*)", Path(sheet).read_text()))
    used = {name for css in re.findall(r'class="([^"{]*)"', page("en")) for name in css.split()}
    assert used - known == {"act", "grow"} - known
