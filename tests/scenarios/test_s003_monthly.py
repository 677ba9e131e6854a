"""Scenario 003, step 9: the month of a cohort: a group meeting and a plenary, agenda and minutes in both languages."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from time_machine import TimeMachineFixture

from palabre.groups.choices import GroupStage
from palabre.groups.models import WorkingGroup
from palabre.languages.queries import load_halves, words
from palabre.meetings.models import Meeting, Minutes
from palabre.meetings.queries.agenda import agenda_page
from palabre.meetings.rules import is_complete, load_whole
from tests.personas import Cast
from tests.scenarios.hands import add_point, at_the_desk_of, plan, read, send
from tests.unit.groups.making_plans import make_group, place

MONTH = (("group", "Réunion de groupe", "Group meeting"), ("plenary", "Réunion plénière", "Plenary"))
HELD = "2027-03-18T17:00:00Z"


class Month:
    """A group of three led by `core`; a facilitator, a translator, a coordination."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.group: WorkingGroup = make_group(cast.here, "Soin et sécurité", GroupStage.IMPLEMENTING)
        for person in (cast.core, cast.member, cast.second_member):
            place(person, self.group, leads=person == cast.core)

    def at(self, name: str) -> Client:
        """Signed in now: the clock of a session runs with the story's."""
        return at_the_desk_of(self.cast.person(name))

    def leads(self, meeting: Meeting) -> Client:
        return self.at("core" if meeting.kind == "group" else "facilitator")


@pytest.mark.covers("S003-9", "INV-21", "INV-23")
def test_a_month_of_meetings_in_two_languages(cast: Cast, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to("2027-03-16T10:00:00Z", tick=False)
    month = Month(cast)
    both_return_each_month_for_ninety_minutes_at_most(month)
    for kind, _french, _english in MONTH:
        meeting = Meeting.objects.filter(kind=kind).earliest("starts_at")
        time_machine.move_to("2027-03-16T10:00:00Z", tick=False)
        the_agenda_is_complete_in_both_languages(month, meeting)
        time_machine.move_to(HELD, tick=False)
        send(month.leads(meeting), "meetings:holding", meeting.public_id)
        french_minutes_alone_are_not_complete(month, meeting)
        english_ones_complete_them(month, meeting)
        an_amendment_marks_the_other_language_outdated(month, meeting)


def both_return_each_month_for_ninety_minutes_at_most(month: Month) -> None:
    """The lead plans for her group, the facilitator the plenary: a year of each."""
    here = month.cast.here.public_id
    for kind, french, english in MONTH:
        own = {"group": month.group.public_id, "audience": ""} if kind == "group" else {}
        plan(
            month.at("core" if own else "facilitator"), here, kind=kind, mode="online", place="", day="2027-03-18",
            start="14 h 00", end="15 h 30", title_fr=french, title_en=english, rhythm="monthly_day", until="2028-02-28",
            **own,
        )  # fmt: skip
        rows = list(Meeting.objects.filter(kind=kind).order_by("starts_at"))
        assert len({(one.starts_at.year, one.starts_at.month) for one in rows}) == len(rows) == 12
        assert {(one.ends_at - one.starts_at).seconds for one in rows} == {90 * 60}
        too_long = {"kind": kind, "audience": "everyone", "mode": "online", "day": "2027-04-01", "start": "9:00", **own}
        too_long |= {"end": "10:31", "zone": "Africa/Bamako", "title_fr": "Trop longue"}
        answer = month.at("core" if own else "facilitator").post(reverse("meetings:plan", args=[here]), too_long)
        assert answer.status_code == 422
        assert "90" in answer.content.decode()
    assert set(Meeting.objects.filter(kind="group").values_list("group", flat=True)) == {month.group.pk}


def the_agenda_is_complete_in_both_languages(month: Month, meeting: Meeting) -> None:
    """One point has no English title at first: each language shows what there is, and says what is missing."""
    lead = month.leads(meeting)
    add_point(lead, meeting, "Point 1", "Item 1", 20)
    add_point(lead, meeting, "Point 2", "", 20)
    assert dict(agenda_page(meeting).states)["en"] == "missing"
    second = meeting.items.get(title="Point 2")
    said = {"title_fr": "Point 2", "title_en": "Item 2", "minutes": "20", "seen": "", "owner": ""}
    send(lead, "meetings:item", meeting.public_id, second.public_id, **said)
    assert not agenda_page(meeting).complete, "somebody else reads the translation first"
    send(month.at("translator"), "meetings:translation", meeting.public_id, approve="1")
    assert agenda_page(meeting).complete
    send(lead, "meetings:publication", meeting.public_id)
    for language, names in (("fr", ("Point 1", "Point 2")), ("en", ("Item 1", "Item 2"))):
        page = read(month.at("member"), "meetings:meeting", meeting.public_id, lang=language)
        assert all(name in page for name in names), language


def french_minutes_alone_are_not_complete(month: Month, meeting: Meeting) -> None:
    lead = month.leads(meeting)
    send(lead, "meetings:minutes_start", meeting.public_id, language="fr")
    for segment in minutes_of(meeting).segments.all():
        said = {"title": segment.title, "body": f"Dit au {segment.title}.", "base_version": segment.version}
        send(lead, "meetings:segment", meeting.public_id, segment.public_id, **said)
    send(lead, "meetings:minutes_proposal", meeting.public_id, "fr")
    assert closing(month, meeting) == 403
    _approve(month.at("coordinator"), meeting, "fr")
    assert closing(month, meeting) == 403, "only one language is approved"
    assert not complete(meeting)


def english_ones_complete_them(month: Month, meeting: Meeting) -> None:
    """Passage by passage; approved by somebody else than the translator."""
    translator, minutes = month.at("translator"), minutes_of(meeting)
    for segment in minutes.segments.order_by("position"):
        _translate(translator, meeting, segment.public_id, f"What was said, {segment.position}.")
    send(translator, "meetings:minutes_proposal", meeting.public_id, "en")
    approval = reverse("meetings:minutes_approval", args=[meeting.public_id, "en"])
    assert translator.post(approval, {"version": _version(minutes, "en")}).status_code == 403
    assert closing(month, meeting) == 403
    _approve(month.at("coordinator"), meeting, "en")
    assert complete(meeting)
    assert closing(month, meeting) == 303
    meeting.refresh_from_db()
    assert meeting.state == "closed"


def an_amendment_marks_the_other_language_outdated(month: Month, meeting: Meeting) -> None:
    """Exactly the passage that changed, and the minutes are incomplete again."""
    minutes = minutes_of(meeting)
    second = minutes.segments.order_by("position")[1]
    said = {"title": second.title, "body": "Ce qui a vraiment été dit.", "base_version": second.version}
    send(month.leads(meeting), "meetings:segment", meeting.public_id, second.public_id, **said)
    page = read(month.at("member"), "meetings:minutes", meeting.public_id, lang="en")
    assert re.findall(r"<del|notice warn", page)
    assert _outdated(minutes) == [second.position]
    assert not complete(meeting)


def closing(month: Month, meeting: Meeting) -> int:
    return month.at("coordinator").post(reverse("meetings:closing", args=[meeting.public_id])).status_code


def minutes_of(meeting: Meeting) -> Minutes:
    return Minutes.objects.get(meeting=meeting)


def complete(meeting: Meeting) -> bool:
    return bool(is_complete(load_whole(minutes_of(meeting))))


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
    send(
        client,
        "meetings:minutes_approval",
        meeting.public_id,
        language,
        version=_version(minutes_of(meeting), language),
    )


def _outdated(minutes: Minutes) -> list[int]:
    segments = list(minutes.segments.order_by("position"))
    load_halves(segments)
    return [one.position for one in segments if words(one, "body", "en").outdated]
