"""Days and hours, said and read."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation
from hypothesis import given, settings
from hypothesis import strategies as st

from palabre.kit.dates import (
    NoSuchTime,
    Unreadable,
    ago,
    days_from,
    hour,
    known_zone,
    local_moment,
    long_date,
    moment,
    parse_day,
    parse_hour,
    short_date,
    span,
    zone_choices,
    zone_name,
)

DAY = date(2026, 11, 26)
TODAY = date(2026, 11, 20)


def test_days_are_said_in_both_languages() -> None:
    assert long_date(DAY, "fr") == "jeudi 26 novembre 2026"
    assert long_date(DAY, "en") == "Thursday 26 November 2026"
    assert short_date(DAY, "fr") == "26 nov. 2026"
    assert short_date(DAY, "en") == "26 Nov 2026"
    assert long_date(date(2026, 12, 1), "fr") == "mardi 1er décembre 2026"


def test_hours_are_said_in_both_languages() -> None:
    assert hour(time(9), "fr") == "9\u00a0h\u00a000"
    assert hour(time(9), "en") == "9:00"
    assert hour(time(0, 5), "fr") == "0\u00a0h\u00a005"


def test_without_a_language_the_page_s_is_taken() -> None:
    with translation.override("fr"):
        assert long_date(DAY).startswith("jeudi")
    with translation.override("en"):
        assert long_date(DAY).startswith("Thursday")


def test_a_span_says_its_day_once() -> None:
    start = datetime(2026, 11, 26, 9, tzinfo=UTC)
    end = start + timedelta(hours=3, minutes=30)
    french = span(start, end, "fr", "Africa/Bamako")
    assert french == "jeudi 26 novembre 2026, de 9\u00a0h\u00a000 à 12\u00a0h\u00a030"
    assert span(start, end, "en", "Europe/Paris") == "Thursday 26 November 2026, 10:00 to 13:30"
    assert span(start, None, "en", "UTC") == "Thursday 26 November 2026 at 9:00"


def test_a_span_over_two_days_says_both() -> None:
    start = datetime(2026, 11, 26, 22, tzinfo=UTC)
    french = span(start, start + timedelta(hours=4), "fr", "UTC")
    assert french == "du jeudi 26 novembre 2026 à 22\u00a0h\u00a000 au vendredi 27 novembre 2026 à 2\u00a0h\u00a000"


def test_without_a_zone_the_reader_s_is_taken() -> None:
    at = datetime(2026, 11, 26, 9, tzinfo=UTC)
    with timezone.override("Asia/Kolkata"):
        assert moment(at, "en") == "Thursday 26 November 2026 at 14:30"


@pytest.mark.parametrize(
    ("days", "french", "english"),
    [
        (-4, "en retard de 4\u00a0jours", "4 days late"),
        (-1, "en retard d’un jour", "1 day late"),
        (0, "aujourd’hui", "today"),
        (1, "demain", "tomorrow"),
        (3, "dans 3\u00a0jours", "in 3 days"),
    ],
)
def test_how_far_a_promise_is(days: int, french: str, english: str) -> None:
    due = TODAY + timedelta(days=days)
    assert days_from(TODAY, due, "fr") == french
    assert days_from(TODAY, due, "en") == english


def test_how_long_ago() -> None:
    now = datetime(2026, 11, 20, 10, tzinfo=UTC)
    assert ago(now - timedelta(minutes=5), now, "fr") == "il y a 5\u00a0minutes"
    assert ago(now - timedelta(minutes=5), now, "en") == "5 minutes ago"
    assert ago(now, now, "fr") == "à l’instant"
    assert ago(now + timedelta(hours=2), now, "en") == "in 2 hours"


@pytest.mark.parametrize(
    "typed",
    [
        "26 novembre 2026",
        "Jeudi 26 novembre 2026",
        "jeudi 26 nov.",
        "26 NOV 26",
        "November 26, 2026",
        "the 26th of November",
        "Thu Nov 26",
        "26/11/2026",
        "26.11.26",
        "26-11-2026",
        "26/11",
        "2026-11-26",
        " 26\u00a0novembre\u202f2026 ",
    ],
)
def test_a_day_is_read_however_it_is_typed(typed: str) -> None:
    assert parse_day(typed, today=TODAY) == DAY


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1er décembre", date(2026, 12, 1)),
        ("1er decembre", date(2026, 12, 1)),
        ("19 novembre", date(2027, 11, 19)),
        ("mar 24 nov", date(2026, 11, 24)),
        ("24 mars", date(2027, 3, 24)),
        ("29 février", date(2028, 2, 29)),
        ("3 août 2025", date(2025, 8, 3)),
        ("mardi 24/11/2026", date(2026, 11, 24)),
    ],
)
def test_a_day_without_year_is_the_next_one(typed: str, meant: date) -> None:
    assert parse_day(typed, today=TODAY) == meant


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "cannot be read"),
        ("bientôt", "cannot be read"),
        ("26 jui 2026", "cannot be read"),
        ("26 novembre 2026 <script>", "cannot be read"),
        ("1 2 3 4", "cannot be read"),
        ("11/26/2026", "day first"),
        ("31 février 2026", "not in the calendar"),
        ("0/11/2026", "not in the calendar"),
        ("31 avril", "not in the calendar"),
        ("vendredi 26 novembre 2026", "do not agree"),
        ("26/11/1726", "between 1900 and 2100"),
    ],
)
def test_a_day_that_cannot_be_read_gets_a_sentence(typed: str, said: str) -> None:
    with translation.override("en"), pytest.raises(Unreadable) as refusal:
        parse_day(typed, today=TODAY)
    assert said in str(refusal.value.sentence)


@settings(deadline=None)
@given(st.text(max_size=40), st.sampled_from([parse_day, parse_hour]))
def test_any_text_is_a_day_or_an_hour_or_unreadable(text: str, read) -> None:
    with suppress(Unreadable):
        assert read(text) is not None


@settings(deadline=None)
@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from(["fr", "en"]))
def test_what_is_said_is_read_back(day: date, lang: str) -> None:
    assert parse_day(long_date(day, lang)) == day
    assert parse_day(short_date(day, lang)) == day
    assert parse_day(day.isoformat()) == day


@settings(deadline=None)
@given(st.times().map(lambda at: at.replace(second=0, microsecond=0)), st.sampled_from(["fr", "en"]))
def test_an_hour_that_is_said_is_read_back(at: time, lang: str) -> None:
    assert parse_hour(hour(at, lang)) == at


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9 h 30", time(9, 30)),
        ("9h30", time(9, 30)),
        ("9h", time(9)),
        ("9", time(9)),
        ("09:30", time(9, 30)),
        ("09:30:15", time(9, 30)),
        ("9.30", time(9, 30)),
        ("0930", time(9, 30)),
        ("9 heures 30", time(9, 30)),
        ("9:30 pm", time(21, 30)),
        ("9 p.m.", time(21)),
        ("12 am", time(0)),
        ("12 pm", time(12)),
        ("Midi", time(12)),
        ("minuit", time(0)),
    ],
)
def test_an_hour_is_read_however_it_is_typed(typed: str, meant: time) -> None:
    assert parse_hour(typed) == meant


@pytest.mark.parametrize("typed", ["", "24:00", "9:75", "9:3", "13 pm", "0 am", "neuf heures", "9:30 de"])
def test_an_hour_that_cannot_be_read_gets_a_sentence(typed: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        parse_hour(typed)
    assert str(refusal.value.sentence)


@pytest.mark.covers("SR-55")
def test_a_time_that_the_clocks_skip_does_not_exist() -> None:
    with translation.override("en"), pytest.raises(NoSuchTime) as refusal:
        local_moment(date(2026, 3, 29), time(2, 30), "Europe/Paris")
    assert refusal.value.after == time(3)
    assert str(refusal.value.sentence).endswith("Choose 3:00 or later.")


def test_a_day_that_a_place_skipped_does_not_exist() -> None:
    with pytest.raises(NoSuchTime):
        local_moment(date(2011, 12, 30), time(12), "Pacific/Apia")


def test_a_time_shown_twice_is_the_first_one() -> None:
    assert local_moment(date(2026, 10, 25), time(2, 30), "Europe/Paris") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_moment_is_told_in_utc() -> None:
    at = local_moment(DAY, time(9), "Asia/Kathmandu")
    assert at == datetime(2026, 11, 26, 3, 15, tzinfo=UTC)
    assert at.tzinfo is UTC


MOMENTS = st.datetimes(datetime.fromisoformat("1990-01-01"), datetime.fromisoformat("2090-01-01"))


@settings(deadline=None)
@given(MOMENTS, st.sampled_from(["Africa/Bamako", "Europe/Paris", "America/Havana"]))
def test_a_local_moment_shows_what_was_asked(wall: datetime, zone: str) -> None:
    with suppress(NoSuchTime):
        at = local_moment(wall.date(), wall.time(), zone)
        assert at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall


def test_zones_are_offered_by_city_and_country_in_the_reader_s_words() -> None:
    choices = dict(zone_choices("fr"))
    assert ("Africa/Bamako", "Bamako (Mali)") in choices["Afrique"]
    assert ("Indian/Antananarivo", "Antananarivo (Madagascar)") in choices["Afrique"]
    assert ("America/Port-au-Prince", "Port-au-Prince (Haïti)") in choices["Amériques"]
    assert zone_name("Europe/London", "fr") == "Londres (Royaume-Uni)"
    assert "Africa" in dict(zone_choices("en"))


def test_the_zone_in_use_and_its_part_of_the_world_come_first() -> None:
    parts = zone_choices("fr", first="Africa/Bamako")
    assert parts[0][0] == "Afrique"
    assert parts[0][1][0] == ("Africa/Bamako", "Bamako (Mali)")
    assert [len(places) for _part, places in sorted(parts)] == [
        len(places) for _part, places in sorted(zone_choices("fr"))
    ]
    assert zone_choices("fr")[-1] == ("UTC", [("UTC", "UTC")])
    assert zone_choices("en", first="UTC")[0][0] == "UTC"


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_city_is_said_once_with_its_country(lang: str) -> None:
    names = [name for _part, places in zone_choices(lang) for _zone, name in places]
    assert [name for name in names if "[" in name or (name.count("(") > 1 and "Keeling" not in name)] == []
    assert zone_name("Africa/Tripoli", "fr") == "Tripoli (Libye)"
    assert zone_name("America/Indiana/Knox", "fr") == "Knox, Indiana (États-Unis)"


def test_every_zone_that_is_offered_exists() -> None:
    zones = [zone for _, places in zone_choices("en") for zone, _ in places]
    assert len(zones) == len(set(zones)) > 400
    for zone in zones:
        assert ZoneInfo(zone)
        assert known_zone(zone)
    assert not known_zone("../../etc/passwd")
    assert not known_zone("Mars/Olympus")
