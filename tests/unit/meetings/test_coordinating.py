"""What a coordinator meets on the way: long agendas, folded forms, long attendance lists, series that end."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from palabre.meetings.actions.planning import plan_series
from palabre.meetings.models import Guest, Meeting
from palabre.people.models import Person
from tests.factories import make_item, make_meeting
from tests.personas import Cast
from tests.unit.meetings.attending import held, url, was_there
from tests.unit.meetings.minutes_story import approved, passages, write
from tests.unit.meetings.plans import at, frame, posted

SignIn = Callable[[Person | None], Client]
TOO_LONG = "longer than the meeting"


def read(client: Client, address: str) -> str:
    response = client.get(address, {"lang": "en"})
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(("minutes", "said"), [(150, True), (120, False)])
def test_an_agenda_that_is_too_long_says_so_beside_publishing(
    cast: Cast, as_person: SignIn, minutes: int, said: bool
) -> None:
    meeting = make_meeting(cast.here)
    make_item(meeting, minutes=minutes)
    coordinator = as_person(cast.coordinator)
    agenda = read(coordinator, reverse("meetings:agenda", args=[meeting.public_id]))
    page = read(coordinator, reverse("meetings:meeting", args=[meeting.public_id]))
    assert (TOO_LONG in agenda.partition('id="publish"')[2]) == said
    assert (TOO_LONG in page) == said
    Meeting.objects.filter(pk=meeting.pk).update(state="agenda_published")
    assert TOO_LONG not in read(as_person(cast.member), reverse("meetings:meeting", args=[meeting.public_id]))


@pytest.mark.parametrize(
    ("following", "said"), [("", "La rencontre est annulée."), ("on", "La rencontre et les 2 suivantes sont annulées")]
)
def test_cancelling_says_how_many(cast: Cast, as_person: SignIn, following: str, said: str) -> None:
    until = at(75).date()
    series = plan_series(actor=cast.coordinator, community=cast.here, frame=frame(), rhythm="monthly_date", until=until)
    assert len(series) == 3
    client = as_person(cast.coordinator)
    address = reverse("meetings:cancellation", args=[series[0].public_id])
    done = client.post(address, {"because": "Pluie", "following": following})
    assert said in client.get(done["Location"]).content.decode()


def test_one_following_meeting_is_said_in_the_singular(cast: Cast, as_person: SignIn) -> None:
    until = at(75).date()
    series = plan_series(actor=cast.coordinator, community=cast.here, frame=frame(), rhythm="monthly_date", until=until)
    client = as_person(cast.coordinator)
    address = reverse("meetings:cancellation", args=[series[1].public_id])
    done = client.post(address, {"because": "Pluie", "following": "on"})
    assert "La rencontre et la suivante sont annulées" in client.get(done["Location"], {"lang": "fr"}).content.decode()


def test_an_approved_language_that_is_outdated_is_not_ticked(cast: Cast, as_person: SignIn) -> None:
    minutes = approved(cast)
    address = reverse("meetings:minutes", args=[minutes.meeting.public_id])
    rows = {row.language: row for row in as_person(cast.coordinator).get(address).context["page"].languages}
    assert rows["en"].state == "approved"
    write(cast.facilitator, passages(minutes)[1], "Changé depuis.")
    page = as_person(cast.coordinator).get(address, {"lang": "en"}).context["page"]
    assert {row.language: row.state for row in page.languages}["en"] == "outdated"
    ticked = [str(text) for done, text in page.checks if done]
    assert not [text for text in ticked if "English" in text]


def folds(text: str) -> list[bool]:
    """Whether each fold of the form stands open."""
    return [bool(more) for more in re.findall(r"<details( open)?>", text.partition('id="main"')[2])]


def test_what_is_rarely_needed_is_folded_and_opens_when_it_is_filled_or_wrong(cast: Cast, as_person: SignIn) -> None:
    client = as_person(cast.coordinator)
    plan = reverse("meetings:plan", args=[cast.here.public_id])
    assert folds(read(client, plan)) == [False, False, False]
    for typed, opened in (
        ({"last_day": "hier soir"}, [True, False, False]),
        ({"rhythm": "monthly_day"}, [False, True, False]),
        ({"interpretation": "Bamanankan", "day": ""}, [False, False, True]),
    ):
        page = client.post(plan, posted(**typed))
        assert page.status_code == 422
        assert folds(page.content.decode()) == opened
    assert client.post(plan, posted()).status_code == 303


def test_the_other_language_is_the_folded_one(cast: Cast, as_person: SignIn) -> None:
    client = as_person(cast.coordinator)
    for language, shown, folded in (("fr", "welcome_fr", "welcome_en"), ("en", "welcome_en", "welcome_fr")):
        text = client.get(reverse("meetings:plan", args=[cast.here.public_id]), {"lang": language}).content.decode()
        head, _fold, rest = text.rpartition("<details")
        assert f'name="{shown}"' in head
        assert f'name="{folded}"' in rest


def names(text: str) -> list[str]:
    return re.findall(r"<legend>([^<]+)</legend>", text)


def test_only_those_still_to_note_are_shown_on_demand(cast: Cast, as_person: SignIn) -> None:
    meeting = held(cast)
    was_there(meeting, cast.member)
    client, address = as_person(cast.facilitator), url("attendance", meeting)
    everybody = names(client.get(address).content.decode())
    page = client.get(address, {"show": "open"})
    assert set(everybody) - set(names(page.content.decode())) == {"Member"}
    assert page.context["tally"].present == 1
    action = f'action="{address}?show=open"'
    assert action in page.content.decode()
    key = next(row.key for row in page.context["rows"] if row.name == "Core")
    done = client.post(f"{address}?show=open", {f"p-{key}": "excused", f"was-{key}": ""})
    assert done["Location"] == f"{address}?show=open"
    assert "Core" not in names(client.get(done["Location"]).content.decode())
    for row in client.get(address).context["rows"]:
        if not row.noted:
            client.post(address, {f"p-{row.key}": "present", f"was-{row.key}": ""})
    assert "Everybody is noted." in client.get(address, {"show": "open", "lang": "en"}).content.decode()


def test_a_long_list_has_letters_that_lead_to_its_lines(cast: Cast, as_person: SignIn) -> None:
    meeting = held(cast)
    client, address = as_person(cast.facilitator), url("attendance", meeting)
    with CaptureQueriesContext(connection) as few:
        assert 'href="#r-' not in client.get(address).content.decode()
    Guest.objects.bulk_create(Guest(meeting=meeting, name=f"Élise {number}") for number in range(20))
    Guest.objects.create(meeting=meeting, name="مريم")
    with CaptureQueriesContext(connection) as many:
        page = client.get(address)
    text = page.content.decode()
    assert [letter for letter, _key in page.context["letters"]][:3] == ["C", "E", "F"]
    assert "م" in dict(page.context["letters"])
    for _letter, key in page.context["letters"]:
        assert f'href="#r-{key}"' in text
        assert f'id="r-{key}"' in text
    assert len(few) == len(many)
