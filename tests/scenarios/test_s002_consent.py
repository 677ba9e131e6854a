"""Scenario 002, step 3: six regional networks decide by consent; one objects, the text changes, all agree."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from palabre.communities.choices import CommunityKind, Role
from palabre.communities.models import Community
from palabre.decisions.models import Objection, Proposal, Stance
from palabre.notices.chores import read_journal
from palabre.notices.models import Notice
from palabre.people.models import Person
from tests.factories import grant, join, make_community, make_person
from tests.scenarios.hands import at_the_desk_of, complaints, read, send

pytestmark = pytest.mark.django_db
REGIONS = ("Afrique de l’Ouest", "Afrique de l’Est", "Asie du Sud", "Asie du Sud-Est", "Amérique latine", "Europe")
FIRST = {"fr": "Un sommet de six jours à Nairobi, en personne.", "en": "A summit of six days in Nairobi, in person."}
SECOND = {
    "fr": "Un sommet de six jours à Nairobi, en personne ou à distance.",
    "en": "A summit of six days in Nairobi, in person or at a distance.",
}
HARM = "Quatre régions n’obtiennent pas de visa : elles seraient absentes de leur propre sommet."


@pytest.mark.covers("S002-3", "INV-29")
def test_six_networks_consent_once_an_objection_is_integrated() -> None:
    alliance = make_community("Alliance Horizons Égaux", kind=CommunityKind.NETWORK)
    steward = make_person("Nènè S.")
    grant(steward, alliance, Role.STEWARD)
    voices = {name: make_person(f"Voix {number}") for number, name in enumerate(REGIONS)}
    places = {name: _region(alliance, name, person) for name, person in voices.items()}
    desk = at_the_desk_of(steward)

    proposal = _drafted(desk, alliance)
    page = read(desk, "decisions:opening", proposal.public_id)
    chosen = {f"voice_{place.public_id}": _key(page, voices[name]) for name, place in places.items()}
    send(desk, "decisions:opening", proposal.public_id, who="voices", **chosen)
    assert proposal.electors.count() == 6
    week = (timezone.localdate() + timedelta(days=7)).isoformat()
    send(desk, "decisions:stances", proposal.public_id, until=week)
    read_journal()
    told = Notice.objects.filter(kind="decisions.stances_asked").values_list("person_id", flat=True)
    assert set(told) == {person.pk for person in voices.values()}

    # the steward decides nothing herself, and nobody of a network but its voice
    member = make_person()
    join(member, places["Europe"])
    assert at_the_desk_of(member).get(f"/decisions/{proposal.public_id}/").status_code == 404
    assert desk.post(f"/decisions/{proposal.public_id}/stance/", {"kind": "consent"}).status_code == 403

    desks = {name: at_the_desk_of(person) for name, person in voices.items()}
    south = desks["Asie du Sud"]
    refused = south.post(f"/decisions/{proposal.public_id}/stance/", {"kind": "object", "comment": ""})
    assert refused.status_code == 422
    assert "raison" in complaints(refused)
    _say(south, proposal, "object", HARM)
    for name in REGIONS:
        if name != "Asie du Sud":
            _say(desks[name], proposal, "consent")
    send(desk, "decisions:round_end", proposal.public_id)

    # five of six consent, and it cannot pass
    proposal.refresh_from_db()
    assert proposal.state == "amending"
    assert desk.get(f"/decisions/{proposal.public_id}/outcome/").status_code == 403
    assert HARM.split(" : ")[1] in read(desk, "decisions:amendment", proposal.public_id)
    said = {"text": SECOND["fr"], "other_text": SECOND["en"], "reason": "Les visas", "until": week}
    send(desk, "decisions:amendment", proposal.public_id, seen=str(proposal.version), **said)
    objection = Objection.objects.get()
    for name in REGIONS:
        if name != "Asie du Sud":
            _say(desks[name], proposal, "consent", number=2)
    assert desk.post(f"/decisions/{proposal.public_id}/end/").status_code == 303
    proposal.refresh_from_db()
    assert proposal.state == "amending", "whoever objected has not said that it is integrated"

    send(desk, "decisions:amendment", proposal.public_id, seen=str(proposal.version),
         text=f"{SECOND['fr']} Les interprètes aussi.", other_text=f"{SECOND['en']} So do they.", until=week)  # fmt: skip
    page = read(south, "decisions:proposal", proposal.public_id)
    assert "<ins>" in page
    send(south, "decisions:objection", proposal.public_id, objection.public_id, answer="integrated")
    for name in REGIONS:
        _say(desks[name], proposal, "consent", number=3)
    send(desk, "decisions:round_end", proposal.public_id)
    review = (timezone.localdate() + timedelta(days=180)).isoformat()
    no_day = desk.post(f"/decisions/{proposal.public_id}/outcome/", {"outcome": "Adopté", "review_on": ""})
    assert no_day.status_code == 422
    send(
        desk, "decisions:outcome", proposal.public_id, outcome="Le sommet se tient aussi à distance.", review_on=review
    )
    proposal.refresh_from_db()
    assert (proposal.state, proposal.record.review_on.isoformat()) == ("adopted", review)
    assert (proposal.record.electors, proposal.record.consenting, proposal.record.objections_integrated) == (6, 6, 1)
    objection.refresh_from_db()
    assert (objection.state, objection.integrated_by is not None) == ("integrated", True)
    assert "aussi à distance" in read(desks["Europe"], "decisions:mine") + read(
        desks["Europe"], "decisions:proposal", proposal.public_id
    )


def _region(alliance: Community, name: str, person: Person) -> Community:
    region = make_community(name, parent=alliance, kind=CommunityKind.REGIONAL)
    join(person, region)
    grant(person, region, Role.COORDINATOR)
    return region


def _drafted(desk: Client, alliance: Community) -> Proposal:
    said = {"title_fr": "Notre sommet", "title_en": "Our summit", "text_fr": FIRST["fr"], "text_en": FIRST["en"]}
    send(desk, "decisions:draft", alliance.public_id, quorum="66", **said)
    return Proposal.objects.get()


def _key(page: str, person: Person) -> str:
    found = re.search(rf'<option value="([^"]+)"[^>]*>{person.display_name}<', page)
    assert found, person.display_name
    return found[1]


def _say(desk: Client, proposal: Proposal, kind: str, comment: str = "", number: int = 1) -> None:
    send(desk, "decisions:stance", proposal.public_id, kind=kind, comment=comment, seen_round=str(number))
    assert Stance.objects.filter(proposal=proposal, round=number, kind=kind).exists()
