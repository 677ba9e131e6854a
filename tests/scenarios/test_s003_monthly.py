"""Scenario 003, step 9: the month of a cohort: a group meeting and a plenary, agenda and minutes in both languages."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from time_machine import TimeMachineFixture

from palabre.meetings.models import Meeting, Minutes
from tests.personas import Cast
from tests.scenarios.hands import add_point, at_the_desk_of, plan, read, send

MONTH = (("group", "Réunion de groupe", "Group meeting"), ("plenary", "Réunion plénière", "Plenary"))


@pytest.mark.covers("S003-9", "INV-21", "INV-23")
def test_a_month_of_meetings_in_two_languages(cast: Cast, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to("2027-03-16T10:00:00Z", tick=False)
    coordinator, lead = at_the_desk_of(cast.coordinator), at_the_desk_of(cast.facilitator)
    translator = at_the_desk_of(cast.translator)

    # monthly: the group and the plenary return, ninety minutes at most
    for kind, french, english in MONTH:
        plan(
            lead, cast.here.public_id, kind=kind, mode="online", place="", start="14 h 00", end="15 h 30", title_fr=french,
            title_en=english, rhythm="monthly_day", until="2028-02-28", day="2027-03-18",
        )  # fmt: skip
        assert Meeting.objects.filter(kind=kind).count() == 12
    too_long = lead.post(
        reverse("meetings:plan", args=[cast.here.public_id]),
        {"kind": "plenary", "audience": "everyone", "mode": "online", "day": "2027-04-01", "start": "9:00", "end": "10:45",
         "zone": "Africa/Bamako", "title_fr": "Trop longue"},
    )  # fmt: skip
    assert too_long.status_code == 422
    assert "90" in too_long.content.decode()

    plenary = Meeting.objects.filter(kind="plenary").earliest("starts_at")
    for number in range(1, 4):
        add_point(lead, plenary, f"Point {number}", f"Item {number}", 20)
    send(lead, "meetings:publication", plenary.public_id)
    time_machine.move_to("2027-03-18T17:00:00Z", tick=False)
    coordinator, lead = at_the_desk_of(cast.coordinator), at_the_desk_of(cast.facilitator)
    translator = at_the_desk_of(cast.translator)
    send(lead, "meetings:holding", plenary.public_id)

    # minutes in French, then proposed; English is still missing
    send(lead, "meetings:minutes_start", plenary.public_id, language="fr")
    minutes = Minutes.objects.get(meeting=plenary)
    for segment in minutes.segments.all():
        send(
            lead, "meetings:segment", plenary.public_id, segment.public_id, title=segment.title,
            body=f"Ce qui a été dit au {segment.title}.", base_version=segment.version,
        )  # fmt: skip
    send(lead, "meetings:minutes_proposal", plenary.public_id, "fr")
    _approve(coordinator, plenary, "fr")
    refused = coordinator.post(reverse("meetings:closing", args=[plenary.public_id]))
    assert refused.status_code == 403  # incomplete: only one language is approved

    # English, passage by passage; approved by somebody else than the translator
    for segment in minutes.segments.order_by("position"):
        _translate(translator, plenary, segment.public_id, f"What was said, {segment.position}.")
    send(translator, "meetings:minutes_proposal", plenary.public_id, "en")
    assert translator.post(
        reverse("meetings:minutes_approval", args=[plenary.public_id, "en"]), {"version": _version(minutes, "en")}
    ).status_code == 403  # fmt: skip
    _approve(coordinator, plenary, "en")
    send(coordinator, "meetings:closing", plenary.public_id)
    plenary.refresh_from_db()
    assert plenary.state == "closed"

    # an amendment of the French marks exactly that passage outdated in English
    second = minutes.segments.order_by("position")[1]
    send(
        lead, "meetings:segment", plenary.public_id, second.public_id, title=second.title, body="Ce qui a vraiment été dit.",
        base_version=second.version,
    )  # fmt: skip
    page = read(at_the_desk_of(cast.member), "meetings:minutes", plenary.public_id, lang="en")
    assert len(re.findall(r"<del|notice warn", page)) >= 1
    assert _outdated(minutes) == [second.position]


def _translate(client: Client, meeting: Meeting, segment_id: str, words: str) -> None:
    """Fill the form as it stands on the page, with the hidden versions that it carries."""
    page = read(client, "meetings:segment_translation", meeting.public_id, segment_id)
    form = page[page.index("<form", page.index("<main")) :]
    hidden = dict(re.findall(r'type="hidden" name="(\w+_(?:version|seen))" value="([^"]*)"', form))
    if not hidden:
        hidden = {name: value for value, name in re.findall(r'value="([^"]*)"[^>]*name="(\w+_(?:version|seen))"', form)}
    send(client, "meetings:segment_translation", meeting.public_id, segment_id, title=words, body=words, **hidden)


def _version(minutes: Minutes, language: str) -> int:
    return minutes.languages.get(language=language).version


def _approve(client: Client, meeting: Meeting, language: str) -> None:
    version = _version(Minutes.objects.get(meeting=meeting), language)
    send(client, "meetings:minutes_approval", meeting.public_id, language, version=version)


def _outdated(minutes: Minutes) -> list[int]:
    from palabre.languages.queries import load_halves, words

    segments = list(minutes.segments.order_by("position"))
    load_halves(segments)
    return [one.position for one in segments if words(one, "body", "en").outdated]
