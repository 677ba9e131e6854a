"""Scenario 000, steps 1 and 2: five join links, a visitor who becomes a member, an organisation of no named region."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from django.test import Client

from palabre.charter.models import Signature
from palabre.communities.choices import CommunityKind, MembershipState, NewsFor, Role
from palabre.communities.models import (
    Community,
    CommunityCountry,
    Invitation,
    JoinLink,
    JoinRequest,
    Membership,
    OrganisationPlace,
    Representative,
)
from palabre.communities.rules import may_act
from palabre.communities.rules.news import visible_announcements
from palabre.demo import alliance_charter as story
from palabre.demo import alliance_texts as texts
from palabre.notices.chores import read_journal
from palabre.notices.models import Mail, Notice
from palabre.notices.writing import written
from palabre.people.models import Person
from tests.factories import grant, join, make_community, make_person
from tests.scenarios.hands import at_the_desk_of, read, send

pytestmark = pytest.mark.django_db
ACCOUNT = {"zone": "Africa/Bamako", "password": "une porte ouverte au matin", "device": "shared", "language": "fr"}


class Trame:
    """The network of source 000: South Asia, East Africa, West Africa in two languages, and Global for all others."""

    def __init__(self) -> None:
        self.network = make_community("Réseau Trame", kind=CommunityKind.NETWORK)
        self.steward, self.reader = make_person("Ndeye"), make_person("Ruth", language="en")
        grant(self.steward, self.network, Role.STEWARD)
        grant(self.reader, self.network, Role.TRANSLATOR)
        self.asia = self._region("Asie du Sud", "IN", "NP")
        self.east = self._region("Afrique de l'Est", "KE", "UG")
        self.west = self._region("Afrique de l'Ouest", "SN", "GH")
        self.world = self._region("Mondiale", catch_all=True)
        self.french = self._section("fr", domain="Les normes sociales")
        self.english = self._section("en")
        self.leads = {
            one.pk: self._lead(one) for one in (self.asia, self.east, self.west, self.world, self.french, self.english)
        }

    def _region(self, name: str, *countries: str, catch_all: bool = False) -> Community:
        region = make_community(name, parent=self.network, kind=CommunityKind.REGIONAL, catch_all=catch_all)
        for country in countries:
            CommunityCountry.objects.create(community=region, country=country)
        return region

    def _section(self, language: str, **words: str) -> Community:
        name = f"Afrique de l'Ouest, {language}"
        return make_community(name, parent=self.west, kind=CommunityKind.SECTION, language=language, **words)

    @staticmethod
    def _lead(place: Community) -> Person:
        person = make_person(f"Coordination {place.pk}")
        grant(person, place, Role.COORDINATOR)
        join(person, place)
        return person

    def desk(self, place: Community) -> Client:
        return at_the_desk_of(self.leads[place.pk])

    def link(self, place: Community, language: str) -> str:
        """Given out by the page of the coordination, and copied from there."""
        client = at_the_desk_of(self.steward) if place == self.network else self.desk(place)
        send(client, "communities:links", place.public_id, language=language, max_uses="", until="", approval="read")
        page = read(client, "communities:links", place.public_id)
        token = JoinLink.objects.latest("pk").token()
        assert f"/join/{token}/" in page
        return f"/join/{token}/"

    def news(self, place: Community, audience: str, title: str) -> None:
        said = {"audience": audience, "title_fr": title, "title_en": title, "text_fr": "Détails.", "text_en": "More."}
        send(self.desk(place), "communities:news_writing", place.public_id, **said)


def mailed(address: str) -> str:
    """The way in that the last mail to this address holds."""
    read_journal()
    mail = Mail.objects.filter(address=address).latest("pk")
    message = written(mail)
    assert message.subject in ("Votre lien", "Your link")
    found = re.search(r"https?://[^/\s]+(/\S+)", str(message.body))
    assert found
    assert not re.search("Afrique|Trame|Mondiale|Aïssatou|Casa", str(message.body)), "the mail names nothing and nobody"
    return found[1]


def words(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return html.unescape(answer.content.decode())


@pytest.fixture
def trame(db: None) -> Trame:
    return Trame()


def sign(client: Client, community: Community) -> None:
    page = read(client, "charter:signature", community.public_id, **{"in": "fr"})
    seal = re.search(r'name="seen" value="([0-9a-f]{64})"', page)
    assert seal
    send(client, "charter:signature", community.public_id, language="fr", seen=seal[1])


@pytest.mark.covers("S000-1")
def test_a_visitor_opens_west_africa_in_french_and_becomes_a_member_of_that_section(trame: Trame) -> None:
    code = story.publish_code(
        network=trame.network, steward=trame.steward, approver=trame.reader, on=date(2026, 3, 2), version=1
    )
    decided = {"decision": "En réunion plénière, sans objection.", "decided_on": "2026-03-02"}
    send(trame.desk(trame.french), "charter:adoption", trame.french.public_id, code=code.public_id, **decided)
    sign(trame.desk(trame.french), trame.french)
    send(
        trame.desk(trame.french), "communities:questions", trame.french.public_id, text_fr="Pourquoi ?", text_en="Why?"
    )
    five = {
        (place.pk, language): trame.link(place, language)
        for place, language in (
            (trame.asia, "en"), (trame.east, "en"), (trame.french, "fr"), (trame.english, "en"), (trame.world, "en"),
        )
    }  # fmt: skip
    assert len(set(five.values())) == 5
    # she opens the French one in an English browser: everything is in French
    visitor, door = Client(headers={"Accept-Language": "en"}), five[trame.french.pk, "fr"]
    page = words(visitor, door)
    assert '<html lang="fr"' in page
    assert "Les normes sociales" in page
    assert "Avant d’écrire" in page
    assert texts.ADOPT[0].title.fr in words(visitor, f"{door}code/")
    question = re.search(r'name="(answer_\w+)"', page)
    assert question
    said = {
        "display_name": "Aïssatou",
        "email": "aissatou@example.org",
        "language": "fr",
        "country": "SN",
        "profile": "practitioner",
    }
    sent = visitor.post(door, {**said, question[1]: "Pour apprendre avec d'autres."})
    assert sent.status_code == 303
    # the mail says nothing of the community; its link is confirmed with a password
    way = mailed("aissatou@example.org")
    assert visitor.post(way, {**ACCOUNT, "display_name": "Aïssatou"}).status_code == 303
    person = Person.objects.get(email="aissatou@example.org")
    place = Membership.objects.get(person=person)
    assert (place.community, place.state) == (trame.french, MembershipState.REQUESTED)
    # the coordination hears of it, reads her answer and admits her
    read_journal()
    assert Notice.objects.filter(person=trame.leads[trame.french.pk], kind="communities.requested").exists()
    asked = JoinRequest.objects.get(membership=place)
    desk = trame.desk(trame.french)
    assert "Pour apprendre" in read(desk, "communities:request", trame.french.public_id, asked.public_id)
    send(desk, "communities:request", trame.french.public_id, asked.public_id, answer="admit", reply="Bienvenue.")
    read_journal()
    assert Notice.objects.filter(person=person, kind="communities.admitted").exists()
    place.refresh_from_db()
    assert place.state == MembershipState.APPROVED
    # before she signs she only reads; once the code is signed she is a member of that section
    hers = at_the_desk_of(person)
    assert "Signer le code de conduite" in read(hers, "communities:welcome", trame.french.public_id)
    assert not may_act(Person.objects.get(pk=person.pk), trame.french.pk)
    sign(hers, trame.french)
    place.refresh_from_db()
    assert place.state == MembershipState.ACTIVE
    assert may_act(Person.objects.get(pk=person.pk), trame.french.pk)
    assert Signature.objects.get(membership=place).language == "fr"
    assert Membership.objects.filter(person=person).count() == 1
    # she reads what the region and the network tell everybody below, and nothing of the other communities
    grant(trame.steward, trame.network, Role.COORDINATOR)
    trame.leads[trame.network.pk] = Person.objects.get(pk=trame.steward.pk)
    trame.news(trame.network, NewsFor.BELOW, "Nouvelle du réseau")
    trame.news(trame.network, NewsFor.OWN, "Affaire du réseau seul")
    trame.news(trame.east, NewsFor.ABOVE, "De l’Est vers le haut")
    trame.news(trame.west, NewsFor.BELOW, "Nouvelle de la région")
    trame.news(trame.west, NewsFor.OWN, "Affaire de la région seule")
    trame.news(trame.english, NewsFor.OWN, "Affaire de la section anglophone")
    titles = set(visible_announcements(Person.objects.get(pk=person.pk)).values_list("title", flat=True))
    assert titles == {"Nouvelle de la région", "Nouvelle du réseau"}
    for other in (trame.network, trame.west, trame.english, trame.asia, trame.world):
        assert hers.get(f"/c/{other.public_id}/").status_code == 404


@pytest.mark.covers("S000-2")
def test_an_organisation_in_no_named_region_lands_in_global_and_names_two_representatives(trame: Trame) -> None:
    door, visitor = trame.link(trame.network, "fr"), Client()
    assert 'name="email"' not in words(visitor, door), "first the country"
    here = f"{door}?as=organisation&country=PE"
    page = words(visitor, here)
    assert '<p class="lead">Mondiale' in page, "she sees where she lands before she writes"
    said = {
        "display_name": "Luz", "email": "luz@example.org", "language": "fr", "organisation_name": "Casa del Río",
        "organisation_kind": "cbo", "second_name": "Inés", "second_email": "ines@example.org", "voice": "second",
    }  # fmt: skip
    assert visitor.post(here, said).status_code == 303
    way = mailed("luz@example.org")
    assert visitor.post(way).status_code == 303
    asked = JoinRequest.objects.get()
    assert asked.community == trame.world
    assert not Person.objects.filter(email__in=["luz@example.org", "ines@example.org"]).exists()
    desk = trame.desk(trame.world)
    assert "Casa del Río" in read(desk, "communities:requests", trame.world.public_id)
    for other in (trame.asia, trame.east, trame.west):
        assert "Casa del Río" not in read(trame.desk(other), "communities:requests", other.public_id)
    send(desk, "communities:request", trame.world.public_id, asked.public_id, answer="admit", reply="")
    for address in ("luz@example.org", "ines@example.org"):
        came = Client().post(mailed(address), {**ACCOUNT, "display_name": address[:4].title()})
        assert came.status_code == 303
    place = OrganisationPlace.objects.get(community=trame.world)
    rows = {row.membership.person.email: row.votes for row in Representative.objects.filter(place=place, until=None)}
    assert rows == {"luz@example.org": False, "ines@example.org": True}
    assert "porte la voix" in read(desk, "communities:organisation", trame.world.public_id, place.public_id)
    members = Membership.objects.filter(organisation=place.organisation)
    assert set(members.values_list("community__name", flat=True)) == {"Mondiale"}, "not of the network above it"
    assert not Invitation.objects.filter(place=place, accepted_at=None).exists()
