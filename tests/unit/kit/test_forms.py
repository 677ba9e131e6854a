"""Forms: text comes in clean, errors say what to do, refusals stand on the form."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from django import forms
from django.utils import translation

from palabre.kit import forms as kit
from palabre.kit.verdict import Clash, Refused, no

from .pagetools import read, render


class Everything(kit.PalabreForm):
    title = kit.Line(label="Title", max_length=20)
    story = kit.LongText(label="Story", required=False)
    day = kit.DayField(label="Day")
    start = kit.HourField(label="Start")
    zone = kit.ZoneField(label="Zone")
    people = kit.CountField(label="People", required=False)
    mail = kit.EmailField(label="Mail", required=False)
    where = kit.Pick(label="Where", choices=[("here", "Here"), ("far", "Far")])
    days = kit.PickMany(label="Days", choices=[("mo", "Monday"), ("tu", "Tuesday")], required=False)
    plain = forms.CharField(label="Plain", required=False)
    secret = forms.CharField(label="Secret", required=False, strip=False, widget=forms.PasswordInput)
    agreed = forms.BooleanField(label="Agreed")


GOOD: dict[str, Any] = {
    "title": "Rencontre",
    "day": "2026-11-26",
    "start": "09:00",
    "zone": "Africa/Bamako",
    "where": "here",
    "agreed": "on",
}


def filled(**other: Any) -> Everything:
    return Everything({**GOOD, **other})


def value(name: str, **other: Any) -> Any:
    form = filled(**other)
    assert form.is_valid(), form.errors
    return form.cleaned_data[name]


def complaint(name: str, said: Any) -> str:
    form = filled(**{name: said})
    assert not form.is_valid()
    assert list(form.errors) == [name]
    return str(form.errors[name][0])


def test_text_is_cleaned_before_any_field_reads_it() -> None:
    assert value("title", title=" e\u0301te\u0301\x07 \u202e2026\n") == "été 2026"
    assert value("plain", plain="a\r\nb\x00") == "a\nb"
    assert value("story", story="un\r\n\r\ndeux\u2028trois") == "un\n\ndeux\ntrois"


def test_a_passphrase_is_left_as_it_was_typed() -> None:
    assert value("secret", secret=" e\u0301 ") == " e\u0301 "


def test_a_text_of_nothing_visible_is_missing() -> None:
    assert complaint("title", "\u200b \x07") == "Please fill in this field."


@pytest.mark.parametrize("said", ["2026-11-26", "26/11/2026", "26 novembre 2026", "jeudi 26 nov. 2026", "26 Nov 2026"])
def test_a_day_is_read_as_browsers_send_it_and_as_people_write_it(said: str) -> None:
    assert value("day", day=said) == date(2026, 11, 26)


@pytest.mark.parametrize("said", ["09:00", "9h", "9 h 00", "9\u00a0h\u00a000", "9:00 am", "0900"])
def test_an_hour_is_read_as_browsers_send_it_and_as_people_write_it(said: str) -> None:
    assert value("start", start=said) == time(9)


def test_midnight_is_an_hour_and_not_an_empty_field() -> None:
    assert value("start", start="00:00") == time(0)


@pytest.mark.parametrize("said", ["1 000", "1\u202f000", "1,000", "1.000", "1000"])
def test_a_count_is_read_with_its_thousands_apart(said: str) -> None:
    assert value("people", people=said) == 1000


@pytest.mark.parametrize(
    ("name", "said", "sentence"),
    [
        ("day", "", "Write a date, for example 26 November 2026."),
        ("day", "31 February 2026", "This day is not in the calendar. Check the day and the month."),
        ("start", "", "Write a time, for example 9:30."),
        ("start", "25:00", "This time cannot be read. Write it like this: 9:30."),
        ("zone", "Mars/Olympus", "Choose one of the cities of the list."),
        ("people", "1.5", "Write a whole number in figures, for example 38."),
        ("people", "-1", "The number cannot be below 0."),
        ("mail", "awa@", "This is not a complete address. It looks like name@example.org."),
        ("where", "", "Choose an answer."),
        ("where", "moon", "Choose one of the answers shown."),
        ("days", ["su"], "Choose among the answers shown."),
        ("title", "x" * 23, "20 characters at most; there are 23. Please shorten the text."),
        ("agreed", "", "Tick this box to go on."),
    ],
)
def test_an_error_is_a_sentence_that_says_what_to_do(name: str, said: Any, sentence: str) -> None:
    with translation.override("en"):
        assert complaint(name, said) == sentence


def test_a_message_of_the_form_itself_has_the_last_word() -> None:
    class Own(kit.PalabreForm):
        name = forms.CharField(error_messages={"required": "Say who."})

    assert Own({}).errors["name"] == ["Say who."]


def test_what_was_typed_comes_back_even_where_the_browser_has_a_field_of_its_own() -> None:
    """A native date field shows nothing for "31 février": then it is a text field."""
    wrong, right = read(str(filled(day="31 février 2026")["day"]), whole=False), read(str(filled()["day"]), whole=False)
    assert wrong[0].attrib["type"] == "text"
    assert wrong[0].attrib["value"] == "31 février 2026"
    assert right[0].attrib["type"] == "date"
    assert right[0].attrib["value"] == "2026-11-26"


def test_a_value_from_the_database_fills_the_native_field() -> None:
    form = Everything(initial={"day": date(2026, 1, 2), "start": time(9, 5)})
    for language in ("fr", "en"):
        with translation.override(language):
            assert 'value="2026-01-02"' in str(form["day"])
            assert 'value="09:05"' in str(form["start"])


def test_the_zones_are_offered_by_city_in_the_language_of_the_reader() -> None:
    with translation.override("fr"):
        tree = read(str(filled()["zone"]), whole=False)
    chosen = [option for option in tree.iter("option") if "selected" in option.attrib]
    assert [(one.attrib["value"], one.text) for one in chosen] == [("Africa/Bamako", "Bamako (Mali)")]
    assert "Afrique" in [group.attrib["label"] for group in tree.iter("optgroup")]


def test_a_refusal_stands_on_the_form_or_at_its_field() -> None:
    whole, field, stray = filled(), filled(), filled()
    whole.refuse(Refused(no("First sign the code.")))
    field.refuse(Refused(no("Too late."), "day"))
    stray.refuse(Refused(no("Elsewhere."), "no_such_field"))
    assert whole.non_field_errors() == ["First sign the code."]
    assert field.errors == {"day": ["Too late."]}
    assert stray.non_field_errors() == ["Elsewhere."]


def test_a_clash_keeps_what_the_other_wrote() -> None:
    form = filled(title="Mine")
    form.refuse(Clash(no("Somebody else wrote meanwhile."), theirs="Theirs"))
    assert form.clash is not None
    assert form.clash.theirs == "Theirs"
    assert 'value="Mine"' in str(form["title"])


def test_the_summary_counts_the_fields_and_leads_to_each_of_them() -> None:
    form = filled(title="", where="")
    form.is_valid()
    with translation.override("en"):
        html = render("{% errors form %}{% include 'kit/form.html' with button='Send' %}", {"form": form})
    tree = read(html.replace("{% csrf_token %}", ""), whole=False)
    summary = tree.find(".//div[@id='errors']")
    assert summary is not None
    assert "2 fields to correct: Title, Where" in " ".join("".join(summary.itertext()).split())
    targets = {element.attrib.get("id"): element.tag for element in tree.iter()}
    assert [targets[link.attrib["href"][1:]] for link in summary.iter("a")] == ["input", "input"]


def test_no_summary_before_anything_was_sent() -> None:
    assert render("{% errors form %}", {"form": Everything()}).strip() == ""


def field_html(form: forms.Form, name: str) -> Any:
    return read(render("{% field form." + name + " %}", {"form": form}), whole=False)


def test_a_field_says_label_error_control_help_in_this_order() -> None:
    class Small(kit.PalabreForm):
        place = kit.Line(label="Place", help_text="Shown to guests only.")

    form = Small({})
    form.is_valid()
    div = field_html(form, "place")[0]
    assert [child.tag for child in div] == ["label", "p", "input", "p"]
    label, error, control, help_text = div
    assert label.attrib["for"] == control.attrib["id"]
    assert control.attrib["aria-invalid"] == "true"
    assert control.attrib["aria-describedby"].split() == [error.attrib["id"], help_text.attrib["id"]]
    assert control.attrib["class"] == "in"
    assert "required" not in control.attrib


def test_radios_and_checkboxes_are_a_named_group() -> None:
    form = filled(where="moon")
    form.is_valid()
    group = field_html(form, "where")[0]
    error = group.find("p")
    assert group.tag == "fieldset"
    assert group[0].tag == "legend"
    assert error is not None
    assert group.attrib["aria-describedby"] == error.attrib["id"]
    assert [label.attrib["class"] for label in group.iter("label")] == ["pick", "pick"]
    assert field_html(filled(), "agreed")[0].find("label").attrib["class"] == "pick"


def test_a_field_one_may_leave_empty_says_so() -> None:
    with translation.override("en"):
        assert "(optional)" in "".join(field_html(filled(), "story").itertext())
        assert "(optional)" not in "".join(field_html(filled(), "title").itertext())


def test_a_field_of_the_other_language_is_marked() -> None:
    class Pair(kit.PalabreForm):
        en = kit.Line(label="English title", lang="en")
        text = kit.LongText(label="English text", lang="en", rows=3)

    assert field_html(Pair(), "en")[0].find("input").attrib["lang"] == "en"
    area = field_html(Pair(), "text")[0].find("textarea")
    assert (area.attrib["lang"], area.attrib["rows"]) == ("en", "3")
    assert "maxlength" not in area.attrib
