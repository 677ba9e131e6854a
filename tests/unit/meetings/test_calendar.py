"""Calendar entries and private feeds, read with a real parser."""

from __future__ import annotations

import base64
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar, Event

from palabre.communities.actions import leave_community
from palabre.communities.models import Membership
from palabre.meetings.actions.moving import cancel_meeting, move_meeting
from palabre.meetings.calendar import attachment, feed, method
from palabre.meetings.models import Meeting
from palabre.meetings.queries.calendars import community_key
from palabre.meetings.queries.links import answer_token, find_invited
from palabre.people.actions import renew_calendar_key
from tests.factories import join, make_meeting
from tests.unit.meetings.plans import at, when

SECRETS = {
    "title": "Sujet délicat",
    "place": "Salle du Quai",
    "link": "https://conference.example.org/abc",
    "welcome": "Rampe",
}


def events(body: bytes) -> list[Event]:
    return list(Calendar.from_ical(body).walk("VEVENT"))


def person_url(person) -> str:
    return reverse("meetings:calendar", args=[person.calendar_key])


def test_an_entry_says_when_and_nothing_else(cast):
    meeting = make_meeting(cast.here, **SECRETS)
    for language, word in (("fr", "Rencontre"), ("en", "Meeting")):
        body = feed([meeting], language=language, origin="https://palabre.example.org")
        (event,) = events(body)
        assert event["summary"] == word
        assert event["uid"] == f"{meeting.public_id}@palabre.example.org"
        assert event["url"] == "https://palabre.example.org/"
        assert event["dtstart"].dt == meeting.starts_at
        assert meeting.starts_at.strftime("DTSTART:%Y%m%dT%H%M%SZ") in body.decode()
        assert event["dtend"].dt == meeting.ends_at
        assert event["status"] == "CONFIRMED"
        assert event["sequence"] == 0
        assert not {"LOCATION", "DESCRIPTION", "ORGANIZER", "ATTENDEE", "CATEGORIES"} & set(event)
        for secret in (*SECRETS.values(), cast.here.name, cast.member.display_name):
            assert secret not in body.decode()


def test_a_mail_carries_a_request_then_its_withdrawal_with_the_same_id(cast):
    meeting = make_meeting(cast.here, **SECRETS)
    address = {
        "language": "fr",
        "origin": settings.ORIGIN,
        "sender": "palabre@example.org",
        "recipient": "m@example.org",
    }
    first = Calendar.from_ical(attachment(meeting, **address))
    assert (first["method"], method(meeting)) == ("REQUEST", "REQUEST")
    moved = move_meeting(actor=cast.facilitator, meeting=meeting, when=when(days=9))[0]
    gone = cancel_meeting(actor=cast.facilitator, meeting=moved, because="Route coupée")[0]
    last = Calendar.from_ical(attachment(gone, **address))
    assert last["method"] == "CANCEL"
    before, after = first.walk("VEVENT")[0], last.walk("VEVENT")[0]
    assert before["uid"] == after["uid"]
    assert (before["sequence"], after["sequence"], after["status"]) == (0, 2, "CANCELLED")
    assert "Route" not in attachment(gone, **address).decode()
    assert cast.here.name not in last.to_ical().decode()


def test_a_client_follows_a_move_and_a_cancellation(cast):
    meeting = make_meeting(cast.here)
    client, url = Client(), person_url(cast.member)
    before = events(client.get(url).content)[0]
    move_meeting(actor=cast.facilitator, meeting=meeting, when=when(days=10))
    moved = events(client.get(url).content)[0]
    assert moved["uid"] == before["uid"]
    assert moved["sequence"] == before["sequence"] + 1
    assert moved["dtstart"].dt == at(10)
    assert moved["dtstamp"].dt >= before["dtstamp"].dt
    meeting.refresh_from_db()
    cancel_meeting(actor=cast.facilitator, meeting=meeting, because="Pluie")
    gone = events(client.get(url).content)[0]
    assert (gone["uid"], gone["status"], gone["sequence"]) == (before["uid"], "CANCELLED", 2)


def test_a_feed_is_asked_again_for_nothing_when_nothing_changed(cast):
    meeting = make_meeting(cast.here)
    client, url = Client(), person_url(cast.member)
    first = client.get(url)
    assert client.get(url, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert client.get(url, headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 304
    Meeting.objects.filter(pk=meeting.pk).update(sequence=1, changed_at=timezone.now() + timedelta(seconds=5))
    assert client.get(url, headers={"If-None-Match": first["ETag"]}).status_code == 200
    assert client.get(url, headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 200


def test_leaving_a_community_empties_the_feed_even_for_a_client_that_only_knows_dates(cast):
    make_meeting(cast.here)
    client, url = Client(), person_url(cast.member)
    first = client.get(url)
    left = timezone.now() + timedelta(seconds=5)
    Membership.objects.filter(person=cast.member).update(state="left", left_at=left)
    after = client.get(url, headers={"If-Modified-Since": first["Last-Modified"]})
    assert after.status_code == 200
    assert events(after.content) == []


@pytest.mark.covers("SR-14")
def test_a_feed_holds_what_its_person_is_invited_to_in_all_her_communities(cast):
    join(cast.member, cast.there)
    mine = {make_meeting(cast.here).public_id, make_meeting(cast.there).public_id}
    make_meeting(cast.here, audience="core")
    make_meeting(cast.network)
    make_meeting(cast.here, starts_at=at(-200))
    found = {str(event["uid"]).split("@")[0] for event in events(Client().get(person_url(cast.member)).content)}
    assert found == mine
    community = reverse("meetings:community_calendar", args=[community_key(cast.member, cast.here)])
    assert len(events(Client().get(community).content)) == 1


@pytest.mark.covers("SR-12", "SR-14")
def test_the_address_of_a_community_ends_with_ones_place_there_and_with_ones_own_key(cast, as_person):
    make_meeting(cast.here)
    key = community_key(cast.member, cast.here)
    address = reverse("meetings:community_calendar", args=[key])
    assert address in as_person(cast.member).get(reverse("meetings:list", args=[cast.here.public_id])).content.decode()
    changed = key[:20] + ("A" if key[20] != "A" else "B") + key[21:]
    there = community_key(cast.member, cast.there)
    for forged in (cast.member.calendar_key, changed, there, key[:-1], key + "x", cast.member.public_id, "é"):
        assert Client().get(reverse("meetings:community_calendar", args=[forged])).status_code == 404
    assert Client().get(address).status_code == 200
    membership = cast.here.memberships.get(person=cast.member)
    leave_community(actor=cast.person("member"), membership=membership)
    assert Client().get(address).status_code == 404
    second = reverse("meetings:community_calendar", args=[community_key(cast.second_member, cast.here)])
    assert Client().get(second).status_code == 200
    renew_calendar_key(actor=cast.second_member)
    assert Client().get(second).status_code == 404


def pieces(text):
    """Every eight letters in a row."""
    return {word[place : place + 8] for word in re.split(r"\W+", text) for place in range(len(word) - 7)}


@pytest.mark.covers("INV-02")
def test_what_stands_in_her_addresses_of_two_communities_does_not_tell_that_they_are_hers(cast):
    """Calendar addresses are shared with colleagues, answer links are passed on: no piece of one stands in the other."""
    join(cast.member, cast.there)
    shown = []
    for community in (cast.here, cast.there):
        token = answer_token(make_meeting(community), person=cast.member)
        signed = token.split(".")[0]
        plain = base64.urlsafe_b64decode(signed + "=" * (-len(signed) % 4)).decode(errors="ignore")
        assert find_invited(token).person == cast.member
        shown.append(f"{community_key(cast.member, community)} {plain}")
    for words in shown:
        assert cast.member.public_id not in words
        assert cast.here.public_id not in words
    here, there = (pieces(words) for words in shown)
    assert here & there == set()


def test_a_feed_needs_its_key_and_leaves_neither_cookie_nor_row(cast, django_assert_max_num_queries):
    for number in range(30):
        make_meeting(cast.here, starts_at=at(1 + number))
    client = Client()
    with django_assert_max_num_queries(5) as asked:
        response = client.get(person_url(cast.member))
    assert response["Content-Type"].startswith("text/calendar")
    assert not response.cookies
    assert all(query["sql"].lstrip().upper().startswith("SELECT") for query in asked.captured_queries)
    assert len(events(response.content)) == 30
    assert client.get("/calendar/wrong.ics").status_code == 404
    assert client.get("/calendar/c/wrong.ics").status_code == 404
    cast.member.is_active = False
    cast.member.save()
    assert client.get(person_url(cast.member)).status_code == 404
    assert client.post(person_url(cast.member)).status_code == 405
