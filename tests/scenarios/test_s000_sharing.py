"""Scenario 000, step 8 and the reading half of step 1; and two twins that meet: each only as the agreements allow."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from palabre.commitments.models import Commitment
from palabre.communities.models import Community, TwinCode, TwinLink
from palabre.meetings.models import JointMeeting, Meeting
from palabre.notices.chores import read_journal
from palabre.people.models import Person
from tests.factories import grant, join, make_community, make_meeting, make_organisation, make_person
from tests.scenarios.hands import add_point, at_the_desk_of, plan, read, send

pytestmark = pytest.mark.django_db


class Trame:
    """A network, its West African region with two sections, its East African region; one steward, coordinations."""

    def __init__(self) -> None:
        self.network = make_community("Réseau Trame", kind="global")
        self.west = make_community("Afrique de l’Ouest", parent=self.network, kind="regional")
        self.east = make_community("Afrique de l’Est", parent=self.network, kind="regional")
        self.french = make_community("Section francophone", parent=self.west, kind="section", language="fr")
        self.steward = make_person("Ndeye")
        grant(self.steward, self.network, "steward")
        self.leads = {place.pk: self._lead(place) for place in (self.network, self.west, self.east, self.french)}

    @staticmethod
    def _lead(place: Community) -> Person:
        person = make_person(f"Coordination {place.pk}")
        grant(person, place, "coordinator")
        join(person, place)
        return person

    def desk(self, place: Community) -> Client:
        return at_the_desk_of(self.leads[place.pk])


def member_of(place: Community) -> Person:
    person = make_person()
    join(person, place, organisation=make_organisation())
    return person


def life_in(place: Community, mark: str) -> Meeting:
    """Eight members, one meeting held this morning."""
    people = [member_of(place) for _ in range(8)]
    now = timezone.now()
    meeting = make_meeting(
        place,
        title=f"{mark} rencontre",
        state="held",
        starts_at=now - timedelta(hours=3),
        ends_at=now - timedelta(hours=1),
    )
    for person in people:
        meeting.attendances.create(person=person)
    Commitment.objects.create(
        community=place,
        text=f"{mark} promesse",
        person=people[0],
        due=timezone.localdate(),
        state="done",
        evidence="fait",
    )
    return meeting


def publish(desk: Client, place: Community, title: str, audience: str) -> None:
    said = {"title_fr": title, "text_fr": "Le texte.", "title_en": "", "text_en": "", "audience": audience}
    send(desk, "communities:news_writing", place.public_id, **said)


@pytest.mark.covers("S000-8", "INV-04")
@time_machine.travel("2027-06-15T12:00:00Z", tick=True)
def test_the_network_report_says_not_shared_and_nothing_else() -> None:
    trame = Trame()
    west, east = life_in(trame.west, "OUEST"), life_in(trame.east, "EST")
    steward = at_the_desk_of(trame.steward)

    # the network asks both; West signs, on a decision; East says no
    for child in (trame.west, trame.east):
        send(steward, "communities:sharing_child", trame.network.public_id, child.public_id, level="results")
    signed = {"level": "results", "decision": "Adopté en plénière", "decided_on": "2027-06-01"}
    send(trame.desk(trame.west), "communities:sharing_signature", trame.west.public_id, **signed)
    send(trame.desk(trame.east), "communities:sharing_refusal", trame.east.public_id)

    # East stands as a name and « non partagé »: no count, no date, no title
    html = read(steward, "desk:network_report", trame.network.public_id)
    rows = [
        re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", one)).strip()
        for one in re.findall(r'<li><div class="flow tight"><h3>.*?</li>', html, re.DOTALL)
    ]
    assert "Afrique de l’Est non partagé" in rows
    assert "EST rencontre" not in html.replace("OUEST rencontre", "")
    assert "OUEST rencontre" in html
    assert "1 communauté sur 2 partage" in html
    sheet = steward.get(reverse("desk:network_sheet", args=[trame.network.public_id])).content.decode("utf-8-sig")
    assert [line for line in sheet.splitlines() if "Est" in line] == ["Afrique de l’Est;non partagé"]

    # nothing else of East opens, whatever is asked
    for name, thing in (("desk:community", trame.east), ("meetings:meeting", east), ("meetings:meeting", west)):
        assert steward.get(reverse(name, args=[thing.public_id])).status_code == 404

    # West takes it back with one button: at once it is « non partagé » too
    send(trame.desk(trame.west), "communities:sharing_narrowing", trame.west.public_id, level="none")
    html = read(steward, "desk:network_report", trame.network.public_id)
    assert "OUEST" not in html
    assert "0 communauté sur 2 partage" in html


@time_machine.travel("2027-06-15T12:00:00Z", tick=True)
def test_only_shared_totals_rise_on_a_longer_way() -> None:
    trame = Trame()
    life_in(trame.french, "SECTION")
    steward = at_the_desk_of(trame.steward)
    day = {"decision": "Décidé", "decided_on": "2027-06-01"}
    send(trame.desk(trame.french), "communities:sharing_signature", trame.french.public_id, level="records", **day)
    assert "Section francophone" not in read(steward, "desk:network_report", trame.network.public_id)
    # the region passes on totals only, so that is all that arrives
    send(trame.desk(trame.west), "communities:sharing_signature", trame.west.public_id, level="aggregates", **day)
    html = read(steward, "desk:network_report", trame.network.public_id)
    assert "Section francophone" in html
    assert "SECTION" not in html
    assert "SECTION rencontre" in read(trame.desk(trame.west), "desk:network_report", trame.west.public_id)


@time_machine.travel("2027-06-15T12:00:00Z", tick=True)
def test_a_member_of_a_section_reads_regional_and_network_news_only_as_the_agreements_allow() -> None:
    """The reading half of S000-1: whoever joined the West African section in French."""
    trame = Trame()
    reader = member_of(trame.french)
    publish(trame.desk(trame.network), trame.network, "Du réseau pour tout le monde", "below")
    publish(trame.desk(trame.network), trame.network, "Du réseau pour lui seul", "own")
    publish(trame.desk(trame.west), trame.west, "De la région pour ses sections", "below")
    publish(trame.desk(trame.east), trame.east, "De l’Est vers le haut", "above")
    publish(trame.desk(trame.french), trame.french, "De la section vers le haut", "above")
    read_journal()

    desk = at_the_desk_of(reader)
    for page in (read(desk, "communities:news", trame.french.public_id), read(desk, "desk:my_day")):
        assert "Du réseau pour tout le monde" in page
        assert "De la région pour ses sections" in page
        assert "De la section vers le haut" in page
        assert "Du réseau pour lui seul" not in page
        assert "De l’Est vers le haut" not in page

    # upward: not before the child has signed results, and no longer than that
    above = at_the_desk_of(member_of(trame.west))
    assert "De la section vers le haut" not in read(above, "communities:news", trame.west.public_id)
    day = {"decision": "Décidé", "decided_on": "2027-06-01"}
    send(trame.desk(trame.french), "communities:sharing_signature", trame.french.public_id, level="results", **day)
    assert "De la section vers le haut" in read(above, "communities:news", trame.west.public_id)
    send(trame.desk(trame.french), "communities:sharing_narrowing", trame.french.public_id, level="aggregates")
    assert "De la section vers le haut" not in read(above, "communities:news", trame.west.public_id)


@time_machine.travel("2027-03-01T10:00:00Z", tick=True)
def test_segou_and_kayes_hold_a_meeting_together() -> None:
    """Twins: linked by a code that is read out; one meeting for both; each keeps its own house."""
    segou, kayes = make_community("Voix du Fleuve"), make_community("Rives du Couchant")
    awa, sira = make_person("Awa"), make_person("Sira")
    for person, place in ((awa, segou), (sira, kayes)):
        grant(person, place, "coordinator")
        join(person, place)
    kadia, mariam = make_person("Kadiatou"), make_person("Mariam")
    join(kadia, kayes, handle="Kadia du Couchant")
    join(mariam, segou)
    ours, theirs, guest = at_the_desk_of(awa), at_the_desk_of(sira), at_the_desk_of(kadia)

    # Kayes reads out a code, Ségou types it, Kayes accepts
    send(theirs, "communities:twin_code", kayes.public_id)
    send(ours, "communities:twins", segou.public_id, code=TwinCode.objects.get().code())
    send(theirs, "communities:twin_acceptance", kayes.public_id, TwinLink.objects.get().public_id)

    # Ségou plans two meetings, opens one; Kayes accepts; its members find that one and nothing else
    visit = plan(ours, segou.public_id, kind="exchange_visit", title_fr="Visite du comité", title_en="Visit")
    private = plan(ours, segou.public_id, title_fr="Entre nous", title_en="Among us")
    add_point(ours, visit, "Programme de la visite", "Programme")
    send(ours, "meetings:publication", visit.public_id)
    send(ours, "meetings:twins", visit.public_id, twin=TwinLink.objects.get().public_id)
    assert guest.get(reverse("meetings:meeting", args=[visit.public_id])).status_code == 404
    send(theirs, "meetings:joint_acceptance", JointMeeting.objects.get().public_id)
    assert "Programme de la visite" in read(guest, "meetings:meeting", visit.public_id)
    assert "Visite du comité" in read(guest, "desk:my_day")
    listed = read(guest, "meetings:list", kayes.public_id)
    assert "Visite du comité" in listed
    assert "Entre nous" not in listed
    assert guest.get(reverse("meetings:meeting", args=[private.public_id])).status_code == 404
    assert guest.get(reverse("desk:community", args=[segou.public_id])).status_code == 404

    # she answers; who prepares reads the name she has at home
    send(guest, "meetings:reply", visit.public_id, answer="yes")
    replies = read(ours, "meetings:replies", visit.public_id)
    assert "Kadia du Couchant" in replies
    assert "Kadiatou" not in replies

    # the link ends before the day: the meeting is Ségou's again
    send(theirs, "communities:twin_end", kayes.public_id, TwinLink.objects.get().public_id)
    assert guest.get(reverse("meetings:meeting", args=[visit.public_id])).status_code == 404
    assert "Visite du comité" in read(at_the_desk_of(mariam), "meetings:meeting", visit.public_id)
